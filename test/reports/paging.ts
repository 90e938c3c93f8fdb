import { expect } from 'vitest';
import type { Api } from '../support/api.ts';
import { day, firstDay, handled, idOf } from './generate.ts';
import { pages } from './pages.ts';
import { placeOf, writeAll } from './table.ts';

/** The period of generated conversations. */
export function periodOf(days: number) {
  return { from: new Date(firstDay).toISOString(), to: new Date(firstDay + days * day).toISOString() };
}

/** Writes generated conversations, and gives their ids in the order of the log. */
export async function fill(api: Api, count: number, days: number): Promise<readonly string[]> {
  await writeAll(api, await handled(count, days));
  const places = [...(await handled(count, days))].map((one) => [placeOf(one), one.id] as const);
  return places.sort(([a], [b]) => (a < b ? 1 : -1)).map(([, id]) => id);
}

/** Pages through all of it: every conversation is there once, newest first, as it was saved. */
export async function checkComplete(api: Api, ids: readonly string[], days: number): Promise<void> {
  let count = 0;
  for await (const { conversations } of pages(api, periodOf(days))) {
    expect(conversations.map(({ id }) => id)).toEqual(ids.slice(count, count + conversations.length));
    for (const { id, data } of conversations) expect(id).toBe(idOf(Number(data.number)));
    count += conversations.length;
  }
  expect(count).toBe(ids.length);
}

/** Every filter finds its part of it, and all parts together are all of it. */
export async function checkFilters(api: Api, count: number, days: number): Promise<void> {
  for (const type of ['voice', 'webchat']) {
    for (const queueId of ['sales', 'support']) {
      const wanted = [...(await handled(count, days))].filter((one) => one.type === type && one.queueId === queueId);
      const found: string[] = [];
      for await (const { conversations } of pages(api, { ...periodOf(days), type, queueId })) {
        found.push(...conversations.map(({ id }) => id));
      }
      expect(found.toSorted()).toEqual(wanted.map(({ id }) => id).toSorted());
    }
  }
}
