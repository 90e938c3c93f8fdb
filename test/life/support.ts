import { type AttributeValue, DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { nameTable } from '../../local/tables.ts';
import type { Answer } from '../support/answer.ts';
import type { Api } from '../support/api.ts';

export const minutes = 60_000;
export const hours = 60 * minutes;
export const days = 24 * hours;

/** Replaces what a channel type keeps. */
export async function keep(api: Api, type: string, savedAttributes: readonly string[], retentionDays = 90) {
  await api.ok('PUT', `/api/v2/settings/channels/${type}`, { body: { savedAttributes, retentionDays } });
}

/** Takes a conversation to a state. @param path of the conversation */
export function end(api: Api, path: string, state: string): Promise<Answer> {
  return api.ok('PATCH', path, { body: { state } });
}

/** What a run of the sweeper did, as its metric tells it. */
export interface Swept {
  readonly ended: number;
  readonly handled: number;
  readonly flushed: number;
  readonly removed: number;
  readonly shredded: number;
  readonly postponed: number;
  readonly gone: number;
  readonly failed: number;
  /** For how many seconds the oldest that is left was due. */
  readonly overdueSeconds: number;
}

/** Starts the sweeper, and gives its metric. */
export async function sweep(api: Api): Promise<Swept> {
  await api.local.sweep();
  return lastSweep(api);
}

/** The metric of the sweeper's last run. */
function lastSweep({ logs }: Api): Swept {
  const line = logs.findLast((one) => one.includes('"message":"sweep"'));
  if (line === undefined) throw new Error('no sweep has been logged');
  return JSON.parse(line);
}

type Item = Record<string, AttributeValue>;

/** Every item of the table of conversations. */
export async function items(): Promise<readonly Item[]> {
  const client = new DynamoDBClient({});
  const found: Item[] = [];
  for await (const { Items = [] } of paginateScan({ client }, { TableName: nameTable('conversations') })) {
    found.push(...Items);
  }
  client.destroy();
  return found;
}

/** The item of a conversation, or undefined. */
export async function itemOf(id: string): Promise<Item | undefined> {
  return (await items()).find((item) => item.id?.S === id);
}

/** Does `work` to each of `things`, some at a time. */
export async function inParallel<T>(things: readonly T[], atATime: number, work: (thing: T) => Promise<void>) {
  const rest = [...things];
  const worker = async () => {
    for (let thing = rest.shift(); thing !== undefined; thing = rest.shift()) await work(thing);
  };
  await Promise.all(Array.from({ length: atATime }, worker));
}
