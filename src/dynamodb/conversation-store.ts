import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  type PutCommandInput,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { Conversation } from '#domain/conversation.ts';
import type { CountedUpdate } from '#domain/counters.ts';
import { describeFoundBy } from '#domain/found-by.ts';
import { limits } from '#domain/limits.ts';
import { omitUndefined } from '#domain/omit-undefined.ts';
import { listOutdated, type OperationId } from '#domain/operation-ids.ts';
import type { Searchable } from '#domain/searchable.ts';
import type { ConversationStore, UpdateOutcome } from '#domain/store.ts';
import { toSeconds } from '#domain/time.ts';
import type { VersionMatch } from '#domain/update.ts';
import { encodeCompact, isCompactable } from '#dynamodb/compact-ids.ts';
import { decodeConversation } from '#dynamodb/decode-item.ts';
import { encodeConversation, encodeOperation, type Item } from '#dynamodb/encode-item.ts';
import { encodeErased } from '#dynamodb/erased-item.ts';
import { type Conditional, catchFailedCondition, translateErrors } from '#dynamodb/errors.ts';
import { Expression } from '#dynamodb/expression.ts';
import { makeIndexKeys, makePartitionKey } from '#dynamodb/item-keys.ts';
import { names } from '#dynamodb/names.ts';
import { encodeIsIn } from '#dynamodb/requirements.ts';
import { type ItemPlace, makeSearchKeys, makeValueKeys } from '#dynamodb/search-keys.ts';
import { encodeUpdate } from '#dynamodb/update.ts';

/** How a store is made. */
export interface StoreOptions {
  readonly client: DynamoDBDocumentClient;
  readonly table: string;
  /** The key under which ids are hashed into partition keys, so that an erased id stays taken without being stored. */
  readonly idKey: string;
  /** Epoch milliseconds; an expired conversation counts as absent. */
  readonly now: () => number;
  /** Shards of a day in the index of the lists; those of what is live grow with them. @default the fewest */
  readonly dayShards?: number | undefined;
  /** Operation ids are kept together once there are many. Every function that writes the table must know how to read them. @default they are not */
  readonly compactIds?: boolean;
  /** Gives the names by whose values conversations are found. @default none are */
  readonly listSearchable?: () => Promise<Searchable>;
}

/** The most entries of operation ids that one tidying removes: its condition, of 4,096 bytes, names each. */
const MAX_TIDIED = 200;

/** Conversations in a DynamoDB table, one item each. */
export class DynamoDbConversationStore implements ConversationStore {
  readonly #options: StoreOptions;

  constructor(options: StoreOptions) {
    this.#options = options;
  }

  async read(id: string): Promise<Conversation | undefined> {
    return this.#decodeKnown(id, await this.#get(id));
  }

  async readStored(id: string): Promise<Conversation | undefined> {
    const item = await this.#get(id);
    return item && decodeConversation(item);
  }

  async listSearchable(): Promise<Searchable> {
    return (await this.#options.listSearchable?.()) ?? [];
  }

  async create(conversation: Conversation): Promise<boolean> {
    const item = this.#encodeItem(conversation, await this.listSearchable());
    const { met } = await this.#put(item, 'attribute_not_exists(#pk) OR #ttl<=:now', {
      ExpressionAttributeNames: { '#pk': names.partitionKey, '#ttl': names.timeToLive },
      ExpressionAttributeValues: { ':now': toSeconds(conversation.startTime) },
    });
    return met;
  }

  async replace(next: Conversation, revision: number): Promise<UpdateOutcome> {
    const outcome = await this.#put(this.#encodeItem(next), '#revision[0]=:revision', {
      ExpressionAttributeNames: { '#revision': names.revision },
      ExpressionAttributeValues: { ':revision': revision },
    });
    if (outcome.met) return { applied: true, conversation: next };
    return { applied: false, conversation: await this.#decodeKnown(next.id, outcome.item) };
  }

  async withdrawEnd({ id, revision, due }: Conversation): Promise<UpdateOutcome> {
    const { client, table } = this.#options;
    const expression = new Expression();
    const place = `${expression.addName(names.revision)}[0]`;
    expression.require(`${place}=${expression.addValue(revision)}`);
    expression.set(place, `${place}+${expression.addValue(1)}`);
    expression.set(expression.addName(names.due), expression.addValue(due));
    expression.remove(names.ending);
    const command = new UpdateCommand({
      TableName: table,
      Key: this.#key(id),
      ...expression.buildUpdate(),
      ReturnValues: 'ALL_NEW',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    const outcome = await catchFailedCondition(client.send(command));
    if (!outcome.met) return { applied: false, conversation: await this.#decodeKnown(id, outcome.item) };
    return { applied: true, conversation: decodeUpdated(outcome.answer.Attributes) };
  }

  async remove({ id, revision, startTime }: Conversation): Promise<void> {
    const { client, table } = this.#options;
    const command = new DeleteCommand({
      TableName: table,
      Key: this.#key(id),
      // Once a record has expired its id can be taken anew, by a conversation that counts its revisions from the start:
      // the start tells them apart. Nothing prolongs a retention, so the revision only keeps to what was read.
      ConditionExpression: '#revision[0]=:revision AND #start=:start',
      ExpressionAttributeNames: { '#revision': names.revision, '#start': 'startTime' },
      ExpressionAttributeValues: { ':revision': revision, ':start': startTime },
    });
    await catchFailedCondition(client.send(command));
  }

  async update(id: string, update: CountedUpdate): Promise<UpdateOutcome> {
    const { client, table, compactIds } = this.#options;
    const command = new UpdateCommand({
      TableName: table,
      Key: this.#key(id),
      ...encodeUpdate(update, this.#place(id)),
      ReturnValues: 'ALL_NEW',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      ...(compactIds && { ReturnConsumedCapacity: 'TOTAL' }),
    });
    const { at } = update.operation;
    const outcome = await catchFailedCondition(client.send(command));
    if (!outcome.met) {
      const known = await this.#decodeKnown(id, outcome.item);
      return { applied: false, conversation: known && (await this.#makeRoomForId(known, at)) };
    }
    const conversation = decodeUpdated(outcome.answer.Attributes);
    const units = outcome.answer.ConsumedCapacity?.CapacityUnits ?? 0;
    const isWorthwhile = compactIds === true && isWorthCompacting(conversation, units);
    if (isWorthwhile || listOutdated(conversation, at).length >= limits.outdatedOperations) {
      // The write before it has succeeded, whatever becomes of this: the next one tries again.
      await this.#tidyIds(conversation, at, isWorthwhile).catch(() => undefined);
    }
    return { applied: true, conversation };
  }

  async erase(
    { id, revision, internalId }: Pick<Conversation, 'id' | 'revision' | 'internalId'>,
    operation: OperationId,
    versions: readonly VersionMatch[],
  ): Promise<UpdateOutcome<undefined>> {
    const now = toSeconds(operation.at);
    const stamp = [...encodeOperation(now, ''), revision];
    const item = { ...encodeErased(this.itemKey(id), now, internalId), [names.operation(operation.key)]: stamp };
    const { ConditionExpression, ...placeholders } = encodeErasable(internalId, versions).condition();
    const outcome = await this.#put(item, ConditionExpression, placeholders);
    if (outcome.met) return { applied: true, conversation: undefined };
    return { applied: false, conversation: await this.#decodeKnown(id, outcome.item) };
  }

  itemKey(id: string): string {
    return makePartitionKey(this.#options.idKey, id);
  }

  async wasErasedBy(id: string, operation: OperationId): Promise<boolean> {
    const item = await this.#get(id);
    return item !== undefined && item.state === undefined && item[names.operation(operation.key)] !== undefined;
  }

  async noteErasedKeyRemoved(key: string): Promise<void> {
    const expression = new Expression();
    expression.require(`attribute_exists(${expression.addName(names.erasedKey)})`);
    for (const name of [names.erasedKey, names.due, names.dueShard]) expression.remove(name);
    expression.set(expression.addName(names.timeToLive), expression.addName(names.expires));
    const { client, table } = this.#options;
    await catchFailedCondition(
      client.send(new UpdateCommand({ TableName: table, Key: { pk: key }, ...expression.buildUpdate() })),
    );
  }

  /** The conversation in an item; an emulator that gives no item with a failed condition is asked again. */
  async #decodeKnown(id: string, item: Item | undefined): Promise<Conversation | undefined> {
    const there = item ?? (await this.#get(id));
    const conversation = there && decodeConversation(there);
    const expired = conversation?.expires !== undefined && conversation.expires <= toSeconds(this.#options.now());
    return expired ? undefined : conversation;
  }

  async #get(id: string): Promise<Item | undefined> {
    const command = new GetCommand({ TableName: this.#options.table, Key: this.#key(id), ConsistentRead: true });
    return (await translateErrors(this.#options.client.send(command))).Item;
  }

  #put(item: Item, condition: string, placeholders: Partial<PutCommandInput>): Promise<Conditional<unknown>> {
    const { client, table } = this.#options;
    const ReturnValuesOnConditionCheckFailure = 'ALL_OLD';
    const put = { TableName: table, Item: item, ConditionExpression: condition, ReturnValuesOnConditionCheckFailure };
    return catchFailedCondition(client.send(new PutCommand({ ...put, ...placeholders } as PutCommandInput)));
  }

  /**
   * Removes outdated operation ids, so that many writes do not let the item grow, and keeps those together that are. It
   * names all that it changes in its condition, so writes at the same time don't make it fail, but another tidying does.
   *
   * @param gathers - whether those that are entries of their own are kept together from now on.
   */
  async #tidyIds(known: Conversation, at: number, gathers: boolean): Promise<Conversation> {
    const { client, table } = this.#options;
    const outdated = new Set(listOutdated(known, at));
    const entries = [...known.operations].sort(([, a], [, b]) => a.revision - b.revision);
    const leaves = ([key, one]: (typeof entries)[number]) => outdated.has(key) || (gathers && isCompactable(key, one));
    const removed = entries.filter((entry) => !entry[1].isCompact && leaves(entry)).slice(0, MAX_TIDIED);
    const gathered = removed.filter(([key]) => !outdated.has(key));
    const before = entries.filter(([, { isCompact }]) => isCompact);
    const together = [...before.filter(([key]) => !outdated.has(key)), ...gathered];
    const gone = new Set(removed.map(([key]) => key));
    const alone = entries.filter(([key, { isCompact }]) => !isCompact && !gone.has(key));
    const operations = new Map([...alone, ...together]);

    const expression = new Expression();
    for (const [key, { revision, result }] of removed) {
      const entry = expression.addName(names.operation(key));
      expression.require(`${entry}[${result === undefined ? 1 : 2}]=${expression.addValue(revision)}`);
      expression.remove(names.operation(key));
    }
    // The end of a conversation removes what tells of requests: it may not come back.
    expression.require(`${expression.addName('state')}=${expression.addValue(known.state)}`);
    const stamps = expression.addName(names.idStamps);
    const seen = encodeCompact(before)[names.idStamps];
    expression.require(seen ? `${stamps}=${expression.addValue(seen)}` : `attribute_not_exists(${stamps})`);
    const next = encodeCompact(together);
    for (const name of [names.ids, names.idStamps]) {
      if (next[name] !== undefined) expression.set(expression.addName(name), expression.addValue(next[name]));
      else if (seen) expression.remove(name);
    }
    expression.add(names.operationCount, operations.size - entries.length);
    await client.send(new UpdateCommand({ TableName: table, Key: this.#key(known.id), ...expression.buildUpdate() }));
    return { ...known, operations };
  }

  /** Where there is no room for an operation id, those that are kept together and outdated make some. */
  async #makeRoomForId(known: Conversation, at: number): Promise<Conversation> {
    if (known.operations.size < limits.maxOperations) return known;
    if (!listOutdated(known, at).some((key) => known.operations.get(key)?.isCompact)) return known;
    // Where it fails, others have made room: the next attempt sees it.
    return this.#tidyIds(known, at, false).catch(() => known);
  }

  #key(id: string): { readonly pk: string } {
    return { pk: this.itemKey(id) };
  }

  #place(id: string): ItemPlace {
    const { idKey, dayShards } = this.#options;
    return { ...this.#key(id), idKey, dayShards };
  }

  /** @param searchable - names by which it is found. @default those that it had when it left `active` */
  #encodeItem(conversation: Conversation, searchable = conversation.searchable ?? []): Item {
    const key = this.#key(conversation.id);
    const inIndexes = makeIndexKeys(key.pk, conversation.startTime, this.#options.dayShards);
    const place = this.#place(conversation.id);
    const found = {
      ...makeSearchKeys(place, conversation),
      ...omitUndefined(makeValueKeys(place, describeFoundBy(conversation, searchable))),
    };
    return { ...encodeConversation(conversation), ...key, ...inIndexes, ...found };
  }
}

/**
 * Whether operation ids are to be kept together: where a write takes two units or more, each time that so many have come. Only
 * one write sees this number, so of writes at once only one tidies.
 */
function isWorthCompacting({ operations }: Conversation, units: number): boolean {
  const loose = [...operations].filter(([key, one]) => !one.isCompact && isCompactable(key, one)).length;
  return units >= 2 && loose > 0 && loose % (limits.looseOperations * Math.ceil(units)) === 0;
}

/** The conversation after an update. */
function decodeUpdated(item: Item = {}): Conversation {
  const conversation = decodeConversation(item);
  if (!conversation) throw new Error('what an update changed is a conversation');
  return conversation;
}

/**
 * What an erasure requires of the conversation. Not its revision: others may write without a pause, and what they
 * write is erased too. But the data key that the erasure removes must be the one that was read.
 */
function encodeErasable(internalId: string | undefined, versions: readonly VersionMatch[]): Expression {
  const expression = new Expression();
  expression.require(`attribute_exists(${expression.addName('state')})`);
  const key = expression.addName(names.internalId);
  if (internalId === undefined) expression.require(`attribute_not_exists(${key})`);
  else expression.require(`${key}=${expression.addValue(internalId)}`);
  for (const { oneOf } of versions) expression.require(encodeIsIn(expression, expression.addName('version'), oneOf));
  return expression;
}
