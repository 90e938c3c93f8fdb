import { marshall } from '@aws-sdk/util-dynamodb';
import { beforeAll, expect, test } from 'vitest';
import type { CloudEvent } from '#contract/events.ts';
import type { handler as Handler } from '../../lambdas/events/publish-events.ts';
import { recordWrites, type WriteRecord } from '../../local/records.ts';
import { nameTable } from '../../local/tables.ts';
import { useApi } from '../support/api.ts';
import { toStreamRecord, useBus } from './bus.ts';

const listed = ['tier', 'card', 'email', 'pin', 'old_name', 'open_alias'];
const api = useApi({ events: true, eventValues: listed });
const bus = useBus(listed);
const records: WriteRecord[] = [];
let handler: typeof Handler;

beforeAll(async () => {
  ({ handler } = await import('../../lambdas/events/publish-events.ts'));
  const { documentClient } = await import('../../lambdas/http/wiring/document-client.ts');
  recordWrites(documentClient, nameTable('conversations'), (record) => {
    records.push(record);
  });
});

const define = (name: string, body: object) => api.ok('PUT', `/api/v2/settings/attributes/${name}`, { body });

/** What is told of some work: by the local server, and by the function from the same writes. */
async function toldOf(work: () => Promise<unknown>): Promise<readonly (readonly CloudEvent[])[]> {
  const local: CloudEvent[] = [];
  const stop = api.local.listen((event) => local.push(event));
  records.length = 0;
  await work();
  stop();
  expect(await handler({ Records: records.map(toStreamRecord) })).toEqual({ batchItemFailures: [] });
  return [local, bus.events];
}

const canary = 'canary-51c2';
const data = {
  tier: 'gold',
  card: `card ${canary}`,
  email: `${canary}@example.com`,
  pin: canary,
  old_name: canary,
  open_alias: 'open',
};

test('the value of a listed name that only some may read, or that is secured, is in no event; its name is', async () => {
  const made = await api.make();
  const { conversation } = made;
  // Before there are rules for them: what is there stays when a name is defined.
  await api.ok('PATCH', conversation, { body: { data: { ...data, pin: `${canary}-first` } } });
  await define('card', { readers: { clients: ['payments'] } });
  await define('email', { readers: {}, mask: 'email' });
  await define('pin', { secured: true });
  await define('newName', { readers: { scopes: ['x'] }, aliases: ['old_name'] });
  await define('openName', { aliases: ['open_alias'] });
  await api.ok('PUT', '/api/v2/settings/channels/voice', {
    body: { savedAttributes: Object.keys(data), retentionDays: 1 },
  });
  const told = await toldOf(async () => {
    const { pin: _, old_name, open_alias, ...rest } = data;
    const next = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, `${value}!`]));
    await api.ok('PATCH', conversation, { body: { data: { ...next, old_name: `${old_name}!`, open_alias } } });
    await api.ok('PATCH', conversation, { body: { state: 'handled' } });
  });
  for (const events of told) {
    const [changed, , saved] = events;
    expect(changed?.data).toMatchObject({
      set: expect.arrayContaining(['tier', 'card', 'email', 'newName', 'openName']),
      values: { tier: 'gold!', openName: 'open' },
    });
    expect(saved).toMatchObject({ type: 'saved-data.changed.v1', data: { values: { tier: 'gold!' } } });
    expect(JSON.stringify(saved)).toContain('"card"');
    expect(JSON.stringify(events)).not.toContain(canary);
  }
  expect(JSON.stringify(records)).toContain(canary);
});

test('a definition counts for the next event that the server tells, and a removal gives the value back', async () => {
  const { conversation } = await api.make();
  const values = async (tier: string) => {
    const [[local] = []] = await toldOf(() => api.ok('PATCH', conversation, { body: { data: { tier } } }));
    return local?.data && 'values' in local.data ? local.data.values : undefined;
  };
  await define('tier', { readers: {} });
  expect(await values('a')).toEqual({});
  await api.ok('DELETE', '/api/v2/settings/attributes/tier');
  expect(await values('b')).toEqual({ tier: 'b' });
});

test('without rules to be read nothing is told, and everything comes again', async () => {
  const { documentClient } = await import('../../lambdas/http/wiring/document-client.ts');
  const { rules } = await import('../../lambdas/http/wiring/rules.ts');
  rules.forget();
  documentClient.middlewareStack.add(
    () => async () => {
      throw new Error('the table can not be read');
    },
    { step: 'initialize', name: 'broken' },
  );
  const item = marshall({ pk: 'x', id: 'call-1', type: 'voice', state: 'active', revision: [1], version: 1 });
  const record = { dynamodb: { SequenceNumber: '1', ApproximateCreationDateTime: 1, NewImage: item } };
  try {
    await expect(handler({ Records: [record] })).rejects.toThrow();
  } finally {
    documentClient.middlewareStack.remove('broken');
    rules.forget();
  }
  expect(bus.taken).toEqual([]);
});
