import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { FindFilter, FindPage, FindQuery, Found } from '#domain/find.ts';
import type { ConversationIndex } from '#domain/store.ts';
import { toSeconds } from '#domain/time.ts';
import type { StoreOptions } from '#dynamodb/conversation-store.ts';
import { decodeSaved, decodeWrapup } from '#dynamodb/decode-item.ts';
import type { Item } from '#dynamodb/encode-item.ts';
import { translateErrors } from '#dynamodb/errors.ts';
import { Expression } from '#dynamodb/expression.ts';
import { dayOf, formatDayShard, formatStartedKey, LEAST_DAY_SHARDS } from '#dynamodb/item-keys.ts';
import { names } from '#dynamodb/names.ts';

/**
 * The most rounds of queries for one page. If few conversations meet the filter the page is short, and the next one
 * continues.
 */
const MAX_ROUNDS = 20;

/** The fewest items that a query reads: as many as there are in 4 KB, which is the least that DynamoDB counts. */
const LEAST_ITEMS_READ = 12;

/** The most. With fewer than a page, a small one with a filter that few meet would take many rounds. */
const MOST_ITEMS_READ = 100;

/** Conversations by the day of their start, in the index `byDay`. */
export class DynamoDbConversationIndex implements ConversationIndex {
  readonly #options: StoreOptions;

  constructor(options: StoreOptions) {
    this.#options = options;
  }

  /**
   * Goes back in time, day by day. What is later than the place that every shard of the day has been read to is complete;
   * the rest waits until those that hold it up have been read on. A conversation's place never changes, so one that
   * ends meanwhile appears once, neither twice nor not at all.
   */
  async find(query: FindQuery): Promise<FindPage> {
    const page = new Page(query);
    const oldest = formatStartedKey(query.from);
    const newest = formatStartedKey(query.to);
    let cursor = query.after !== undefined && query.after < newest ? query.after : newest;
    // The token is of a page that lies before this period.
    if (cursor <= oldest) return { conversations: [] };
    let day = this.#openDay(cursor, oldest);
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const limit = page.estimateRest(day);
      const counts = await Promise.all(day.waiting.map((shard) => this.#readOn(query, shard, limit)));
      page.itemsRead += counts.reduce((sum, count) => sum + count, 0);
      for (const item of day.takeComplete()) {
        if (!page.take(item)) return { conversations: page.conversations, after: cursor };
        cursor = String(item[names.started]);
      }
      cursor = day.reached;
      if (cursor <= oldest) return { conversations: page.conversations };
      if (cursor === day.least) day = this.#openDay(cursor, oldest);
    }
    return { conversations: page.conversations, after: cursor };
  }

  /** The day in which the millisecond before the cursor lies. */
  #openDay(cursor: string, oldest: string): Day {
    const time = Number(cursor.slice(0, cursor.indexOf('#')));
    const today = dayOf(cursor.endsWith('#') ? time - 1 : time);
    const midnight = formatStartedKey(Date.parse(today));
    const { dayShards = LEAST_DAY_SHARDS } = this.#options;
    const keys = Array.from({ length: dayShards }, (_, shard) => formatDayShard(today, shard));
    return new Day(keys, cursor, midnight > oldest ? midnight : oldest);
  }

  /** Reads on in a shard. Gives how many items that took, with those that do not meet the filter. */
  async #readOn(query: FindQuery, shard: Shard, limit: number): Promise<number> {
    const expression = new Expression();
    const { least, reached: cursor } = shard;
    const between = `${expression.addName(names.started)} BETWEEN ${expression.addValue(least)} AND ${expression.addValue(cursor)}`;
    const KeyConditionExpression = `${expression.addName(names.dayShard)}=${expression.addValue(shard.key)} AND ${between}`;
    encodeFilter(expression, query.filter, toSeconds(this.#options.now()));
    const { ConditionExpression, ExpressionAttributeNames, ExpressionAttributeValues } = expression.buildUpdate();
    const command = new QueryCommand({
      TableName: this.#options.table,
      IndexName: 'byDay',
      KeyConditionExpression,
      FilterExpression: ConditionExpression,
      ExpressionAttributeNames,
      ExpressionAttributeValues,
      ScanIndexForward: false,
      Limit: limit,
    });
    const answer = await translateErrors(this.#options.client.send(command));
    const { Items = [], LastEvaluatedKey, ScannedCount = 0 } = answer;
    // BETWEEN is inclusive: the cursor itself was on the page before.
    shard.add(
      Items.filter((item) => String(item[names.started]) < cursor),
      LastEvaluatedKey ? String(LastEvaluatedKey[names.started]) : least,
    );
    return ScannedCount;
  }
}

/** A day on its way from its end to its beginning. */
class Day {
  readonly shards: readonly Shard[];
  readonly least: string;

  /** @param keys of its shards. @param cursor the place that it is read from. @param least the place that it is read to. */
  constructor(keys: readonly string[], cursor: string, least: string) {
    this.shards = keys.map((key) => new Shard(key, cursor, least));
    this.least = least;
  }

  /** The place that every shard has been read to. */
  get reached(): string {
    const places = this.shards.map(({ reached }) => reached).toSorted();
    return places.at(-1) ?? this.least;
  }

  /** The shards that the others wait for. */
  get waiting(): readonly Shard[] {
    return this.shards.filter(({ items, reached }) => items.length === 0 && reached > this.least);
  }

  /** Takes all that no shard can put anything before any more, newest first. */
  takeComplete(): readonly Item[] {
    const { reached } = this;
    return this.shards
      .flatMap((shard) => shard.takeDownTo(reached))
      .sort((a, b) => (String(a[names.started]) < String(b[names.started]) ? 1 : -1));
  }
}

/** A shard of a day. */
class Shard {
  readonly key: string;
  readonly least: string;
  /** What was read and not taken, newest first. */
  items: readonly Item[] = [];
  /** The place that it has been read to. */
  reached: string;

  constructor(key: string, cursor: string, least: string) {
    this.key = key;
    this.reached = cursor;
    this.least = least;
  }

  add(items: readonly Item[], reached: string): void {
    this.items = [...this.items, ...items];
    this.reached = reached;
  }

  takeDownTo(place: string): readonly Item[] {
    const isTaken = (item: Item) => String(item[names.started]) >= place;
    const taken = this.items.filter(isTaken);
    this.items = this.items.slice(taken.length);
    return taken;
  }
}

/** Takes conversations until there are enough, or enough bytes. */
class Page {
  readonly conversations: Found[] = [];
  readonly #query: FindQuery;
  #bytes = 0;
  /** Items read for it, with those that do not meet the filter. */
  itemsRead = 0;

  constructor(query: FindQuery) {
    this.#query = query;
  }

  /** How many items to read of each shard for what the page lacks, if as many as before may be shown. */
  estimateRest({ shards }: Day): number {
    const there = shards.reduce((sum, { items }) => sum + items.length, this.conversations.length);
    const shown = Math.max(there, 1) / Math.max(this.itemsRead, 1);
    const share = (this.#query.limit - this.conversations.length + 1) / shards.length;
    return Math.min(Math.max(Math.ceil(share / shown), LEAST_ITEMS_READ), MOST_ITEMS_READ);
  }

  /** Takes an item if there is room for it, or skips it if it may not be shown; false if the page is full. */
  take(item: Item): boolean {
    const { accept = () => true, limit, maxBytes, sizeOf } = this.#query;
    const conversation = decodeFound(item);
    if (!accept(conversation)) return true;
    const bytes = sizeOf(conversation);
    const isFull = this.conversations.length === limit || this.#bytes + bytes > maxBytes;
    if (isFull && this.conversations.length > 0) return false;
    this.#bytes += bytes;
    this.conversations.push(conversation);
    return true;
  }
}

function encodeFilter(
  expression: Expression,
  { address, externalId, states = [], types = [], ...fields }: FindFilter,
  now: number,
): void {
  const expires = expression.addName(names.expires);
  expression.require(`(attribute_not_exists(${expires}) OR ${expires}>${expression.addValue(now)})`);
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined) expression.require(`${expression.addName(name)}=${expression.addValue(value)}`);
  }
  for (const [name, allowed] of Object.entries({ state: states, type: types })) {
    const values = allowed.map((value) => expression.addValue(value));
    if (values.length > 0) expression.require(`${expression.addName(name)} IN (${values.join(',')})`);
  }
  const has = (name: string, value: string | undefined) => {
    if (value !== undefined) expression.require(`contains(${expression.addName(name)},${expression.addValue(value)})`);
  };
  has(names.addresses, address);
  has(names.externalIds, externalId);
}

function decodeFound(item: Item): Found {
  const { id, type, state, queueId, startTime, endTime } = item as unknown as Found;
  const wrapup = decodeWrapup(item);
  return {
    id,
    type,
    state,
    startTime,
    place: String(item[names.started]),
    ...(queueId !== undefined && { queueId }),
    ...(endTime !== undefined && { endTime }),
    ...(wrapup && { wrapup }),
    ...(item[names.saved] !== undefined && { saved: decodeSaved(item) }),
  };
}
