import { beforeEach, describe, expect, test } from 'vitest';
import { emptyTables } from '../support/empty-tables.ts';
import { useFinds } from './finds.ts';
import { days, end, hours, inParallel } from './support.ts';

const { api, start, setClock, page, all, make, makeAtOnce } = useFinds();

describe('the pages of a find', () => {
  beforeEach(async () => {
    await emptyTables();
    setClock(start);
  });

  test('have each of 130 conversations that started at one time once', async () => {
    const made = await makeAtOnce(130, 'same');
    expect([...(await all(''))].sort()).toEqual(made.toSorted());
  });

  test('have no more than 100 conversations, and go back in time', async () => {
    for (let second = 0; second < 30; second++) {
      setClock(start + second * 1000);
      await makeAtOnce(4, `step-${second}`);
    }
    const first = await page('');
    expect(first.conversations).toHaveLength(100);
    const times = (await Promise.all([first, page('', first.nextToken)])).flatMap(({ conversations }) =>
      conversations.map(({ startTime }) => startTime),
    );
    expect(times).toEqual(times.toSorted().reverse());
  });

  test('are as large as is asked for, which may change from page to page', async () => {
    await makeAtOnce(10, 'some');
    const sizes: number[] = [];
    const ids: string[] = [];
    let next: string | undefined;
    for (const size of [1, 3, 5, 100]) {
      const { conversations, nextToken } = await page(`pageSize=${size}`, next);
      sizes.push(conversations.length);
      ids.push(...conversations.map(({ id }) => id));
      next = nextToken;
    }
    expect([sizes, next]).toEqual([[1, 3, 5, 1], undefined]);
    expect(ids).toEqual(await all(''));
  });

  test('belong to their list and its filters: a token of others is refused', async () => {
    await makeAtOnce(2, 'two');
    const lists = ['/api/v2/conversations?', '/api/v2/reports/contact-log?'];
    const [from, to] = [start - days, start + days].map((time) => new Date(time).toISOString());
    const queries = ['', 'type=voice', 'type=task', 'queueId=a', 'queueId=b', `from=${from}`, `to=${to}`];
    const own = ['state=active', 'state=active,wrapup', 'address=a', 'externalId=a', 'address=b'];
    const paths = [
      ...lists.flatMap((list) => queries.map((query) => list + query)),
      ...own.map((query) => lists[0] + query),
    ];
    const { nextToken = '' } = await page('type=voice&pageSize=1');
    for (const path of paths) {
      const { status, body } = await api.call('GET', `${path}&nextToken=${nextToken}`);
      const isOwn = path === `${lists[0]}type=voice`;
      expect([path, status, body.errors?.map(({ name }) => name)]).toEqual(
        isOwn ? [path, 200, undefined] : [path, 400, ['nextToken']],
      );
    }
    // The same filters in other words are the same.
    const several = await page('state=active&state=wrapup&pageSize=1');
    expect((await page('state=wrapup,active,active', several.nextToken)).conversations).toHaveLength(1);
  });

  test('have none twice and leave none out while conversations end and are patched', async () => {
    for (let millisecond = 0; millisecond < 40; millisecond++) {
      setClock(start + millisecond);
      await makeAtOnce(3, `moving-${millisecond}`);
    }
    const before = await all('');
    const paged = 'pageSize=40';
    let ended = 0;
    const between = async () => {
      // Some that were on a page already, and some that were not.
      const moving = before.filter((_, position) => position % 7 === ended % 7).slice(0, 20);
      ended += 1;
      await inParallel(moving, 10, async (id) => {
        const { status } = await api.call('PATCH', `/api/v2/conversations/${id}`, { body: { state: 'handled' } });
        expect([200, 409]).toContain(status);
      });
    };
    expect(await all(paged, between)).toEqual(before);
    expect(ended).toBeGreaterThan(1);
    const active = await all(`state=active&${paged}`, between);
    expect(new Set(active).size).toBe(active.length);
    const still = await all('state=active');
    expect(still.filter((id) => !active.includes(id))).toEqual([]);
  });

  test('span a period of several days, with days without any between them', async () => {
    const ids: string[] = [];
    for (const day of [0, 1, 2, 5, 40, 41]) {
      setClock(start + day * days);
      ids.push(...(await makeAtOnce(10, `day-${day}`)));
    }
    const time = (day: number) => new Date(start + day * days).toISOString();
    const period = (from: number, to: number) => `pageSize=25&from=${time(from)}&to=${time(to)}`;
    const found = await all(period(0, 42));
    expect(found.toSorted()).toEqual(ids.toSorted());
    const order = found.map((id) => Number(id.split('-')[1]));
    expect(order).toEqual(order.toSorted((a, b) => b - a));
    const some = await all(period(1, 40));
    expect(new Set(some.map((id) => id.split('-')[1]))).toEqual(new Set(['1', '2', '5']));
    expect(some).toHaveLength(30);
  });

  test('begin with "from" and end before "to"', async () => {
    for (const [id, time] of [
      ['before', -1000],
      ['first', 0],
      ['last', 1999],
      ['after', 2000],
    ] as const) {
      setClock(start + time);
      await make(id);
    }
    const query = `from=${new Date(start).toISOString()}&to=${new Date(start + 2000).toISOString()}`;
    expect(await all(query)).toEqual(['last', 'first']);
  });

  test('are of the last seven days when nothing is said', async () => {
    await make('old');
    setClock(start + 2 * hours);
    await make('recent');
    setClock(start + 7 * days + 1 * hours);
    expect(await all('')).toEqual(['recent']);
  });

  test('show each state that a conversation has come to', async () => {
    const made = await make('one');
    const stateOf = async () => (await page('')).conversations[0]?.state;
    expect(await stateOf()).toBe('active');
    await end(api, made.conversation, 'wrapup');
    expect(await stateOf()).toBe('wrapup');
    await end(api, made.conversation, 'handled');
    expect(await stateOf()).toBe('handled');
    await api.ok('DELETE', made.conversation);
    expect(await stateOf()).toBeUndefined();
  });
});
