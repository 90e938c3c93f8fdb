import { setTimeout as sleep } from 'node:timers/promises';
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  ResourceInUseException,
  ResourceNotFoundException,
  type TableDescription,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import type { Table } from '#tables';
import { StartError } from './config.ts';

/** How long a table may take to become active, in milliseconds. */
const patience = 30_000;

/** The name that a table of `#tables` has in DynamoDB. */
export function nameTable(table: string): string {
  return `conversation-attributes-${table}`;
}

/**
 * Creates the tables that are not there yet, with their indexes, on demand, and waits until all are active. Time to live is switched
 * on where the endpoint has it (dynalite has not). Works on any DynamoDB and may run twice, or in two processes, at once.
 * @throws StartError when a table of that name lacks an index, or is not active after 30 seconds.
 */
export async function createTables(client: DynamoDBClient, tables: Readonly<Record<string, Table>>): Promise<void> {
  await Promise.all(Object.entries(tables).map(([name, table]) => createTable(client, nameTable(name), table)));
}

async function createTable(client: DynamoDBClient, name: string, table: Table): Promise<void> {
  if ((await describe(client, name)) === undefined) {
    try {
      await client.send(new CreateTableCommand(defineTable(name, table)));
    } catch (error) {
      // Another process was first.
      if (!(error instanceof ResourceInUseException)) throw error;
    }
  }
  const description = await waitUntilActive(client, name);
  const indexes = new Set(description.GlobalSecondaryIndexes?.map((index) => index.IndexName));
  const needed = Object.entries(table.indexes).filter(([, { isNew }]) => !isNew);
  const missing = needed.map(([index]) => index).filter((index) => !indexes.has(index));
  if (missing.length > 0) {
    throw new StartError(
      `The table ${name} lacks the index ${missing.join(', ')}: another version made it. Delete it (locally: DATA_DIR).`,
    );
  }
  if (table.timeToLive !== undefined) await enableTimeToLive(client, name, table.timeToLive);
}

/** The request that creates a table. */
function defineTable(name: string, table: Table): CreateTableCommandInput {
  const indexes = Object.entries(table.indexes);
  const keys = [table, ...Object.values(table.indexes)].flatMap((owner) =>
    [owner.partitionKey, owner.sortKey ?? []].flat(),
  );
  const types = new Map(keys.map((key) => [key.name, key.type]));
  return {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: defineKeys(table),
    AttributeDefinitions: [...types].map(([AttributeName, AttributeType]) => ({ AttributeName, AttributeType })),
    ...(indexes.length > 0 && {
      GlobalSecondaryIndexes: indexes.map(([IndexName, index]) => ({
        IndexName,
        KeySchema: defineKeys(index),
        Projection:
          index.projection === 'KEYS_ONLY'
            ? { ProjectionType: 'KEYS_ONLY' }
            : { ProjectionType: 'INCLUDE', NonKeyAttributes: [...index.projection] },
      })),
    }),
  };
}

function defineKeys({ partitionKey, sortKey }: Pick<Table, 'partitionKey' | 'sortKey'>) {
  return [
    { AttributeName: partitionKey.name, KeyType: 'HASH' as const },
    ...(sortKey ? [{ AttributeName: sortKey.name, KeyType: 'RANGE' as const }] : []),
  ];
}

async function describe(client: DynamoDBClient, name: string): Promise<TableDescription | undefined> {
  try {
    return (await client.send(new DescribeTableCommand({ TableName: name }))).Table;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

async function waitUntilActive(client: DynamoDBClient, name: string): Promise<TableDescription> {
  const until = Date.now() + patience;
  for (let pause = 2; Date.now() < until; pause = Math.min(pause * 2, 500)) {
    const table = await describe(client, name);
    const indexesActive = table?.GlobalSecondaryIndexes?.every((index) => index.IndexStatus === 'ACTIVE') ?? true;
    if (table?.TableStatus === 'ACTIVE' && indexesActive) return table;
    await sleep(pause);
  }
  throw new StartError(
    `The table ${name} is not active after ${patience / 1000} seconds. Delete it (locally: DATA_DIR).`,
  );
}

async function enableTimeToLive(client: DynamoDBClient, name: string, attribute: string): Promise<void> {
  try {
    // DynamoDB refuses to switch on what is on.
    if (await hasTimeToLive(client, name)) return;
    const TimeToLiveSpecification = { AttributeName: attribute, Enabled: true };
    await client.send(new UpdateTimeToLiveCommand({ TableName: name, TimeToLiveSpecification }));
  } catch (error) {
    if (error instanceof Error && error.name === 'UnknownOperationException') return;
    // Another process was first.
    if (!(await hasTimeToLive(client, name))) throw error;
  }
}

async function hasTimeToLive(client: DynamoDBClient, name: string): Promise<boolean> {
  const { TimeToLiveDescription: current } = await client.send(new DescribeTimeToLiveCommand({ TableName: name }));
  return current?.TimeToLiveStatus === 'ENABLED' || current?.TimeToLiveStatus === 'ENABLING';
}
