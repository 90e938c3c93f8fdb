import { beforeAll, expect, test } from 'vitest';
import { openRaw, type Raw } from '../secured-api/support/raw.ts';
import { tally } from '../support/answer.ts';
import { useApi } from '../support/api.ts';
import type { Paths } from '../support/paths.ts';
import { atOnce } from '../support/repeat.ts';

const api = useApi();
let raw: Raw;
beforeAll(() => {
  raw = openRaw();
});

// Written out, as the documents have it.
const most = 384;

/** Writes that do not read first: nothing of theirs sees what stands on the item. */
const blind: readonly ((made: Paths, value: string) => readonly [method: string, path: string, body: object])[] = [
  (made, value) => ['PATCH', made.attributes('customer-1'), { attributes: { a: value } }],
  (made, value) => ['PATCH', made.conversation, { data: { a: value } }],
  (made, value) => ['POST', made.flow(), { attributes: { a: value } }],
];

test('40 writers at once leave no more than 384 operation ids, and each write succeeds', async () => {
  const count = 40;
  const made = await api.make();
  await putIds(made, most - 10);
  const seen: number[] = [];
  const answers = await atOnce(count, async (writer) => {
    const own = [];
    for (const [number, write] of blind.entries()) {
      const [method, path, body] = write(made, `${writer} ${number}`);
      const headers = writer % 2 === 0 ? { 'idempotency-key': `${writer}-${number}` } : {};
      own.push(await api.call(method, path, { body, headers }));
      if (writer % 6 === 0) seen.push(await idsOn(made));
    }
    return own;
  });
  expect(tally(answers.flat())).toEqual({ 200: 2 * count, 202: count });
  expect(Math.max(...seen)).toBeLessThanOrEqual(most);
  expect(Math.max(...seen), 'there were many').toBeGreaterThan(256);
});

/** As many other writers have left them, a moment ago. */
async function putIds({ id }: Paths, count: number): Promise<void> {
  const item = await raw.conversation(id);
  const stamp = `${Math.floor(Date.now() / 1000).toString(36)}:`;
  const ids = Array.from({ length: count - 1 }, (_, number) => [`o/of-others-${number}`, [stamp, number + 1]]);
  await raw.put('conversations', { ...item, ...Object.fromEntries(ids), revision: [count], operations: count });
}

/** The operation ids on an item, which must be as many as it counts. */
async function idsOn({ id }: Paths): Promise<number> {
  const item = await raw.conversation(id);
  const alone = Object.keys(item).filter((name) => name.startsWith('o/')).length;
  const ids = alone + ((item.ids as Set<string> | undefined)?.size ?? 0);
  expect(item.operations).toBe(ids);
  return ids;
}
