import { expect, test } from 'vitest';
import { applyChanges } from '#domain/changes.ts';
import { limits } from '#domain/limits.ts';
import { assertSize, recountBytes } from '#domain/size.ts';
import type { Changes } from '#domain/update.ts';
import { bagOfBytes } from '../support/bags.ts';
import { attributes, changes, newConversation } from '../support/fixtures.ts';

const someone = (id: string, purpose: string) => ({ id, purpose, addresses: [], attributes: attributes({ [id]: 1 }) });

test('the bytes of a conversation are those of data, of every participant and of what pending writes add', async () => {
  const conversation = await newConversation({
    participants: [someone('c1', 'customer')],
    data: attributes({ é: 'x' }),
  });
  const pend = (execution: string) => ({
    pend: { execution, at: 1, writes: { owner: undefined, attributes: changes({ pending: null, p: 'x' }) } },
  });
  expect(recountBytes(conversation)).toBe(2 + 3 + 2 + 1);
  const busy = applyChanges(applyChanges(conversation, pend('one')), pend('two'));
  expect(recountBytes(busy)).toBe(2 + 3 + 2 + 1 + (7 + 1 + 3));
});

/** A set of `data`. */
const setting = (execution: string, bag: Parameters<typeof changes>[0]): Changes => {
  return { pend: { execution, at: 1, writes: { owner: undefined, attributes: changes(bag) } } };
};

test('a name counts once for each owner, with the largest of its values, pending or not', async () => {
  const made = await newConversation({ data: attributes({ tier: 'gold' }) });
  const of = (...writes: readonly Changes[]) => recountBytes(writes.reduce(applyChanges, made));
  expect(of(setting('one', { tier: 'lead' }))).toBe(4 + 6);
  expect(of(setting('one', { tier: 'platinum' }), setting('two', { tier: null }))).toBe(4 + 10);
  const envelopes = (bytes: number) => new Map([['tier', new Uint8Array(bytes)]]);
  const pending = { pend: { execution: 'one', at: 1, secured: envelopes(90) } };
  expect(of({ secured: envelopes(100) }, pending)).toBe(4 + 6 + 4 + 100);
});

test('what executions have pending in the place of one another counts whole against what the store takes', async () => {
  const made = await newConversation();
  const busy = (executions: number) =>
    Array.from({ length: executions }, (_, number) => setting(`e${number}`, bagOfBytes(60_000))).reduce(
      applyChanges,
      made,
    );
  assertSize(busy(3));
  expect(() => assertSize(busy(4))).toThrow(/24\d{4} bytes in the store.*184320 \(limit: stored\)/);
});

/** So many of the shortest names. */
const names = (count: number) =>
  attributes(Object.fromEntries(Array.from({ length: count }, (_, number) => [number.toString(36), 1])));

test('a conversation of thousands of names is at its limit where the store has no room for what an end adds', async () => {
  const made = await newConversation();
  const many = { ...made, data: names(8_000) };
  expect(recountBytes(many)).toBeLessThan(limits.conversationBytes);
  assertSize(many);
  const tooMany = { ...made, data: names(11_000) };
  expect(recountBytes(tooMany)).toBeGreaterThan(limits.conversationBytes);
  expect(() => assertSize(tooMany)).toThrow(/2\d{5} bytes in the store.*184320 \(limit: stored\)/);
});
