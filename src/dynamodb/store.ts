import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  type PutCommandInput,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { Conversation } from '#domain/conversation.ts';
import { keyedHash } from '#domain/keys.ts';
import { limits } from '#domain/limits.ts';
import type { Store, UpdateOutcome } from '#domain/store.ts';
import { type FittedUpdate, type OperationId, outdated } from '#domain/update.ts';
import { decode } from '#dynamodb/decode.ts';
import { encode, type Item, operationEntry } from '#dynamodb/encode.ts';
import { conditional, translated } from '#dynamodb/errors.ts';
import { Expression } from '#dynamodb/expression.ts';
import { names } from '#dynamodb/names.ts';
import { updateExpression } from '#dynamodb/update-expression.ts';

/** How a store is made. */
export interface StoreOptions {
  readonly client: DynamoDBDocumentClient;
  readonly table: string;
  /** Under which ids become partition keys, so that an erased id stays taken without being kept. */
  readonly idKey: string;
}

/** Operation ids on a conversation at which those that have had their time are removed by a write of their own. */
const tooManyOperations = 2 * limits.operations;

/** Conversations in a DynamoDB table, one item each. */
export class DynamoDbStore implements Store {
  readonly #options: StoreOptions;

  constructor(options: StoreOptions) {
    this.#options = options;
  }

  async read(id: string): Promise<Conversation | undefined> {
    const item = await this.#get(id);
    return item && decode(item);
  }

  create(conversation: Conversation): Promise<boolean> {
    const now = epochSeconds(conversation.startTime);
    const item = { ...encode(conversation), ...this.#key(conversation.id) };
    return this.#put(item, 'attribute_not_exists(#pk) OR #until<:now', {
      ExpressionAttributeNames: { '#pk': names.partitionKey, '#until': names.erasedUntil },
      ExpressionAttributeValues: { ':now': now },
    });
  }

  async update(id: string, update: FittedUpdate): Promise<UpdateOutcome> {
    const { client, table } = this.#options;
    const command = new UpdateCommand({
      TableName: table,
      Key: this.#key(id),
      ...updateExpression(update),
      ReturnValues: 'ALL_NEW',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    const outcome = await conditional(client.send(command));
    if (!outcome.met) {
      const item = outcome.item ?? (await this.#get(id));
      return { applied: false, conversation: item && decode(item) };
    }
    const conversation = decode(outcome.answer.Attributes ?? {});
    if (!conversation) throw new Error('what an update changed is a conversation');
    if (conversation.operations.size > tooManyOperations) await this.#forget(conversation, update.operation.at);
    return { applied: true, conversation };
  }

  async erase(id: string, operation: OperationId): Promise<boolean> {
    const now = epochSeconds(operation.at);
    const until = now + limits.erasedSeconds;
    const kept = names.operation(operation.key);
    const stamp = [...operationEntry(now, operation.fingerprint), 0];
    const item = { ...this.#key(id), [names.erasedUntil]: until, [names.expires]: until, [kept]: stamp };
    const erased = await this.#put(item, 'attribute_exists(#state)', {
      ExpressionAttributeNames: { '#state': 'state' },
    });
    return erased || (await this.#get(id))?.[kept] !== undefined;
  }

  async #get(id: string): Promise<Item | undefined> {
    const command = new GetCommand({ TableName: this.#options.table, Key: this.#key(id), ConsistentRead: true });
    return (await translated(this.#options.client.send(command))).Item;
  }

  async #put(item: Item, condition: string, placeholders: Partial<PutCommandInput>): Promise<boolean> {
    const { client, table } = this.#options;
    const command = new PutCommand({ TableName: table, Item: item, ConditionExpression: condition, ...placeholders });
    return (await conditional(client.send(command))).met;
  }

  /** Removes operation ids that have had their time, so that many blind writes do not let the item grow. */
  async #forget(conversation: Conversation, now: number): Promise<void> {
    const expression = new Expression();
    for (const key of outdated(conversation, now)) expression.remove(names.operation(key));
    expression.require(`attribute_exists(${expression.name('state')})`);
    const { ExpressionAttributeValues: _none, ...parameters } = expression.build();
    const command = new UpdateCommand({
      TableName: this.#options.table,
      Key: this.#key(conversation.id),
      ...parameters,
    });
    // The write before it has succeeded, whatever becomes of this: the next one tries again.
    await this.#options.client.send(command).catch(() => undefined);
  }

  #key(id: string): { readonly pk: string } {
    return { pk: keyedHash(this.#options.idKey, 'conversation', id).toString('base64url') };
  }
}

function epochSeconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000);
}
