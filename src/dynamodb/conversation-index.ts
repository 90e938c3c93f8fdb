import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { type Conversation, isLive } from '#domain/conversation.ts';
import type { FindFilter, FindPage, FindQuery, Found } from '#domain/find.ts';
import { hasValue } from '#domain/found-by.ts';
import { limits } from '#domain/limits.ts';
import { type Lookup, listLookups } from '#domain/lookups.ts';
import { makeListed, type Refusal } from '#domain/refusal.ts';
import type { ValueSearch } from '#domain/searchable.ts';
import type { ConversationIndex } from '#domain/store.ts';
import { toSeconds } from '#domain/time.ts';
import type { StoreOptions } from '#dynamodb/conversation-store.ts';
import { decodeConversation, decodeSaved, decodeWrapup } from '#dynamodb/decode-item.ts';
import type { Item } from '#dynamodb/encode-item.ts';
import { translateErrors } from '#dynamodb/errors.ts';
import { Expression } from '#dynamodb/expression.ts';
import { dayOf, formatDayShard, formatStartedKey, LEAST_DAY_SHARDS } from '#dynamodb/item-keys.ts';
import { names } from '#dynamodb/names.ts';
import {
  FIND_SLOTS,
  formatPlace,
  hashBeginning,
  hashLookup,
  LAST_SLOT,
  listLiveShards,
  listQueueShards,
  MORE,
} from '#dynamodb/search-keys.ts';

/**
 * The most rounds of queries for one page. If few conversations meet the filter the page is short, and the next one
 * continues.
 */
const MAX_ROUNDS = 20;

/** The fewest items that a query reads: as many as there are in 4 KB, which is the least that DynamoDB counts. */
const LEAST_ITEMS_READ = 12;

/** More than its share of a page is read of a partition: where one lacks some, all wait for another query, which costs more. */
const SLACK = 1.1;

/** The most. With fewer than a page, a small one with a filter that few meet would take many rounds. */
const MOST_ITEMS_READ = 100;

/**
 * Operands that one IN may have.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
 */
const MAX_OPERANDS = 100;

/** The most conversations that are read one by one for a page: where few meet the filter it is short, too. */
const MAX_READS = 500;

/** Conversations of which only keys are known that are read at once. */
const READ_AT_ONCE = 25;

/** A partition of an index, which has conversations in the order of their start. */
interface Partition {
  readonly index: string;
  /** The name of its key, and its value. */
  readonly key: readonly [name: string, value: string];
  /** What the index itself can tell. @default it has keys only */
  readonly filter?: FindFilter;
  /** Few of its entries meet the filter: a query reads as many as DynamoDB lets it, which is 1 MB. */
  readonly isSifted?: true;
  /** How the places in it are written. @default as the start of the conversation alone */
  readonly places?: Places;
}

/** Places in an index that have something before the start of the conversation. */
interface Places {
  /** Of the key that has them. */
  readonly name: string;
  /** What those begin with that are looked for. */
  readonly prefix: string;
  /** The start follows at once. If not they are in no order of it, and are read all. */
  readonly isWhole: boolean;
}

/** Where conversations are found. */
interface Source {
  /**
   * The partitions that have all from a place on that is before the cursor.
   *
   * @param oldest the place where the find ends
   */
  locate(cursor: string, oldest: string): { readonly partitions: readonly Partition[]; readonly least: string };
  /** The index has only keys: each conversation is read, and then the filter decides. */
  readonly hasOnlyKeys?: true;
}

/**
 * Conversations by their start: in the index `byDay`; live ones in `live`; by an address, an external id or the value of a searchable
 * name in the indexes of what they are found by. Where the table has none of the newer ones yet, `byDay` has all but values.
 */
export class DynamoDbConversationIndex implements ConversationIndex {
  readonly #options: StoreOptions;

  constructor(options: StoreOptions) {
    this.#options = options;
  }

  async find(query: FindQuery): Promise<FindPage> {
    if (query.filter.queueIds?.length === 0) return { conversations: [] };
    try {
      return await this.#findIn(this.#choose(query), query);
    } catch (error) {
      if (!isIndexMissing(error)) throw error;
      // Nothing else has the values of attributes.
      if (query.filter.value) throw makeNoIndex();
      return this.#findIn(byDay(query.filter, this.#options.dayShards), query);
    }
  }

  #choose({ filter, withSaved }: FindQuery): Source {
    const { address, externalId, value, states = [] } = filter;
    const { idKey } = this.#options;
    if (address !== undefined) return byHash(hashLookup(idKey, { by: 'address', value: address }), filter);
    if (externalId !== undefined) return byHash(hashLookup(idKey, { by: 'externalId', value: externalId }), filter);
    if (value !== undefined) return byValue(value, filter, idKey);
    return states.length > 0 && states.every(isLive) && !withSaved
      ? live(filter, this.#options.dayShards)
      : byDay(filter, this.#options.dayShards);
  }

  /**
   * Goes back in time. What is later than the place that every partition has been read to is complete; the rest waits until
   * those that hold it up have been read on. A conversation's place never changes, so one that ends meanwhile appears
   * once, neither twice nor not at all.
   */
  async #findIn(source: Source, query: FindQuery): Promise<FindPage> {
    const page = new Page(query);
    const oldest = formatStartedKey(query.from);
    const newest = formatStartedKey(query.to);
    let cursor = query.after !== undefined && query.after < newest ? query.after : newest;
    // The token is of a page that lies before this period.
    if (cursor <= oldest) return { conversations: [] };
    let stretch = new Stretch(source.locate(cursor, oldest), cursor);
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const limit = page.estimateRest(stretch);
      const counts = await Promise.all(stretch.waiting.map((reader) => this.#readOn(reader, limit)));
      page.itemsRead += counts.reduce((sum, count) => sum + count, 0);
      const items = stretch.takeComplete();
      for await (const { place, found } of source.hasOnlyKeys ? this.#readAll(items, query) : items.map(decodeEntry)) {
        if (found && !page.take(found)) return { conversations: page.conversations, after: cursor };
        cursor = place;
        if (source.hasOnlyKeys && ++page.conversationsRead === MAX_READS) {
          return { conversations: page.conversations, after: cursor };
        }
      }
      cursor = stretch.reached;
      if (cursor <= oldest) return { conversations: page.conversations };
      if (cursor === stretch.least) stretch = new Stretch(source.locate(cursor, oldest), cursor);
    }
    return { conversations: page.conversations, after: cursor };
  }

  /** Reads on in a partition. Gives how many items that took, with those that do not meet the filter. */
  async #readOn(reader: Reader, limit: number): Promise<number> {
    const expression = new Expression();
    const { least, reached: cursor } = reader;
    const { index, key, filter, isSifted, places } = reader.partition;
    const [name, value] = key;
    const conditions = [`${expression.addName(name)}=${expression.addValue(value)}`];
    if (places?.isWhole === false) requireBeginning(expression, places, conditions);
    else {
      const { name: place, prefix } = places ?? { name: names.started, prefix: '' };
      const from = expression.addValue(`${prefix}${least}`);
      conditions.push(`${expression.addName(place)} BETWEEN ${from} AND ${expression.addValue(`${prefix}${cursor}`)}`);
    }
    const KeyConditionExpression = conditions.join(' AND ');
    // DynamoDB refuses a filter by what an index does not have. What is read whole later is looked at then.
    if (filter && !isSifted) requireUnexpired(expression, toSeconds(this.#options.now()));
    if (filter) encodeFilter(expression, filter);
    const { ConditionExpression, ExpressionAttributeNames, ExpressionAttributeValues } = expression.buildUpdate();
    const command = new QueryCommand({
      TableName: this.#options.table,
      IndexName: index,
      KeyConditionExpression,
      ...(filter && { FilterExpression: ConditionExpression }),
      ExpressionAttributeNames,
      ExpressionAttributeValues,
      ScanIndexForward: false,
      ...(!isSifted && { Limit: places?.isWhole === false ? limits.foundByPrefix + 1 : limit }),
    });
    const {
      Items = [],
      LastEvaluatedKey,
      ScannedCount = 0,
    } = await translateErrors(this.#options.client.send(command));
    if (places?.isWhole === false && (LastEvaluatedKey || Items.length > limits.foundByPrefix)) throw makeTooMany();
    const startOf = (item: Item) => {
      const place = String(item[places?.name ?? names.started]);
      return places ? place.slice(place.indexOf('#') + 1) : place;
    };
    const items = places ? sortByStart(Items.map((item) => ({ ...item, [names.started]: startOf(item) }))) : Items;
    // BETWEEN is inclusive: the cursor itself was on the page before.
    reader.add(
      items.filter((item) => String(item[names.started]) < cursor && String(item[names.started]) >= least),
      LastEvaluatedKey ? startOf(LastEvaluatedKey) : least,
    );
    return isSifted ? Items.length : ScannedCount;
  }

  /** Reads the conversations of entries that have keys only, some at a time: a page may be full with the first. */
  async *#readAll(items: readonly Item[], { filter }: FindQuery): AsyncGenerator<Entry> {
    for (let at = 0; at < items.length; at += READ_AT_ONCE) {
      const some = items.slice(at, at + READ_AT_ONCE);
      const read = await Promise.all(some.map((item) => this.#read(item)));
      for (const [position, conversation] of read.entries()) {
        const place = String(some[position]?.[names.started]);
        const found =
          conversation && meets(conversation, filter) ? { ...conversation, place, conversation } : undefined;
        yield { place, found };
      }
    }
  }

  async #read(entry: Item): Promise<Conversation | undefined> {
    const { client, table, now } = this.#options;
    const Key = { [names.partitionKey]: entry[names.partitionKey] };
    const { Item: item } = await translateErrors(
      client.send(new GetCommand({ TableName: table, Key, ConsistentRead: true })),
    );
    const conversation = item && decodeConversation(item);
    return (conversation?.expires ?? Infinity) > toSeconds(now()) ? conversation : undefined;
  }
}

/** Day by day, all that began on it. */
function byDay(filter: FindFilter, dayShards = LEAST_DAY_SHARDS): Source {
  return {
    locate: (cursor, oldest) => {
      // The day in which the millisecond before the cursor lies.
      const time = Number(cursor.slice(0, cursor.indexOf('#')));
      const today = dayOf(cursor.endsWith('#') ? time - 1 : time);
      const midnight = formatStartedKey(Date.parse(today));
      const isWhole = midnight > oldest;
      const shards = Array.from({ length: dayShards }, (_, shard) => formatDayShard(today, shard));
      return {
        partitions: shards.map((shard) => ({ index: 'byDay', key: [names.dayShard, shard], filter })),
        least: isWhole ? midnight : oldest,
      };
    },
  };
}

/** The live ones: of one call queue in its shards, else in all. */
function live(filter: FindFilter, dayShards: number | undefined): Source {
  const { queueId, queueIds } = filter;
  const named = queueId === undefined ? queueIds : [queueId];
  const ofQueues = named?.flatMap((queue) => listQueueShards(queue, dayShards));
  const shards = ofQueues ? [...new Set(ofQueues)] : listLiveShards(dayShards);
  const partitions = shards.map((shard): Partition => ({ index: 'live', key: [names.liveShard, shard], filter }));
  return {
    locate: (_cursor, least) => ({ partitions, least }),
  };
}

/** Those whose value is looked for: live ones, and those that are over, whose saved value it is. */
function byValue(search: ValueSearch, { states = [] }: FindFilter, idKey: string): Source {
  const { index, name, by, text } = search;
  const places = { name: names.valuePlace(`${index}`), prefix: formatPlace(idKey, search), isWhole: by === 'equals' };
  const isAsked = (isKept: boolean) => states.length === 0 || states.some((state) => isLive(state) !== isKept);
  const partitions = [false, true].filter(isAsked).map((isKept): Partition => {
    return {
      index: names.value(`${index}`),
      key: [names.value(`${index}`), hashBeginning(idKey, isKept, name, text)],
      places,
    };
  });
  return { locate: (_cursor, least) => ({ partitions, least }), hasOnlyKeys: true };
}

/** Adds a condition for places, where there is one: all begin with nothing. */
function requireBeginning(expression: Expression, { name, prefix }: Places, conditions: string[]): void {
  if (prefix === '') return;
  conditions.push(`begins_with(${expression.addName(name)},${expression.addValue(prefix)})`);
}

function makeNoIndex(): Refusal {
  const reason =
    'can not be looked for: the table has no index of its values yet, which an operator adds (docs/deploying.md, newIndexes)';
  return makeListed('unprocessable-content', [{ name: 'attribute', reason }]);
}

function makeTooMany(): Refusal {
  const reason = `begins the values of more than ${limits.foundByPrefix} conversations: give more of the value`;
  return makeListed('unprocessable-content', [{ name: 'startsWith', reason }]);
}

/** Newest first. */
function sortByStart(items: readonly Item[]): readonly Item[] {
  return items.toSorted((a, b) => (String(a[names.started]) < String(b[names.started]) ? 1 : -1));
}

/** Those that a value leads to, and among those with more values than there are slots, the ones that have it. */
function byHash(hash: string, { address, externalId }: FindFilter): Source {
  const more = { address, externalId };
  const partitions = FIND_SLOTS.map(
    (slot): Partition => ({ index: `find${slot}`, key: [names.find(`${slot}`), hash] }),
  );
  const last: Partition = {
    index: `find${LAST_SLOT}`,
    key: [names.find(`${LAST_SLOT}`), MORE],
    filter: more,
    isSifted: true,
  };
  return {
    locate: (_cursor, least) => ({ partitions: [...partitions, last], least }),
    hasOnlyKeys: true,
  };
}

const MISSING_INDEX = /does not have the specified index|backfilling global secondary index/;

/** A table of an older version lacks an index, or DynamoDB is still making it. */
function isIndexMissing(error: unknown): boolean {
  return error instanceof Error && error.name === 'ValidationException' && MISSING_INDEX.test(error.message);
}

/** Partitions on their way from a place to an earlier one. */
class Stretch {
  readonly readers: readonly Reader[];
  readonly least: string;

  /** @param cursor the place that they are read from. `least` is the place that they are read to */
  constructor({ partitions, least }: ReturnType<Source['locate']>, cursor: string) {
    this.readers = partitions.map((partition) => new Reader(partition, cursor, least));
    this.least = least;
  }

  /** The place that every partition has been read to. */
  get reached(): string {
    const places = this.readers.map(({ reached }) => reached).toSorted();
    return places.at(-1) ?? this.least;
  }

  /** The partitions that the others wait for. */
  get waiting(): readonly Reader[] {
    return this.readers.filter(({ items, reached }) => items.length === 0 && reached > this.least);
  }

  /** Takes all that no partition can put anything before any more, newest first. */
  takeComplete(): readonly Item[] {
    const { reached } = this;
    const items = sortByStart(this.readers.flatMap((reader) => reader.takeDownTo(reached)));
    // One that is found by its first value may have more than there are slots: then it is in two partitions. So may be one that has just ended.
    return items.filter((item, at) => item[names.started] !== items[at - 1]?.[names.started]);
  }
}

/** A partition that is read. */
class Reader {
  readonly partition: Partition;
  readonly least: string;
  /** What was read and not taken, newest first. */
  items: readonly Item[] = [];
  /** The place that it has been read to. */
  reached: string;

  constructor(partition: Partition, cursor: string, least: string) {
    this.partition = partition;
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
  /** Of them those that were read one by one. */
  conversationsRead = 0;

  constructor(query: FindQuery) {
    this.#query = query;
  }

  /** How many items to read of each partition for what the page lacks, if as many as before may be shown. */
  estimateRest({ readers }: Stretch): number {
    const there = readers.reduce((sum, { items }) => sum + items.length, this.conversations.length);
    const shown = Math.max(there, 1) / Math.max(this.itemsRead, 1);
    const share = ((this.#query.limit - this.conversations.length + 1) / readers.length) * SLACK;
    return Math.min(Math.max(Math.ceil(share / shown), LEAST_ITEMS_READ), MOST_ITEMS_READ);
  }

  /** Takes one if there is room for it, or skips it if it may not be shown; false if the page is full. */
  take(conversation: Found): boolean {
    const { accept = () => true, limit, maxBytes, sizeOf } = this.#query;
    if (!accept(conversation)) return true;
    const bytes = sizeOf(conversation);
    const isFull = this.conversations.length === limit || this.#bytes + bytes > maxBytes;
    if (isFull && this.conversations.length > 0) return false;
    this.#bytes += bytes;
    this.conversations.push(conversation);
    return true;
  }
}

/** Leaves out what has expired. */
function requireUnexpired(expression: Expression, now: number): void {
  const expires = expression.addName(names.expires);
  expression.require(`(attribute_not_exists(${expires}) OR ${expires}>${expression.addValue(now)})`);
}

function encodeFilter(
  expression: Expression,
  { address, externalId, value: _value, states = [], types = [], queueIds: all = [], ...fields }: FindFilter,
): void {
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined) expression.require(`${expression.addName(name)}=${expression.addValue(value)}`);
  }
  // Where there are more, the page leaves the others out.
  const queueIds = all.length > MAX_OPERANDS ? [] : all;
  for (const [name, allowed] of Object.entries({ state: states, type: types, queueId: queueIds })) {
    const values = allowed.map((value) => expression.addValue(value));
    if (values.length > 0) expression.require(`${expression.addName(name)} IN (${values.join(',')})`);
  }
  const has = (name: string, value: string | undefined) => {
    if (value !== undefined) expression.require(`contains(${expression.addName(name)},${expression.addValue(value)})`);
  };
  has(names.addresses, address);
  has(names.externalIds, externalId);
}

/** Whether a conversation meets a filter. */
function meets(conversation: Conversation, filter: FindFilter): boolean {
  const { state, type, queueId, externalId, participants } = conversation;
  const { states = [], types = [] } = filter;
  const lookups = listLookups({ ...(externalId !== undefined && { externalId }), participants });
  const has = (by: Lookup['by']) => {
    const value = filter[by];
    return value === undefined || lookups.some((one) => one.by === by && one.value === value);
  };
  return (
    (states.length === 0 || states.includes(state)) &&
    (types.length === 0 || types.includes(type)) &&
    (filter.queueId === undefined || filter.queueId === queueId) &&
    (filter.queueIds === undefined || (queueId !== undefined && filter.queueIds.includes(queueId))) &&
    has('address') &&
    has('externalId') &&
    (filter.value === undefined || hasValue(conversation, filter.value))
  );
}

/** What is at a place in an index: a conversation, unless it does not meet the filter. */
interface Entry {
  readonly place: string;
  readonly found: Found | undefined;
}

function decodeEntry(item: Item): Entry {
  const { id, type, state, queueId, startTime, endTime } = item as unknown as Found;
  const wrapup = decodeWrapup(item);
  const place = String(item[names.started]);
  const found = {
    id,
    type,
    state,
    startTime,
    place,
    ...(queueId !== undefined && { queueId }),
    ...(endTime !== undefined && { endTime }),
    ...(wrapup && { wrapup }),
    ...(item[names.saved] !== undefined && { saved: decodeSaved(item) }),
  };
  return { place, found };
}
