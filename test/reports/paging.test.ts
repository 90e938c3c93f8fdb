import { beforeAll, expect, test } from 'vitest';
import { useApi } from '../support/api.ts';
import { newConversation } from '../support/fixtures.ts';
import { atOnce } from '../support/repeat.ts';
import { firstDay, idOf } from './generate.ts';
import { all, contactLog, pageIn, pages } from './pages.ts';
import { checkComplete, checkFilters, fill, periodOf } from './paging.ts';
import { writeAll } from './table.ts';

const api = useApi();

const count = 1000;
const days = 3;
let ids: readonly string[];

beforeAll(async () => {
  ids = await fill(api, count, days);
});

test('1,000 conversations over three days come page by page, each once, newest first', async () => {
  await checkComplete(api, ids, days);
});

test('the filters divide them: each conversation is found under its own type and call queue, once', async () => {
  await checkFilters(api, count, days);
});

test('a page comes again under its token, as it was', async () => {
  const { from, to } = periodOf(days);
  const { nextToken = '' } = pageIn(await api.ok('GET', `${contactLog}?${new URLSearchParams({ from, to })}`));
  const second = `${contactLog}?${new URLSearchParams({ from, to, nextToken })}`;
  const [one, ...others] = await atOnce(5, () => api.ok('GET', second));
  expect(pageIn(one ?? (await api.ok('GET', second))).conversations.map(({ id }) => id)).toEqual(ids.slice(100, 200));
  for (const other of others) expect(other.text).toBe(one?.text);
});

test('two parts of a period are the whole, though it is cut in the middle of a page, at a millisecond of many', async () => {
  const { from, to } = periodOf(days);
  const entry = (await all(api, { from, to })).at(count / 2 + 1);
  const cut = entry?.startTime ?? '';
  const later = await all(api, { from: cut, to });
  const earlier = await all(api, { from, to: cut });
  expect([...later, ...earlier].map(({ id }) => id)).toEqual(ids);
  expect(later.at(-1)?.startTime).toBe(cut);
  expect(later.at(-2)?.startTime).toBe(cut);
});

test('what ends, changes or begins while somebody pages neither doubles nor hides another', async () => {
  // Active conversations among the others, in the same milliseconds.
  const { from, to } = periodOf(days);
  const before = await all(api, { from, to });
  const template = await newConversation();
  const live = before.flatMap(({ startTime }, position) =>
    position % 40 === 0 ? [{ ...template, id: `live-${position}`, startTime: Date.parse(startTime) }] : [],
  );
  await writeAll(api, live);
  const remaining = live.map(({ id }) => id);
  const seen: string[] = [];
  for await (const { conversations } of pages(api, { from, to })) {
    seen.push(...conversations.map(({ id }) => id));
    // From both ends: some of them where the pages have been, some where they are still to come.
    for (const id of [remaining.shift(), remaining.pop(), remaining.shift()]) {
      if (id) await api.ok('PATCH', `/api/v2/conversations/${id}`, { body: { state: 'handled' } });
    }
    const last = conversations.at(-1)?.id ?? idOf(0);
    await api.ok('DELETE', `/api/v2/conversations/${last}`);
    await api.make();
  }
  expect(remaining).toEqual([]);
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen.filter((id) => !id.startsWith('live-'))).toEqual(ids);
  const shown = seen.filter((id) => id.startsWith('live-'));
  expect(shown.length).toBeGreaterThan(0);
  expect(shown.length).toBeLessThan(live.length);
});

test('an empty period has an empty page, and a long one without any conversations comes to an end', async () => {
  const nothing = async (from: number, to: number) => {
    const query = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
    expect(await all(api, query)).toEqual([]);
  };
  await nothing(firstDay, firstDay);
  await nothing(firstDay - 60 * 24 * 3600 * 1000, firstDay);
  await nothing(firstDay + 3 * 24 * 3600 * 1000, firstDay + 40 * 24 * 3600 * 1000);
});
