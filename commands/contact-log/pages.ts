import type { ChannelType, Wrapup } from '#domain/conversation.ts';
import { type Json, parse } from '#domain/json.ts';
import { type Job, UsageError } from './arguments.ts';
import type { Client } from './client.ts';
import { Refused } from './send.ts';

/** A conversation of the contact log, as the API gives it. Its numbers keep their digits. */
export interface Entry {
  readonly id: string;
  readonly type: ChannelType;
  readonly queueId?: string;
  /** RFC 3339. */
  readonly startTime: string;
  readonly endTime: string;
  readonly wrapup?: Wrapup;
  readonly data: { readonly [name: string]: Json };
}

/**
 * Every page of the contact log, newest first. A page may be empty and not the last.
 *
 * @throws UsageError what the API calls malformed, which came from the arguments.
 */
export async function* pages(client: Client, { path, query }: Job): AsyncGenerator<readonly Entry[]> {
  const next = new URLSearchParams(query);
  for (;;) {
    const page = parse(await get(client, path, next)) as unknown as Page;
    yield page.conversations;
    if (page.nextToken === undefined) return;
    next.set('nextToken', page.nextToken);
  }
}

async function get(client: Client, path: string, query: URLSearchParams): Promise<string> {
  try {
    return await client.get(`${path}?${query}`);
  } catch (error) {
    const isMalformed = error instanceof Refused && error.status === 400 && error.url.startsWith(path);
    throw isMalformed ? new UsageError(error.message) : error;
  }
}

interface Page {
  readonly conversations: readonly Entry[];
  readonly nextToken?: string;
}
