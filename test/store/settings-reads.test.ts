import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { expect, test } from 'vitest';
import { DynamoDbSettingsStore } from '#dynamodb/settings-store.ts';

test('settings are read as every write acknowledged before has left them', async () => {
  const inputs: object[] = [];
  const client = {
    send: async ({ input }: { readonly input: object }) => {
      inputs.push(input);
      return {};
    },
  };
  const settings = new DynamoDbSettingsStore(client as unknown as DynamoDBDocumentClient, 'settings');
  await settings.readChannelType('voice');
  await settings.readWebChannel('site');
  await settings.channelType('voice').read();
  await settings.webChannel('site').read();
  expect(inputs).toMatchObject(Array(4).fill({ ConsistentRead: true }));
  const [type, channel, ...rows] = inputs;
  expect([type, channel], 'operation ids are left unread but by writes').toMatchObject([
    { ProjectionExpression: '#savedAttributes,#retentionDays,#activeMaxSeconds,#revision' },
    { ProjectionExpression: '#type,#allowed,#required,#savedAttributes,#retentionDays,#revision' },
  ]);
  for (const row of rows) expect(row).not.toHaveProperty('ProjectionExpression');
});
