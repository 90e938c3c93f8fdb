import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { limits } from '#domain/limits.ts';
import { toSeconds } from '#domain/time.ts';
import { DataKeyRemoved, type DataKeyRemover } from '#domain/vault.ts';
import { catchFailedCondition, translateErrors } from '#dynamodb/errors.ts';

/** A data key as KMS wrapped it. */
export interface WrappedKey {
  readonly wrapped: Uint8Array;
  /** ARN of the KMS key that wraps it; the rows of version 0.1.0 do not say. */
  readonly kmsKey?: string;
}

/**
 * Wrapped data keys in a table of their own: one row for each conversation that has secured attributes, by its
 * internal id. The row of a removed key is kept as a mark, until no late creation can come any more.
 */
export class DynamoDbDataKeys implements DataKeyRemover {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  /** The wrapped key, or undefined when there never was one. @throws DataKeyRemoved */
  async read(internalId: string): Promise<WrappedKey | undefined> {
    const command = new GetCommand({ TableName: this.#table, Key: { internalId }, ConsistentRead: true });
    const { Item } = await translateErrors(this.#client.send(command));
    if (Item?.shredded) throw new DataKeyRemoved();
    return Item as WrappedKey | undefined;
  }

  /** Keeps a wrapped key unless there is one, or was. Answers whether it is kept. */
  async create(internalId: string, key: WrappedKey): Promise<boolean> {
    const command = new PutCommand({
      TableName: this.#table,
      Item: { internalId, ...key },
      ConditionExpression: 'attribute_not_exists(internalId)',
    });
    return (await catchFailedCondition(this.#client.send(command))).met;
  }

  async shred(internalId: string, now: number): Promise<void> {
    const row = { internalId, shredded: true, expires: toSeconds(now) + limits.shreddedSeconds };
    await translateErrors(this.#client.send(new PutCommand({ TableName: this.#table, Item: row })));
  }
}
