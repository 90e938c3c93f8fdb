import { expect, test } from 'vitest';
import { limits } from '#domain/limits.ts';
import { checkSize, recount } from '#domain/size.ts';
import { applied } from '#domain/update.ts';
import { attributes, changes, newConversation } from '../support/fixtures.ts';

const someone = (id: string, purpose: string) => ({ id, purpose, addresses: [], attributes: attributes({ [id]: 1 }) });

test('the bytes of a conversation are those of data, every participant and every pending write', async () => {
  const conversation = await newConversation({
    participants: [someone('c1', 'customer')],
    data: attributes({ é: 'x' }),
  });
  const pend = (execution: string) => ({
    pend: { execution, at: 1, writes: { owner: undefined, attributes: changes({ pending: null, p: 'x' }) } },
  });
  expect(recount(conversation)).toBe(2 + 3 + 2 + 1);
  const busy = applied(applied(conversation, pend('one')), pend('two'));
  expect(recount(busy)).toBe(2 + 3 + 2 + 1 + 2 * (7 + 1 + 3));
});

/** So many of the shortest names. */
const names = (count: number) =>
  attributes(Object.fromEntries(Array.from({ length: count }, (_, number) => [number.toString(36), 1])));

test('a conversation of thousands of names is at its limit where the store has no room for what an end adds', async () => {
  const made = await newConversation();
  const many = { ...made, data: names(8_000) };
  expect(recount(many)).toBeLessThan(limits.conversationBytes);
  checkSize(many);
  const tooMany = { ...made, data: names(11_000) };
  expect(recount(tooMany)).toBeGreaterThan(limits.conversationBytes);
  expect(() => checkSize(tooMany)).toThrow(/2\d{5} bytes in the store.*184320 \(limit: stored\)/);
});
