import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient, GetCommand, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { TableName } from '#contract/contract.ts';
import { makePartitionKey } from '#dynamodb/item-keys.ts';
import { nameTable } from '../../../local/tables.ts';

/** An item of a table. */
export type RawItem = Record<string, unknown>;

/** The tables as somebody sees and changes them who has access to DynamoDB, but not to KMS. */
export interface Raw {
  /** The item of a conversation. @throws Error when there is none */
  conversation(id: string): Promise<RawItem>;
  /** The row of a data key; undefined when there is none. */
  dataKey(internalId: unknown): Promise<RawItem | undefined>;
  /** Puts an item into a table, whatever is there. */
  put(table: TableName, item: RawItem): Promise<void>;
  /** Removes a row of a data key, as a restore of one table may. */
  loseDataKey(internalId: unknown): Promise<void>;
  /** Every item of a table. */
  all(table: TableName): Promise<readonly RawItem[]>;
}

/** Looks into the tables of the running server, whose environment says where they are. */
export function openRaw(): Raw {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
  const get = async (table: TableName, Key: RawItem) =>
    (await client.send(new GetCommand({ TableName: nameTable(table), Key, ConsistentRead: true }))).Item;
  return {
    conversation: async (id) => {
      const item = await get('conversations', { pk: makePartitionKey(process.env.ID_KEY ?? '', id) });
      if (!item) throw new Error(`There is no item of conversation "${id}"`);
      return item;
    },
    dataKey: (internalId) => get('dataKeys', { internalId }),
    put: async (table, Item) => {
      await client.send(new PutCommand({ TableName: nameTable(table), Item }));
    },
    loseDataKey: async (internalId) => {
      await client.send(new DeleteCommand({ TableName: nameTable('dataKeys'), Key: { internalId } }));
    },
    all: async (table) => (await client.send(new ScanCommand({ TableName: nameTable(table) }))).Items ?? [],
  };
}
