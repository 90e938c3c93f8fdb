import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Table } from '#tables';
import { ConversationAttributes } from '../../clients/typescript/src/index.ts';
import { createTables } from '../../local/tables.ts';
import { takeBlock } from '../docs/markdown.ts';
import { startShell } from '../support/shell.ts';

const endpoint = process.env.AWS_ENDPOINT_URL_DYNAMODB;

/** Starts the local server by lines of the page. @returns what it holds of a call that it is given */
async function callBy(lines: string, store: string) {
  const env = { PORT: '0', DATA_DIR: 'memory', AWS_ENDPOINT_URL_DYNAMODB: store };
  const { found, stop } = await startShell(lines, /^Conversation Attributes on (\S+)$/m, { env });
  onTestFinished(stop);
  const [baseUrl = ''] = found;
  const api = new ConversationAttributes({ baseUrl, clientId: 'local', clientSecret: 'local-secret' });
  const { id } = await api.createConversation({ type: 'voice', participants: [{ purpose: 'customer' }] });
  await api.conversation(id).flow('ivr').flush({ tier: 'gold' });
  return (await api.conversation(id).participant('customer').attributes()).attributes;
}

describe.skipIf(endpoint === undefined)('with DynamoDB Local', () => {
  test('tables are created by several processes at once, with their time to live', async () => {
    const client = new DynamoDBClient({
      region: 'local',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    onTestFinished(() => client.destroy());
    const table: Table = { partitionKey: { name: 'pk', type: 'S' }, indexes: {}, timeToLive: 'expires' };
    for (const attempt of [1, 2, 3, 4]) {
      const made = { [`raced-${attempt}`]: table };
      await Promise.all(Array.from({ length: 8 }, () => createTables(client, made)));
    }
  });

  test('the page starts the server over one that is started for it', async () => {
    const lines = takeBlock('docs/local.md', 'npm run dynamodb-local -- npm start');
    expect(await callBy(lines, '')).toEqual({ tier: 'gold' });
  });

  test('the page starts the server over one that runs already', async () => {
    const lines = takeBlock('docs/local.md', 'AWS_ENDPOINT_URL_DYNAMODB=http://127.0.0.1:8000');
    expect(await callBy(lines.replace('http://127.0.0.1:8000', endpoint ?? ''), '')).toEqual({ tier: 'gold' });
  });
});
