import { marshall } from '@aws-sdk/util-dynamodb';
import { beforeAll, expect, test } from 'vitest';
import type { handler as Handler } from '../../lambdas/events/publish-events.ts';
import { useApi } from '../support/api.ts';
import { useBus } from './bus.ts';

// Its store has the definitions of names.
const api = useApi();
const bus = useBus(['tier']);
let handler: typeof Handler;
beforeAll(async () => {
  ({ handler } = await import('../../lambdas/events/publish-events.ts'));
});

/** An image as Lambda hands it over: bytes are texts. */
function image(id: string, revision: number, more: object = {}) {
  const item = {
    ...{ pk: `key of ${id}`, id, type: 'voice', state: 'active', startTime: 1_800_000_000_000, due: 1, bytes: 1 },
    ...{ version: revision, revision: [revision], writer: ['patch-conversation', 'crm', ''], ...more },
  };
  const bytes = (_: string, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value;
  return JSON.parse(JSON.stringify(marshall(item), bytes));
}

function record(position: string, before: object | undefined, after: object | undefined) {
  const images = { ...(before && { OldImage: before as never }), ...(after && { NewImage: after as never }) };
  return { dynamodb: { SequenceNumber: position, ApproximateCreationDateTime: 1_800_000_001, ...images } };
}

test('tells a write on the bus, with listed values alone, and nothing of what is pending or sealed', async () => {
  const hidden = { 'w/ivr//note': ['"canary"', 1], 's/pin': Buffer.from('canary'), 'd/note': '"canary"' };
  const before = image('call-1', 1, { 'd/tier': '"silver"' });
  const after = image('call-1', 2, { 'd/tier': '"gold"', ...hidden, securedVersion: 1 });
  expect(await handler({ Records: [record('1', before, after)] })).toEqual({ batchItemFailures: [] });
  const [changed, secured] = bus.events;
  expect(bus.taken[0]).toMatchObject({ EventBusName: 'trial', Source: 'trial', DetailType: 'attributes.changed.v1' });
  expect(changed).toMatchObject({
    ...{ id: 'call-1:1800000000000:2:1', subject: 'call-1', time: '2027-01-15T08:00:01.000Z' },
    data: {
      ...{ set: ['tier', 'note'], values: { tier: 'gold' } },
      by: { operation: 'patch-conversation', clientId: 'crm' },
    },
  });
  expect(secured?.data).toMatchObject({ set: ['pin'], removed: [] });
  expect(JSON.stringify(bus.taken)).not.toMatch(/canary|Y2FuYXJ5/);
});

test('names the first write of a conversation that the bus does not take, and tells the others', async () => {
  bus.refuses = (detail) => detail.includes('call-1');
  const pair = (id: string, position: string, at: number) =>
    record(position, image(id, at, { 'd/n': `${at}` }), image(id, at + 1, { 'd/n': `${at + 1}` }));
  const records = [pair('call-1', '10', 1), pair('call-2', '11', 1), pair('call-1', '12', 2), pair('call-2', '13', 2)];
  expect(await handler({ Records: records })).toEqual({ batchItemFailures: [{ itemIdentifier: '10' }] });
  expect(bus.events.map(({ id }) => id)).toEqual(['call-2:1800000000000:2:1', 'call-2:1800000000000:3:1']);
});

test('names a write that it can not read, tells the others, and logs nothing that is in it', async () => {
  const broken = {
    ...image('call-3', 2),
    executions: { S: 'canary' },
    'p/x': { NULL: true },
    revision: { N: 'canary' },
  };
  const good = record('21', undefined, image('call-4', 1));
  const answer = await handler({ Records: [record('20', image('call-3', 1), broken), good] });
  expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: '20' }] });
  expect(bus.taken.map(({ DetailType }) => DetailType)).toEqual(['conversation.started.v1']);
  expect(api.logs.join('\n')).toContain('a write could not be read');
  expect(api.logs.join('\n')).not.toContain('canary');
});
