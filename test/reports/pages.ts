import { expect } from 'vitest';
import type { Answer } from '../support/answer.ts';
import type { Api } from '../support/api.ts';
import { csvRows } from './csv-rows.ts';

/** The contact log. */
export const contactLog = '/api/v2/reports/contact-log';

/** A conversation in it. */
export interface Entry {
  readonly id: string;
  readonly type: string;
  readonly queueId?: string;
  readonly startTime: string;
  readonly endTime: string;
  readonly wrapup?: { readonly code?: string; readonly notes?: string };
  readonly data: Readonly<Record<string, unknown>>;
}

/** One page. */
export interface Page {
  readonly conversations: readonly Entry[];
  readonly nextToken?: string;
}

/** Conversations on a page, at most. */
const pageSize = 100;

/** The page that an answer holds. */
export function pageIn({ text }: Answer): Page {
  return JSON.parse(text);
}

/** Every page of the log for a query, one after the other. @param options as of `api.call` */
export async function* pages(api: Api, query: object, options: object = {}): AsyncGenerator<Page> {
  let nextToken: string | undefined;
  do {
    const parameters = new URLSearchParams({ ...query, ...(nextToken && { nextToken }) });
    const page = pageIn(await api.ok('GET', `${contactLog}?${parameters}`, options));
    expect(page.conversations.length).toBeLessThanOrEqual(pageSize);
    yield page;
    expect(page.nextToken, 'the same page would come again').not.toBe(nextToken ?? 'none');
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
}

/** All conversations of the log for a query. */
export async function all(api: Api, query: object, options: object = {}): Promise<readonly Entry[]> {
  const found: Entry[] = [];
  for await (const { conversations } of pages(api, query, options)) found.push(...conversations);
  return found;
}

/** The rows of every page of the log as CSV, each page with its head. */
export async function csvPages(api: Api, query: object): Promise<readonly (readonly (readonly string[])[])[]> {
  const found: (readonly (readonly string[])[])[] = [];
  let nextToken: string | null = null;
  do {
    const parameters = new URLSearchParams({ ...query, ...(nextToken && { nextToken }) });
    const answer = await api.ok('GET', `${contactLog}?${parameters}`, { headers: { accept: 'text/csv' } });
    found.push(csvRows(answer.text));
    nextToken = answer.headers.get('next-token');
  } while (nextToken !== null);
  return found;
}
