import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { beforeAll, expect, test } from 'vitest';
import { nameTable } from '../../local/tables.ts';
import { useApi } from '../support/api.ts';
import type { Paths } from '../support/paths.ts';
import { itemOf } from './support.ts';

const api = useApi();

const patch = (id: string, webchat: object) =>
  api.call('PATCH', `/api/v2/webchat/channels/${id}`, { body: { settings: { webchat } } });

beforeAll(async () => {
  const body = { savedAttributes: ['tier', 'reason'], retentionDays: 30 };
  await api.ok('PUT', '/api/v2/settings/channels/voice', { body });
  await patch('hotline', { savedAttributes: ['reason', 'outcome'], retentionDays: 2 });
});

const data = { tier: 'gold', reason: 'order', outcome: 'sold' };
const make = (channelId?: string, more = {}) => api.make({ ...(channelId && { channelId }), data, ...more });
const end = (made: Paths) => api.ok('PATCH', made.conversation, { body: { state: 'wrapup' } });
const exported = async ({ conversation }: Paths) =>
  JSON.parse((await api.ok('GET', `${conversation}/export`)).text) as {
    readonly [name: string]: unknown;
    readonly endTime: string;
    readonly expires: string;
  };
const days = ({ endTime, expires }: { readonly endTime: string; readonly expires: string }) =>
  Math.round((Date.parse(expires) - Date.parse(endTime)) / 86_400_000);

test('the list and the retention of its channel come before those of its type, and export and history say whose list it was', async () => {
  const [own, other] = [await make('hotline'), await make('elsewhere')];
  await Promise.all([end(own), end(other)]);
  const kept = await exported(own);
  expect(kept).toMatchObject({
    ...{ channelId: 'hotline', savedBy: 'channel', savedNames: ['reason', 'outcome'] },
    saved: { reason: 'order', outcome: 'sold' },
  });
  expect(days(kept)).toBe(2);
  const usual = await exported(other);
  expect(usual).toMatchObject({ savedBy: 'type', saved: { tier: 'gold', reason: 'order' } });
  expect(days(usual)).toBe(30);
  expect(await exported(await make('hotline'))).not.toHaveProperty('savedBy');
  const history = async ({ conversation }: Paths) => (await api.ok('GET', `${conversation}/history`)).body;
  expect(await history(own)).toMatchObject({ savedBy: 'channel', data: { reason: 'order', outcome: 'sold' } });
  expect(await history(other)).toMatchObject({ savedBy: 'type', data: { tier: 'gold', reason: 'order' } });
});

test('the list at wrap-up counts, and a change after it does not', async () => {
  await patch('late', { savedAttributes: ['tier'] });
  const made = await make('late');
  await patch('late', { savedAttributes: ['outcome'] });
  await end(made);
  await patch('late', { savedAttributes: null });
  await api.ok('PATCH', made.conversation, { body: { state: 'handled' } });
  expect(await exported(made)).toMatchObject({ savedBy: 'channel', saved: { outcome: 'sold' } });
  const contact = { contact_id: made.id, data: { outcome: 'returned' } };
  await api.ok('POST', '/RI/cmi/contactData', { body: contact });
  const unlisted = { body: { ...contact, data: { tier: 'gold' } } };
  expect((await api.call('POST', '/RI/cmi/contactData', unlisted)).status).toBe(422);
  const next = await make('late');
  await end(next);
  expect(await exported(next)).toMatchObject({ savedBy: 'type', saved: { tier: 'gold', reason: 'order' } });
});

test("a channel's empty list keeps nothing, and a task keeps nothing whatever its channel says", async () => {
  await patch('silent', { savedAttributes: [] });
  const [silent, task] = [await make('silent'), await make('hotline', { type: 'task' })];
  await Promise.all([end(silent), end(task)]);
  for (const made of [silent, task]) expect(await exported(made)).toMatchObject({ saved: {}, savedNames: [] });
});

test('a list that breaks a rule is refused, and names why', async () => {
  expect((await patch('any', { savedAttributes: ['tier', 'tier'] })).status).toBe(422);
  expect((await patch('any', { savedAttributes: [' '] })).status).toBe(400);
  expect((await patch('any', { retentionDays: 0 })).status).toBe(400);
  expect((await patch('any', { retentionDays: 4000 })).status).toBe(422);
});

test('an item that was kept before channels had lists is read as kept by its type', async () => {
  const made = await make('hotline');
  await end(made);
  const item = await itemOf(made.id);
  const client = new DynamoDBClient({});
  await client.send(
    new UpdateItemCommand({
      TableName: nameTable('conversations'),
      Key: { pk: item?.pk ?? { S: '' } },
      UpdateExpression: 'REMOVE savedBy',
    }),
  );
  client.destroy();
  expect(await exported(made)).toMatchObject({ savedBy: 'type', savedNames: ['reason', 'outcome'] });
  await api.ok('PATCH', made.conversation, { body: { state: 'handled' } });
  expect(await exported(made)).toMatchObject({ savedBy: 'type', saved: { reason: 'order' } });
});
