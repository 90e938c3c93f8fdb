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
import { toSeconds } from '#domain/due.ts';
import { limits } from '#domain/limits.ts';
import { listOutdated, type OperationId } from '#domain/operation-ids.ts';
import type { Store, UpdateOutcome } from '#domain/store.ts';
import type { VersionMatch } from '#domain/update.ts';
import { isIn } from '#dynamodb/conditions.ts';
import { decode } from '#dynamodb/decode.ts';
import { encode, type Item, operationEntry } from '#dynamodb/encode.ts';
import { erasedItem } from '#dynamodb/erased-item.ts';
import { type Conditional, conditional, translated } from '#dynamodb/errors.ts';
import { Expression } from '#dynamodb/expression.ts';
import { indexKeys, partitionKey } from '#dynamodb/keys.ts';
import { names } from '#dynamodb/names.ts';
import { updateExpression } from '#dynamodb/update-expression.ts';

/** How a store is made. */
export interface StoreOptions {
  readonly client: DynamoDBDocumentClient;
  readonly table: string;
  /** Under which ids become partition keys, so that an erased id stays taken without being kept. */
  readonly idKey: string;
  /** Epoch milliseconds: what is expired is not there. */
  readonly now: () => number;
}

/** How many of them one write removes: an expression has 4,096 bytes. */
const mostForgotten = 500;

/** Conversations in a DynamoDB table, one item each. */
export class DynamoDbStore implements Store {
  readonly #options: StoreOptions;

  constructor(options: StoreOptions) {
    this.#options = options;
  }

  async read(id: string): Promise<Conversation | undefined> {
    return this.#known(id, await this.#get(id));
  }

  async readStored(id: string): Promise<Conversation | undefined> {
    const item = await this.#get(id);
    return item && decode(item);
  }

  async create(conversation: Conversation): Promise<boolean> {
    const { met } = await this.#put(this.#item(conversation), 'attribute_not_exists(#pk) OR #ttl<=:now', {
      ExpressionAttributeNames: { '#pk': names.partitionKey, '#ttl': names.timeToLive },
      ExpressionAttributeValues: { ':now': toSeconds(conversation.startTime) },
    });
    return met;
  }

  async replace(next: Conversation, revision: number): Promise<UpdateOutcome> {
    const outcome = await this.#put(this.#item(next), '#revision[0]=:revision', {
      ExpressionAttributeNames: { '#revision': names.revision },
      ExpressionAttributeValues: { ':revision': revision },
    });
    if (outcome.met) return { applied: true, conversation: next };
    return { applied: false, conversation: await this.#known(next.id, outcome.item) };
  }

  async withdrawEnd({ id, revision, due }: Conversation): Promise<UpdateOutcome> {
    const { client, table } = this.#options;
    const expression = new Expression();
    const place = `${expression.name(names.revision)}[0]`;
    expression.require(`${place}=${expression.value(revision)}`);
    expression.set(place, `${place}+${expression.value(1)}`);
    expression.set(expression.name(names.due), expression.value(due));
    expression.remove(names.ending);
    const command = new UpdateCommand({
      TableName: table,
      Key: this.#key(id),
      ...expression.build(),
      ReturnValues: 'ALL_NEW',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    const outcome = await conditional(client.send(command));
    if (!outcome.met) return { applied: false, conversation: await this.#known(id, outcome.item) };
    return { applied: true, conversation: decoded(outcome.answer.Attributes) };
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
    await conditional(client.send(command));
  }

  async update(id: string, update: CountedUpdate): Promise<UpdateOutcome> {
    const { client, table } = this.#options;
    const command = new UpdateCommand({
      TableName: table,
      Key: this.#key(id),
      ...updateExpression(update),
      ReturnValues: 'ALL_NEW',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    const outcome = await conditional(client.send(command));
    if (!outcome.met) return { applied: false, conversation: await this.#known(id, outcome.item) };
    const conversation = decoded(outcome.answer.Attributes);
    const keys = listOutdated(conversation, update.operation.at);
    if (keys.length >= limits.outdatedOperations) await this.#forget(id, keys.slice(-mostForgotten), conversation);
    return { applied: true, conversation };
  }

  async erase(
    { id, revision, internalId }: Pick<Conversation, 'id' | 'revision' | 'internalId'>,
    operation: OperationId,
    versions: readonly VersionMatch[],
  ): Promise<UpdateOutcome<undefined>> {
    const now = toSeconds(operation.at);
    const stamp = [...operationEntry(now, ''), revision];
    const item = { ...erasedItem(this.itemKey(id), now, internalId), [names.operation(operation.key)]: stamp };
    const { ConditionExpression, ...placeholders } = erasable(internalId, versions).condition();
    const outcome = await this.#put(item, ConditionExpression, placeholders);
    if (outcome.met) return { applied: true, conversation: undefined };
    return { applied: false, conversation: await this.#known(id, outcome.item) };
  }

  itemKey(id: string): string {
    return partitionKey(this.#options.idKey, id);
  }

  async wasErasedBy(id: string, operation: OperationId): Promise<boolean> {
    const item = await this.#get(id);
    return item !== undefined && item.state === undefined && item[names.operation(operation.key)] !== undefined;
  }

  async noteErasedKeyRemoved(key: string): Promise<void> {
    const expression = new Expression();
    expression.require(`attribute_exists(${expression.name(names.erasedKey)})`);
    for (const name of [names.erasedKey, names.due, names.dueShard]) expression.remove(name);
    expression.set(expression.name(names.timeToLive), expression.name(names.expires));
    const { client, table } = this.#options;
    await conditional(client.send(new UpdateCommand({ TableName: table, Key: { pk: key }, ...expression.build() })));
  }

  /** The conversation in an item; an emulator that gives no item with a failed condition is asked again. */
  async #known(id: string, item: Item | undefined): Promise<Conversation | undefined> {
    const there = item ?? (await this.#get(id));
    const conversation = there && decode(there);
    const expired = conversation?.expires !== undefined && conversation.expires <= toSeconds(this.#options.now());
    return expired ? undefined : conversation;
  }

  async #get(id: string): Promise<Item | undefined> {
    const command = new GetCommand({ TableName: this.#options.table, Key: this.#key(id), ConsistentRead: true });
    return (await translated(this.#options.client.send(command))).Item;
  }

  #put(item: Item, condition: string, placeholders: Partial<PutCommandInput>): Promise<Conditional<unknown>> {
    const { client, table } = this.#options;
    const ReturnValuesOnConditionCheckFailure = 'ALL_OLD';
    const put = { TableName: table, Item: item, ConditionExpression: condition, ReturnValuesOnConditionCheckFailure };
    return conditional(client.send(new PutCommand({ ...put, ...placeholders } as PutCommandInput)));
  }

  /** Removes operation ids that have had their time, so that many blind writes do not let the item grow. */
  async #forget(id: string, keys: readonly string[], { revision, operations }: Conversation): Promise<void> {
    const expression = new Expression();
    for (const key of keys) expression.remove(names.operation(key));
    expression.set(expression.name(names.operationCount), expression.value(operations.size - keys.length));
    expression.require(`${expression.name(names.revision)}[0]=${expression.value(revision)}`);
    const command = new UpdateCommand({ TableName: this.#options.table, Key: this.#key(id), ...expression.build() });
    // The write before it has succeeded, whatever becomes of this: the next one tries again.
    await this.#options.client.send(command).catch(() => undefined);
  }

  #key(id: string): { readonly pk: string } {
    return { pk: this.itemKey(id) };
  }

  #item(conversation: Conversation): Item {
    const key = this.#key(conversation.id);
    return { ...encode(conversation), ...key, ...indexKeys(key.pk, conversation.startTime) };
  }
}

/** What an update has left. */
function decoded(item: Item = {}): Conversation {
  const conversation = decode(item);
  if (!conversation) throw new Error('what an update changed is a conversation');
  return conversation;
}

/**
 * What must hold of a conversation that is erased. Not its revision: others may write without a pause, and what they write
 * goes with it. But whoever erases it removes its data key, so that must be the one that was read.
 */
function erasable(internalId: string | undefined, versions: readonly VersionMatch[]): Expression {
  const expression = new Expression();
  expression.require(`attribute_exists(${expression.name('state')})`);
  const key = expression.name(names.internalId);
  if (internalId === undefined) expression.require(`attribute_not_exists(${key})`);
  else expression.require(`${key}=${expression.value(internalId)}`);
  for (const { oneOf } of versions) expression.require(isIn(expression, expression.name('version'), oneOf));
  return expression;
}
