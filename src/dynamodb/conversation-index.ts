import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
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

/** The fewest items that a query reads: with fewer, a small page with a filter that few meet would take many rounds. */
const MIN_ITEMS_READ = 25;

/** Conversations by the day of their start, in the index `byDay`. */
export class DynamoDbConversationIndex implements ConversationIndex {
  readonly #options: StoreOptions;

  constructor(options: StoreOptions) {
    this.#options = options;
  }

  /**
   * Goes back in time, day by day. Every round asks all shards of a day for what comes before the cursor; what is
   * later than the place that every shard has reached is complete, the rest is read again. A conversation's place
   * never changes, so one that ends meanwhile appears once, neither twice nor not at all.
   */
  async find(query: FindQuery): Promise<FindPage> {
    const page = new Page(query);
    const oldest = formatStartedKey(query.from);
    const newest = formatStartedKey(query.to);
    let cursor = query.after !== undefined && query.after < newest ? query.after : newest;
    // The token is of a page that lies before this period.
    if (cursor <= oldest) return { conversations: [] };
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const { items, reached } = await this.#readRound(query, cursor, oldest);
      for (const item of items) {
        if (!page.take(item)) return { conversations: page.conversations, after: cursor };
        cursor = String(item[names.started]);
      }
      cursor = reached;
      if (cursor <= oldest) return { conversations: page.conversations };
    }
    return { conversations: page.conversations, after: cursor };
  }

  /** All that meets the filter between the cursor and the place that every shard of the day has been read to. */
  async #readRound(query: FindQuery, cursor: string, oldest: string) {
    // The day in which the millisecond before the cursor lies.
    const time = Number(cursor.slice(0, cursor.indexOf('#')));
    const today = dayOf(cursor.endsWith('#') ? time - 1 : time);
    const midnight = formatStartedKey(Date.parse(today));
    const least = midnight > oldest ? midnight : oldest;
    const { dayShards = LEAST_DAY_SHARDS } = this.#options;
    const pages = await Promise.all(
      Array.from({ length: dayShards }, (_, shard) => this.#readPage(query, formatDayShard(today, shard), least, cursor)),
    );
    const reached =
      pages
        .map((page) => page.reached)
        .toSorted()
        .at(-1) ?? least;
    const items = pages.flatMap((page) => page.items).filter((item) => String(item[names.started]) >= reached);
    items.sort((a, b) => (String(a[names.started]) < String(b[names.started]) ? 1 : -1));
    return { items, reached };
  }

  async #readPage(query: FindQuery, shard: string, least: string, cursor: string) {
    const expression = new Expression();
    const between = `${expression.addName(names.started)} BETWEEN ${expression.addValue(least)} AND ${expression.addValue(cursor)}`;
    const KeyConditionExpression = `${expression.addName(names.dayShard)}=${expression.addValue(shard)} AND ${between}`;
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
      Limit: Math.max(query.limit, MIN_ITEMS_READ),
    });
    const { Items = [], LastEvaluatedKey } = await translateErrors(this.#client.send(command));
    // BETWEEN is inclusive: the cursor itself was on the page before.
    const items = Items.filter((item) => String(item[names.started]) < cursor);
    return { items, reached: LastEvaluatedKey ? String(LastEvaluatedKey[names.started]) : least };
  }

  get #client(): DynamoDBDocumentClient {
    return this.#options.client;
  }
}

/** Takes conversations until there are enough, or enough bytes. */
class Page {
  readonly conversations: Found[] = [];
  readonly #query: FindQuery;
  #bytes = 0;

  constructor(query: FindQuery) {
    this.#query = query;
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
