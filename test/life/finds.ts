import { useClockedApi } from '../support/clock.ts';
import type { Paths } from '../support/paths.ts';
import { atOnce } from '../support/repeat.ts';
import { days, hours } from './support.ts';

/** A page of a find. */
export interface Page {
  readonly conversations: readonly { readonly id: string; readonly state: string; readonly startTime: string }[];
  readonly nextToken?: string;
}

/** The API to the tests of a file, and ways to find conversations. */
export function useFinds() {
  const { api, start: now, setClock } = useClockedApi();
  /** Noon of tomorrow (UTC): hours before and after it are on the same day. */
  const start = Math.floor(now / days) * days + 36 * hours;

  /** One page. @param query such as `state=active` */
  const page = async (query: string, nextToken?: string): Promise<Page> => {
    const path = `/api/v2/conversations?${query}${nextToken === undefined ? '' : `&nextToken=${nextToken}`}`;
    return JSON.parse((await api.ok('GET', path)).text);
  };

  /** The ids on all pages, in their order. @param between what happens after each page but the last */
  const all = async (query: string, between = async () => {}): Promise<readonly string[]> => {
    const ids: string[] = [];
    for (let next: string | undefined, isFirst = true; isFirst || next !== undefined; isFirst = false) {
      const { conversations, nextToken } = await page(query, next);
      ids.push(...conversations.map(({ id }) => id));
      next = nextToken;
      if (next !== undefined) await between();
    }
    return ids;
  };

  /** Makes a conversation. */
  const make = (id: string, body: object = {}): Promise<Paths> => api.make({ id, ...body });

  /** Makes conversations whose ids begin with a prefix; gives the ids. */
  const makeAtOnce = (count: number, prefix: string) =>
    atOnce(count, async (number) => (await make(`${prefix}-${number}`)).id);

  return { api, start, setClock, page, all, make, makeAtOnce };
}
