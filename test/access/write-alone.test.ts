import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { operations } from '#contract/operations.ts';
import { takenOf } from '../guests/support.ts';
import { useApi } from '../support/api.ts';

const api = useApi();
const shop = '/api/v2/webchat/channels/shop';
const voice = '/api/v2/settings/channels/voice';
const defined = '/api/v2/settings/attributes/mine';

/** Everything that others have written, names too, is marked. */
const canary = /canary/i;

let call: string;
let live: string;
let ended: string;
let chat: string;
let erased: string;

beforeAll(async () => {
  const settings = { savedAttributes: ['canarySaved'], retentionDays: 77 };
  await api.ok('PUT', voice, { body: settings });
  const webchat = { type: 'webchat', attributes: { allowed: ['canaryAllowed'] } };
  await api.ok('PATCH', shop, { body: { settings: { webchat } } });
  await api.ok('PATCH', '/api/v2/webchat/channels/canary-channel', { body: { settings: { webchat } } });
  await api.ok('POST', schemas, { body: schemaOf('Canaries') });
  call = await makeMarked();
  live = call.replace('conversations', 'interactions');
  [ended, erased] = [await makeMarked(), await makeMarked()];
  await api.ok('PATCH', ended, { body: { state: 'wrapup', wrapup: { code: 'canary', notes: 'canary' } } });
  const begun = { body: { message: { text: 'Hello' }, metadata: { canaryAllowed: 'canary' } } };
  chat = takenOf(await api.ok('POST', '/api/v2/webchat/channels/canary-channel/messages', begun)).conversationId;
});

async function makeMarked(): Promise<string> {
  const attributes = { canaryName: 'canary' };
  const made = await api.make({
    queueId: 'canary-queue',
    externalId: 'canary-call',
    data: attributes,
    participants: [
      { purpose: 'customer', externalId: 'canary-crm', addresses: [{ type: 'tel', uri: 'tel:canary' }], attributes },
      { id: 'canary-agent', purpose: 'agent', attributes },
    ],
  });
  await api.ok('PUT', `${made.conversation}/secureattributes`, { body: { attributes, version: 0 } });
  await api.ok('POST', made.flow('canary-flow'), { body: { attributes } });
  return made.conversation;
}

/** A request by who may write only, and what answers it; made late, since paths are known when the tests run. */
interface Write {
  readonly method: string;
  readonly path: () => string;
  readonly body?: () => object;
  readonly status: number;
}

const own = { mine: 'x' };
const made = '/api/v2/conversations/made-1';
const customer = () => `${call}/participants/customer/attributes`;
const changes = () => ({ attributes: own });
const nothing = () => ({});
const schemas = '/api/v2/conversations/customattributes/schemas';
const recordOf = (id: string, customAttributes: object) => ({ id, customAttributes });

/** A schema that has the name of what it is about. */
function schemaOf(title: string): object {
  const properties = { [title === 'Mine' ? 'mine' : 'canaryLater']: { type: 'string' } };
  return { $schema: 'http://json-schema.org/draft-04/schema#', title, properties };
}

const writes: Readonly<Record<string, readonly Write[]>> = {
  'create-conversation': [
    {
      method: 'POST',
      path: () => '/api/v2/conversations',
      body: () => ({ id: 'made-1', type: 'voice', participants: [{ purpose: 'customer' }] }),
      status: 201,
    },
    {
      method: 'POST',
      path: () => '/api/v2/conversations',
      body: () => ({ id: call.split('/').at(-1), type: 'voice', participants: [] }),
      status: 409,
    },
  ],
  'patch-conversation': [
    { method: 'PATCH', path: () => call, body: nothing, status: 200 },
    { method: 'PATCH', path: () => call, body: () => ({ data: own }), status: 200 },
    { method: 'PATCH', path: () => call, body: () => ({ data: own, version: 1 }), status: 409 },
    { method: 'PATCH', path: () => ended, body: () => ({ wrapup: { code: 'x' } }), status: 200 },
    { method: 'PATCH', path: () => ended, body: () => ({ data: own }), status: 409 },
    { method: 'PATCH', path: () => ended, body: () => ({ state: 'active' }), status: 409 },
  ],
  'add-participant': [
    { method: 'POST', path: () => `${call}/participants`, body: () => ({ purpose: 'supervisor' }), status: 201 },
    {
      method: 'POST',
      path: () => `${call}/participants`,
      body: () => ({ id: 'customer-1', purpose: 'x' }),
      status: 409,
    },
  ],
  'remove-participant': [
    { method: 'DELETE', path: () => `${call}/participants/supervisor-1`, status: 204 },
    { method: 'DELETE', path: () => `${call}/participants/supervisor-1`, status: 404 },
  ],
  'patch-participant-attributes': [
    { method: 'PATCH', path: customer, body: () => ({ attributes: {} }), status: 200 },
    { method: 'PATCH', path: customer, body: changes, status: 200 },
    { method: 'PATCH', path: () => `${call}/participants/nobody/attributes`, body: changes, status: 404 },
  ],
  'patch-interaction': [
    { method: 'PATCH', path: () => live, body: () => ({ participants: [] }), status: 200 },
    {
      method: 'PATCH',
      path: () => live,
      body: () => ({ participants: [{ id: 'customer', ...changes() }] }),
      status: 200,
    },
    {
      method: 'PATCH',
      path: () => live,
      body: () => ({ participants: [{ id: 'nobody', ...changes() }] }),
      status: 404,
    },
  ],
  'set-attributes': [
    { method: 'POST', path: () => `${call}/flows/f/attributes`, body: changes, status: 202 },
    {
      method: 'POST',
      path: () => `${call}/flows/f/attributes`,
      body: () => ({ ...changes(), participantId: 'nobody' }),
      status: 404,
    },
  ],
  'flush-attributes': [
    { method: 'POST', path: () => `${call}/flows/f/flush`, body: nothing, status: 200 },
    {
      method: 'POST',
      path: () => `${call}/flows/f/flush`,
      body: () => ({ ...changes(), participantId: 'nobody' }),
      status: 404,
    },
  ],
  'set-flow-secureattributes': [
    { method: 'POST', path: () => `${call}/flows/f/secureattributes`, body: changes, status: 202 },
  ],
  'put-secureattributes': [
    { method: 'PUT', path: () => `${call}/secureattributes`, body: () => ({ ...changes(), version: 9 }), status: 409 },
    { method: 'PUT', path: () => `${call}/secureattributes`, body: () => ({ ...changes(), version: 1 }), status: 200 },
  ],
  'patch-secureattributes': [
    { method: 'PATCH', path: () => `${call}/secureattributes`, body: () => ({ attributes: {} }), status: 200 },
    { method: 'PATCH', path: () => `${call}/secureattributes`, body: changes, status: 200 },
    {
      method: 'PATCH',
      path: () => `${call}/secureattributes`,
      body: () => ({ attributes: { mine: null } }),
      status: 200,
    },
  ],
  'put-channel-type-settings': [
    { method: 'PUT', path: () => voice, body: () => ({ savedAttributes: ['mine'], retentionDays: 9 }), status: 200 },
  ],
  'put-attribute-definition': [
    { method: 'PUT', path: () => defined, body: () => ({ type: 'integer' }), status: 200 },
    { method: 'PUT', path: () => defined, body: () => ({ type: 'integer', version: 0 }), status: 409 },
  ],
  'delete-attribute-definition': [{ method: 'DELETE', path: () => defined, status: 204 }],
  'post-customattributes-schema': [
    { method: 'POST', path: () => schemas, body: () => schemaOf('Mine'), status: 200 },
    { method: 'POST', path: () => schemas, body: () => schemaOf('Canaries'), status: 422 },
  ],
  'put-customattributes-schema': [
    {
      method: 'PUT',
      path: () => `${schemas}/mine`,
      body: () => ({ version: 1, enabled: true, jsonSchema: schemaOf('Mine') }),
      status: 200,
    },
    {
      method: 'PUT',
      path: () => `${schemas}/mine`,
      body: () => ({ version: 9, enabled: true, jsonSchema: schemaOf('Mine') }),
      status: 409,
    },
  ],
  'put-customattributes': [
    { method: 'PUT', path: () => `${call}/customattributes`, body: () => recordOf('mine', { mine: 'x' }), status: 200 },
    {
      method: 'PUT',
      path: () => `${call}/customattributes/bulk`,
      body: () => [recordOf('canaries', { canaryLater: 'x' }), recordOf('mine', { mine: 'y' })],
      status: 200,
    },
    {
      method: 'PUT',
      path: () => `${ended}/customattributes`,
      body: () => recordOf('mine', { mine: 'x' }),
      status: 409,
    },
  ],
  'patch-customattributes': [
    {
      method: 'PATCH',
      path: () => `${call}/customattributes`,
      body: () => recordOf('mine', { mine: 'x' }),
      status: 204,
    },
    {
      method: 'PATCH',
      path: () => `${call}/customattributes/bulk`,
      body: () => [recordOf('mine', { mine: 'x' })],
      status: 200,
    },
  ],
  'delete-customattributes': [
    { method: 'DELETE', path: () => `${call}/customattributes/mine`, status: 204 },
    { method: 'DELETE', path: () => `${call}/customattributes/mine`, status: 404 },
  ],
  'post-webchat-message': [
    { method: 'POST', path: () => `${shop}/messages`, body: () => ({ message: { text: 'Hi' } }), status: 201 },
    {
      method: 'POST',
      path: () => `${shop}/messages`,
      body: () => ({ conversationId: chat, message: { text: 'Hi' } }),
      status: 409,
    },
    {
      method: 'POST',
      path: () => `${shop}/messages`,
      body: () => ({ conversationId: call.split('/').at(-1), message: { text: 'Hi' } }),
      status: 409,
    },
  ],
  'erase-conversation': [{ method: 'DELETE', path: () => erased, status: 204 }],
};

const order = Object.keys(writes);
/** Scopes of writes that allow a read too. */
const alsoRead = new Set<string | undefined>(operations.flatMap(({ alsoScope }) => alsoScope ?? []));
const guarded = operations.filter(({ method, scope }) => method !== 'GET' && !alsoRead.has(scope));

/** In the order above: later ones count on what earlier ones have written. */
const inOrder = guarded.toSorted((a, b) => order.indexOf(a.operation) - order.indexOf(b.operation));

/** What others write, between the first time and the repeated one, to what is at a path. */
async function writeMarked(path: string): Promise<void> {
  const attributes = { canaryLater: 'canary' };
  if (path === voice) await api.ok('PUT', voice, { body: { savedAttributes: ['canarySaved'], retentionDays: 77 } });
  if (path === defined) await api.ok('PUT', defined, { body: { description: 'canary' } });
  if (path.startsWith(shop)) {
    const webchat = { type: 'webchat', attributes: { allowed: ['canaryAllowed'] } };
    await api.ok('PATCH', shop, { body: { settings: { webchat } } });
  }
  if (path === '/api/v2/conversations') {
    await api.call('PATCH', made, { body: { data: attributes, queueId: 'canary-queue' } });
    await api.call('POST', `${made}/participants`, { body: { purpose: 'canary', attributes } });
  }
  if (path !== voice && path !== defined) await api.ok('PATCH', call, { body: { data: attributes } });
}

describe.each(inOrder)('$operation, by a token with its scope alone', ({ operation, scope }) => {
  test('answers with nothing that others have written, the first time and repeated', async () => {
    const token = await api.local.token(scope);
    expect(writes[operation]).toBeDefined();
    for (const { method, path, body, status } of writes[operation] ?? []) {
      const options = { body: body?.(), token, headers: { 'idempotency-key': randomUUID() } };
      const at = path();
      for (const time of ['first', 'repeated']) {
        const answer = await api.call(method, at, options);
        expect([time, answer.status, answer.text]).toEqual([time, status, expect.not.stringMatching(canary)]);
        if (time === 'first') await writeMarked(at);
      }
    }
  });
});

test('without the read scope an answer to a write has id, versions and the names that were written', async () => {
  const { conversation, interaction, attributes, participants } = await api.make({ queueId: 'canary-queue' });
  const answerTo = async (scope: string, method: string, path: string, body: object) =>
    (await api.ok(method, path, { body, token: await api.local.token(scope) })).body;
  const [write, patch] = ['conversation:write', 'interaction:participant:write'];
  const id = conversation.split('/').at(-1);
  const voiceCall = { id: 'own-1', type: 'voice', data: own };
  const who = [{ purpose: 'customer', attributes: { a: 1 } }, { purpose: 'agent' }];
  expect(await answerTo(write, 'POST', '/api/v2/conversations', { ...voiceCall, participants: who })).toEqual({
    id: 'own-1',
    version: 1,
    names: ['mine'],
    participants: [
      { id: 'customer-1', version: 1, names: ['a'] },
      { id: 'agent-1', version: 1, names: [] },
    ],
  });
  expect(await answerTo(write, 'PATCH', conversation, {})).toEqual({ id, version: 1, names: [] });
  const change = { data: { mine: 'x', other: null }, queueId: 'sales' };
  expect(await answerTo(write, 'PATCH', conversation, change)).toEqual({ id, version: 2, names: ['mine', 'other'] });
  const joined = { purpose: 'agent', attributes: own };
  expect(await answerTo(write, 'POST', participants, joined)).toEqual({ id: 'agent-1', version: 1, names: ['mine'] });
  const written = { id: 'customer-1', version: 2, names: ['mine'] };
  expect(await answerTo(patch, 'PATCH', attributes(), changes())).toEqual(written);
  const both = {
    participants: [
      { id: 'agent', attributes: { b: 1 } },
      { id: 'customer', ...changes() },
    ],
  };
  expect(await answerTo(patch, 'PATCH', interaction, both)).toEqual({
    id,
    version: 5,
    names: ['b', 'mine'],
    participants: [
      { id: 'agent-1', version: 2, names: ['b'] },
      { ...written, version: 3 },
    ],
  });
  const kept = { savedAttributes: ['mine'], retentionDays: 9 };
  expect(await answerTo('settings:write', 'PUT', voice, kept)).toMatchObject({ id: 'voice', names: ['mine'] });
});

describe('a refusal of an unknown participant', () => {
  const asks = [
    ['GET', '/participants/nobody/attributes', 'interaction:participant:read'],
    ['GET', '/flows/f/attributes?participantId=nobody', 'flow:read'],
    ['PATCH', '/participants/nobody/attributes', 'interaction:participant:write'],
    ['POST', '/flows/f/attributes', 'flow:write'],
  ] as const;

  test.each(asks)('of %s %s names those who are there only to who may read them', async (method, path, scope) => {
    const body = method === 'POST' ? { ...changes(), participantId: 'nobody' } : changes();
    const ask = async (scopes: string) => {
      const token = await api.local.token(scopes);
      const { status, text } = await api.call(method, call + path, { token, ...(method !== 'GET' && { body }) });
      return [status, canary.test(text)];
    };
    expect(await ask(scope)).toEqual([404, scope === 'interaction:participant:read']);
    expect(await ask(`${scope} conversation:read`)).toEqual([404, true]);
  });
});
