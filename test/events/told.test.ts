import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type CloudEvent, nameEventType } from '#contract/events.ts';
import type { EventType } from '#domain/events.ts';
import { buildEventSchemas } from '../../tools/events/schemas.ts';
import { takeBlock } from '../docs/markdown.ts';
import { useApi } from '../support/api.ts';
import type { Paths } from '../support/paths.ts';
import { everythingStored } from '../support/stored.ts';

const api = useApi({ events: true, eventValues: ['tier', 'listed'] });
const told: CloudEvent[] = [];
let made: Paths;

beforeAll(() => {
  api.local.listen((event) => told.push(event));
});
beforeEach(async () => {
  made = await api.make({ data: { tier: 'silver', other: 'x' } });
  told.length = 0;
});

/** The type of an event without its version, and its own data. */
function own({ type, data }: CloudEvent): object {
  const { conversationId: _c, conversationType: _t, revision: _r, part: _p, parts: _s, by: _b, ...rest } = data;
  const { previousVersion: _pv, version: _v, previousSecuredVersion: _ps, securedVersion: _sv, ...said } = rest;
  return { [type.replace(/\.v1$/, '')]: said };
}

/** What is told of some work. */
async function during(work: () => Promise<unknown>): Promise<readonly CloudEvent[]> {
  told.length = 0;
  await work();
  return [...told];
}

const patch = (path: string, body: object) => () => api.ok('PATCH', path, { body });
const post =
  (path: string, body: object = {}) =>
  () =>
    api.ok('POST', path, { body });

describe('what happens to a conversation is told:', () => {
  test('its beginning, with who is in it and what they bring', async () => {
    const participants = [{ purpose: 'customer', attributes: { tier: 'gold', note: 'private' } }];
    const body = { id: `call-${Date.now()}`, type: 'voice', queueId: 'sales', participants, data: { listed: [1.5] } };
    const events = await during(post('/api/v2/conversations', body));
    const head = { conversationId: body.id, conversationType: 'voice', revision: 1, parts: 4 };
    const versions = { previousVersion: 0, version: 1, previousSecuredVersion: 0, securedVersion: 0 };
    expect(events[0]).toMatchObject({
      ...{ specversion: '1.0', source: 'local', subject: body.id, type: 'conversation.started.v1' },
      data: { ...head, ...versions, part: 1, queueId: 'sales' },
    });
    expect(events.map(own)).toEqual([
      { 'conversation.started': { queueId: 'sales' } },
      { 'participant.joined': { participantId: 'customer-1', participantVersion: 1, purpose: 'customer' } },
      { 'attributes.changed': { set: ['listed'], removed: [], values: { listed: [1.5] } } },
      {
        'attributes.changed': {
          ...{ participantId: 'customer-1', participantVersion: 1 },
          ...{ set: ['tier', 'note'], removed: [], values: { tier: 'gold' } },
        },
      },
    ]);
  });

  test('a patch: names, the values of those on the list alone, and what was removed', async () => {
    const events = await during(patch(made.conversation, { data: { tier: 'gold', other: null, more: 1 } }));
    const changed = { set: ['tier', 'more'], removed: ['other'], values: { tier: 'gold' } };
    expect(events.map(own)).toEqual([{ 'attributes.changed': changed }]);
  });

  test('a patch that writes what was there before: by its version, without names', async () => {
    const events = await during(patch(made.conversation, { data: { tier: 'silver' } }));
    expect(events.map(own)).toEqual([{ 'attributes.changed': { set: [], removed: [], values: {} } }]);
    expect(events[0]?.data).toMatchObject({ previousVersion: 1, version: 2 });
  });

  test('nothing of a set; its flush, with the execution', async () => {
    expect(await during(post(made.flow('ivr-with-a-long-id'), { attributes: { tier: 'gold' } }))).toEqual([]);
    const events = await during(post(made.flush('ivr-with-a-long-id')));
    expect(events.map(own)).toEqual([
      {
        'attributes.changed': {
          ...{ participantId: 'customer-1', participantVersion: 2 },
          ...{ set: ['tier'], removed: [], values: { tier: 'gold' } },
        },
      },
      { 'flow.flushed': { flowExecutionId: 'ivr-with-a-long-id' } },
    ]);
    const by = { operation: 'flush-attributes', clientId: 'local', flowExecutionId: 'ivr-with-a-long-id' };
    expect(events.map(({ data }) => [data.revision, data.by])).toEqual([
      [3, by],
      [3, by],
    ]);
  });

  test('who joins and who leaves', async () => {
    const events = await during(async () => {
      await api.ok('POST', made.participants, { body: { purpose: 'agent' } });
      await api.ok('DELETE', `${made.participants}/agent`);
    });
    const agent = { participantId: 'agent-1', purpose: 'agent' };
    expect(events.map(own)).toEqual([
      { 'participant.joined': { ...agent, participantVersion: 1 } },
      { 'participant.left': { ...agent, participantVersion: 2 } },
    ]);
    expect(events.map(({ data }) => data.by?.operation)).toEqual(['add-participant', 'remove-participant']);
  });

  test('a move to another call queue, and to none', async () => {
    const events = await during(async () => {
      await api.ok('PATCH', made.conversation, { body: { queueId: 'sales' } });
      await api.ok('PATCH', made.conversation, { body: { queueId: null } });
    });
    expect(events.map(own)).toEqual([
      { 'conversation.queue-changed': { queueId: 'sales', previousQueueId: null } },
      { 'conversation.queue-changed': { queueId: null, previousQueueId: 'sales' } },
    ]);
  });

  test('secured attributes: by their names, whatever is on the list', async () => {
    const secured = `${made.conversation}/secureattributes`;
    const events = await during(async () => {
      await api.ok('PATCH', secured, { body: { attributes: { listed: '4111', pin: '99' } } });
      await api.ok('PATCH', secured, { body: { attributes: { listed: null } } });
    });
    expect(events.map(own)).toEqual([
      { 'secured-attributes.changed': { set: ['listed', 'pin'], removed: [] } },
      { 'secured-attributes.changed': { set: [], removed: ['listed'] } },
    ]);
  });

  test('its end, with what takes effect and what is saved; then nothing of what goes', async () => {
    const settings = { savedAttributes: ['tier', 'note'], retentionDays: 1 };
    await api.ok('PUT', '/api/v2/settings/channels/voice', { body: settings });
    await api.ok('POST', made.flow('ivr-with-a-long-id'), { body: { attributes: { note: 'last' } } });
    const body = { state: 'wrapup', wrapup: { code: 'sold', notes: 'secret' } };
    const end = await during(patch(made.conversation, body));
    const state = (next: string, previousState: string) => {
      return { 'conversation.state-changed': { state: next, previousState } };
    };
    expect(end.map(own)).toEqual([
      {
        'attributes.changed': {
          ...{ participantId: 'customer-1', participantVersion: 2 },
          ...{ set: ['note'], removed: [], values: {} },
        },
      },
      { 'flow.flushed': { flowExecutionHash: expect.stringMatching(/^~[\w-]{11}$/) } },
      { 'conversation.wrapup-changed': { fields: ['code', 'notes'] } },
      state('wrapup', 'active'),
      { 'saved-data.changed': { set: ['tier', 'note'], removed: [], values: { tier: 'silver' } } },
    ]);
    const rest = await during(async () => {
      await api.ok('PATCH', made.conversation, { body: { state: 'handled' } });
      await api.ok('POST', '/RI/cmi/contactData', {
        body: { contact_id: made.id, data: { tier: 'gold', note: null } },
      });
    });
    expect(rest.map(own)).toEqual([
      state('handled', 'wrapup'),
      { 'saved-data.changed': { set: ['tier'], removed: ['note'], values: { tier: 'gold' } } },
    ]);
  });

  test('its erasure, and nothing of it after that', async () => {
    await api.ok('PATCH', `${made.conversation}/secureattributes`, { body: { attributes: { pin: '99' } } });
    const events = await during(() => api.ok('DELETE', made.conversation));
    expect(events.map(own)).toEqual([{ 'conversation.erased': {} }]);
    expect(events[0]).toMatchObject({ subject: made.id, data: { previousVersion: 1, revision: 4 } });
  });
});

test('events of one conversation have revisions that rise, and versions that follow one another', async () => {
  const events = await during(async () => {
    await api.ok('PATCH', made.attributes(), { body: { attributes: { tier: 1 } } });
    await api.ok('POST', made.flow(), { body: { attributes: { a: '1' } } });
    await api.ok('POST', made.flow(), { body: { attributes: { b: '2' } } });
    await api.ok('POST', made.flush());
    await api.ok('PATCH', made.conversation, { body: { state: 'handled' } });
  });
  const writes = [...Map.groupBy(events, ({ data }) => data.revision).values()];
  expect(writes.map(([first]) => first?.data.revision)).toEqual([2, 5, 6]);
  let version = 1;
  for (const parts of writes) {
    for (const { data } of parts) expect(data).toMatchObject({ previousVersion: version, version: version + 1 });
    version += 1;
  }
  expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
});

test('a write that comes twice, or is refused, is told once, or not at all', async () => {
  const headers = { 'idempotency-key': 'one' };
  const body = { data: { tier: 'gold' } };
  const events = await during(async () => {
    await api.ok('PATCH', made.conversation, { headers, body });
    await api.ok('PATCH', made.conversation, { headers, body });
    await api.call('PATCH', made.conversation, { body: { ...body, version: 1 } });
  });
  expect(events).toHaveLength(1);
});

test('every event is as its JSON Schema says, and every schema has been tried', async () => {
  const ajv = addFormats.default(new Ajv.default({ strict: false }));
  const schemas = buildEventSchemas();
  const tried = new Set<string>();
  const isValid = (event: CloudEvent) => {
    tried.add(event.type);
    const schema = schemas.get(event.type as `${EventType}.v1`);
    if (!schema) throw new Error(`${event.type} has no schema`);
    const plain = JSON.parse(JSON.stringify(event));
    return ajv.validate(schema, plain) ? undefined : ajv.errorsText();
  };
  const events = await during(async () => {
    const other = await api.make({ queueId: 'sales', data: { tier: 'x' } });
    await api.ok('PUT', '/api/v2/settings/channels/voice', { body: { savedAttributes: ['tier'], retentionDays: 1 } });
    await api.ok('PATCH', other.conversation, { body: { queueId: 'support', data: { listed: { a: 1 } } } });
    await api.ok('POST', other.participants, { body: { purpose: 'agent', attributes: { tier: 'x' } } });
    await api.ok('DELETE', `${other.participants}/agent`);
    await api.ok('PATCH', `${other.conversation}/secureattributes`, { body: { attributes: { pin: '99' } } });
    await api.ok('POST', other.flow(), { body: { attributes: { a: '1' } } });
    await api.ok('POST', other.flush());
    await api.ok('PATCH', other.conversation, { body: { state: 'wrapup', wrapup: { code: 'x' } } });
    await api.ok('DELETE', other.conversation);
  });
  expect(events.map(isValid).filter((wrong) => wrong !== undefined)).toEqual([]);
  const untried = [...schemas.keys()].filter((type) => !tried.has(type));
  // What only time brings, `test/explorer` and the sweeper's tests follow.
  expect(untried).toEqual([nameEventType('conversation.expired')]);
});

test('no value that is not listed is in an event or a log, pending or not, and nothing of what is secured', async () => {
  const canary = 'canary-7f3a';
  const bag = { note: canary, 'note-2': { [canary]: [canary] } };
  const events = await during(async () => {
    const other = await api.make({
      externalId: canary,
      data: bag,
      participants: [
        {
          purpose: 'customer',
          externalId: canary,
          addresses: [{ type: 'tel', uri: `tel:${canary}` }],
          attributes: bag,
        },
      ],
    });
    const strings = { attributes: { note: canary, listed: 'open' } };
    await api.ok('POST', other.flow(), { body: strings });
    await api.ok('POST', other.flow('pay').replace(/attributes$/, 'secureattributes'), { body: strings });
    await api.ok('PATCH', other.conversation, { body: { data: { ...bag, more: canary } } });
    await api.ok('POST', other.flush());
    await api.ok('POST', other.flush('pay'));
    const wrapup = { code: canary, notes: canary };
    await api.ok('PATCH', other.conversation, { body: { state: 'wrapup', wrapup } });
    const stored = await everythingStored();
    expect(stored).toContain(canary);
    await api.ok('DELETE', other.conversation);
  });
  const text = JSON.stringify(events);
  expect(text).toContain('"listed":"open"');
  expect(text).not.toContain(canary);
  expect(api.logs.join('\n')).not.toContain(canary);
});

test('the event that the page shows is told so', async () => {
  const shown = JSON.parse(takeBlock('docs/events.md', '"specversion"'));
  const other = await api.make({ id: shown.subject });
  await api.ok('PATCH', other.attributes(), { body: { attributes: { language: 'de' } } });
  await api.ok('PATCH', other.conversation, { body: { data: { campaign: 'autumn' } } });
  for (const attributes of [{ tier: 'gold' }, { reason: 'x' }, { reason: 'order' }]) {
    await api.ok('POST', other.flow('ivr-7'), { body: { attributes } });
  }
  const [event] = await during(() => api.ok('POST', other.flush('ivr-7')));
  const { data } = shown;
  expect(event).toEqual({
    ...shown,
    id: expect.stringMatching(/^call-2041:\d{13}:7:1$/),
    source: 'local',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]{12}Z$/),
    data: { ...data, by: { ...data.by, clientId: 'local' } },
  });
});
