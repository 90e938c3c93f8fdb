import { randomUUID } from 'node:crypto';
import { DeleteTableCommand, DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll } from 'vitest';
import { DynamoDbConversationStore, type StoreOptions } from '#dynamodb/conversation-store.ts';
import { type Table, tables } from '#tables';
import { startDynamoDb } from '../../local/dynamodb.ts';
import { createTables, nameTable } from '../../local/tables.ts';

/** A table of conversations for the tests of a file. */
export interface TestTable {
  readonly client: DynamoDBDocumentClient;
  readonly name: string;
  /** A store over it. @param now epoch milliseconds. @default the clock */
  store(now?: () => number): DynamoDbConversationStore;
  /** How every adapter reaches it. */
  options(now?: () => number): StoreOptions;
}

/**
 * Makes a table under a random name, and removes it after the tests of a file: at the end point that
 * `AWS_ENDPOINT_URL_DYNAMODB` or `AWS_ENDPOINT_URL` names, else in an embedded dynalite.
 *
 * @param definition of the table. @default that of conversations
 */
export function useTable(definition: Table = tables.conversations): TestTable {
  const key = `test-${randomUUID()}`;
  const name = nameTable(key);
  let client: DynamoDBDocumentClient;
  const undo: (() => Promise<unknown>)[] = [];
  beforeAll(async () => {
    const named = process.env.AWS_ENDPOINT_URL_DYNAMODB || process.env.AWS_ENDPOINT_URL;
    const embedded = named ? undefined : await startDynamoDb('memory');
    if (embedded) undo.push(embedded.close);
    const plain = new DynamoDBClient(clientConfig(named || embedded?.endpoint || ''));
    undo.push(async () => plain.destroy());
    client = DynamoDBDocumentClient.from(plain);
    await createTables(plain, { [key]: definition });
    undo.push(() => plain.send(new DeleteTableCommand({ TableName: name })));
  });
  afterAll(async () => {
    for (const step of undo.reverse()) await step();
  });
  const options = (now = Date.now) => ({ client, table: name, idKey: 'k'.repeat(43), now });
  return {
    get client() {
      return client;
    },
    name,
    options,
    store: (now) => new DynamoDbConversationStore(options(now)),
  };
}

/** Emulators take any credentials, but need some. */
function clientConfig(endpoint: string): DynamoDBClientConfig {
  const { AWS_REGION = 'us-east-1', AWS_ACCESS_KEY_ID, AWS_PROFILE } = process.env;
  const own = AWS_ACCESS_KEY_ID || AWS_PROFILE;
  return {
    endpoint,
    region: AWS_REGION,
    ...(!own && { credentials: { accessKeyId: 'local', secretAccessKey: 'local' } }),
  };
}
