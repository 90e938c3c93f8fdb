import { beforeAll, describe, expect, test } from 'vitest';
import { operations } from '#contract/operations.ts';
import { stringify } from '#domain/json.ts';
import { type Mask, maskValue } from '#domain/masks.ts';
import { differences } from '../contract/conformance.ts';
import { operationOf } from '../contract/document.ts';
import { securedFlow, securedOf } from '../secured-api/support/paths.ts';
import { useApi } from '../support/api.ts';
import type { Paths } from '../support/paths.ts';
import { type Signer, signerOf, useDataDir } from './tokens.ts';

const dataDir = useDataDir();
const api = useApi({ dataDir, changes: true });
const shop = '/api/v2/webchat/channels/shop';

/** Every value that only the client `crm` may read has this in it. */
const canary = /canary/;
const values = { card: 'canary-4111-2222', mail: 'canary@example.com', note: 'canary note', tier: 'gold' };
const seenByOthers = { card: '****2222', mail: 'c****@example.com', tier: 'gold' };
const readers = { clients: ['crm'] };
const definitions = {
  card: { readers, mask: 'last4' },
  mail: { readers, mask: 'email' },
  note: { readers },
};

let signer: Signer;
/** Of a client that may read the names, and of one that has every scope and call queue, and may not. */
let tokens: { readonly crm: string; readonly other: string };
let live: Paths;
let ended: Paths;

/** A conversation with the values wherever there can be some. */
async function makeFull(): Promise<Paths> {
  const made = await api.make({
    data: values,
    participants: [{ purpose: 'customer', attributes: values }],
  });
  await api.ok('POST', made.flow(), { body: { attributes: values } });
  await api.ok('POST', made.flow(), { body: { attributes: values, target: 'conversation' } });
  await api.ok('PATCH', securedOf(made), { body: { attributes: values } });
  await api.ok('POST', securedFlow(made), { body: { attributes: values } });
  return made;
}

beforeAll(async () => {
  signer = await signerOf(api.local.url, dataDir);
  for (const [name, body] of Object.entries(definitions)) {
    await api.ok('PUT', `/api/v2/settings/attributes/${name}`, { body });
  }
  const settings = { savedAttributes: Object.keys(values), retentionDays: 30 };
  await api.ok('PUT', '/api/v2/settings/channels/voice', { body: settings });
  await api.ok('PATCH', shop, { body: { settings: { webchat: { attributes: { allowed: Object.keys(values) } } } } });
  const properties = Object.fromEntries(Object.keys(values).map((name) => [name, { type: 'string' }]));
  const schema = { $schema: 'http://json-schema.org/draft-04/schema#', title: 'all', properties };
  await api.ok('POST', '/api/v2/conversations/customattributes/schemas', { body: schema });
  tokens = { crm: await signer.sign({ client_id: 'crm' }), other: await signer.sign({ client_id: 'other' }) };
  live = await makeFull();
  ended = await makeFull();
  await api.ok('PATCH', ended.conversation, { body: { state: 'wrapup' } });
});

/** A request of an operation, and what of the names its answer shows. */
interface Way {
  readonly method: string;
  readonly path: (made: Paths) => string;
  readonly body?: (made: Paths) => object;
  readonly of?: 'ended';
  /** `values`: to a reader the values. `names`: the names alone. @default nothing of them */
  readonly shows?: 'values' | 'names';
  readonly headers?: Readonly<Record<string, string>>;
  /** Where flow executions belong to the client that wrote in them first, the request is in one of its own. */
  readonly own?: true;
  /** Of a conversation of its own, since the request takes the values away. */
  readonly isFresh?: true;
}

const other = { other: 'x' };
const get = (path: Way['path'], more: Partial<Way> = {}): Way => ({ method: 'GET', path, shows: 'values', ...more });

const ways: Readonly<Record<string, readonly Way[]>> = {
  'create-conversation': [
    {
      method: 'POST',
      path: () => '/api/v2/conversations',
      body: () => ({ type: 'voice', data: values, participants: [{ purpose: 'customer', attributes: values }] }),
      shows: 'values',
    },
  ],
  'get-conversation': [get((made) => made.conversation), get((made) => made.conversation, { of: 'ended' })],
  'patch-conversation': [
    { method: 'PATCH', path: (made) => made.conversation, body: () => ({ data: other }), shows: 'values' },
    { method: 'PATCH', path: (made) => made.conversation, body: () => ({ wrapup: {} }), of: 'ended', shows: 'values' },
  ],
  'add-participant': [
    {
      method: 'POST',
      path: (made) => made.participants,
      body: () => ({ purpose: 'supervisor', attributes: values }),
      shows: 'values',
    },
  ],
  'get-conversation-changes': [
    get((made) => `${made.conversation}/changes`),
    get((made) => `${made.conversation}/changes`, { of: 'ended' }),
  ],
  'get-conversation-provenance': [
    get((made) => `${made.conversation}/provenance`, { shows: 'names' }),
    get((made) => `${made.conversation}/provenance`, { of: 'ended', shows: 'names' }),
  ],
  'get-conversation-names': [get((made) => `${made.conversation}/names`, { shows: 'names' })],
  'set-attributes': [{ method: 'POST', path: (made) => made.flow('own'), body: () => ({ attributes: other }) }],
  'get-attributes': [
    get((made) => made.flow('shared')),
    get((made) => `${made.flow('shared')}?name=card&name=mail&name=note&name=noet`),
    get((made) => `${made.flow('shared')}?target=any`),
    get((made) => `${made.flow('shared')}?target=conversation&name=note`, { shows: 'values' }),
  ],
  'flush-attributes': [{ method: 'POST', path: (made) => made.flush('own') }],
  'set-flow-secureattributes': [
    { method: 'POST', path: (made) => securedFlow(made, 'own'), body: () => ({ attributes: other }) },
  ],
  'get-flow-secureattributes': [
    get((made) => securedFlow(made, 'shared')),
    get((made) => `${securedFlow(made, 'shared')}?name=card&name=note&name=noet`),
  ],
  'get-participant-attributes': [get((made) => made.attributes()), get((made) => made.attributes(), { of: 'ended' })],
  'patch-participant-attributes': [
    { method: 'PATCH', path: (made) => made.attributes(), body: () => ({ attributes: other }), shows: 'values' },
    {
      method: 'PATCH',
      path: (made) => made.attributes().replace('/conversations/', '/conversations/calls/'),
      body: () => ({ attributes: other }),
      shows: 'values',
    },
  ],
  'list-interactions': [get(() => '/api/v2/interactions?expand=attributes')],
  'get-interaction': [
    get((made) => made.interaction),
    get((made) => `${made.interaction}?state=wrapup`, { of: 'ended' }),
  ],
  'patch-interaction': [
    {
      method: 'PATCH',
      path: (made) => made.interaction,
      body: () => ({ participants: [{ id: 'customer', attributes: other }] }),
      shows: 'values',
    },
  ],
  'list-media-conversations': [get(() => '/api/v2/conversations/calls')],
  'get-media-conversation': [get((made) => made.conversation.replace('/conversations/', '/conversations/calls/'))],
  'get-customattributes': [
    get((made) => `${made.conversation}/customattributes`),
    get((made) => `${made.conversation}/customattributes/all`),
    get((made) => `${made.conversation}/customattributes/all`, { of: 'ended' }),
  ],
  'put-customattributes': [
    {
      method: 'PUT',
      path: (made) => `${made.conversation}/customattributes`,
      body: () => ({ id: 'all', customAttributes: values }),
    },
    {
      method: 'PUT',
      path: (made) => `${made.conversation}/customattributes/bulk`,
      body: () => [{ id: 'all', customAttributes: values }],
      shows: 'values',
    },
  ],
  'patch-customattributes': [
    {
      method: 'PATCH',
      path: (made) => `${made.conversation}/customattributes`,
      body: () => ({ id: 'all', customAttributes: { tier: 'x' } }),
    },
    {
      method: 'PATCH',
      path: (made) => `${made.conversation}/customattributes/bulk`,
      body: () => [{ id: 'all', customAttributes: { tier: 'gold' } }],
      shows: 'values',
    },
  ],
  'delete-customattributes': [
    { method: 'DELETE', path: (made) => `${made.conversation}/customattributes/all`, isFresh: true },
  ],
  'get-secureattributes': [get((made) => securedOf(made))],
  'get-secured-reveals': [get((made) => `${securedOf(made)}/reveals`, { shows: 'names' })],
  'patch-secureattributes': [
    { method: 'PATCH', path: securedOf, body: () => ({ attributes: other }), shows: 'values' },
  ],
  'put-secureattributes': [
    {
      method: 'PUT',
      path: securedOf,
      body: () => ({ attributes: { ...values, other: 'x' }, version: 0 }),
      shows: 'values',
    },
  ],
  'post-webchat-message': [
    {
      method: 'POST',
      path: () => `${shop}/messages`,
      body: () => ({ message: { text: 'Hi' }, metadata: { tier: 'gold' } }),
    },
  ],
  'get-conversation-history': [get((made) => `${made.conversation}/history`, { of: 'ended' })],
  'post-contact-data': [
    {
      method: 'POST',
      path: () => '/RI/cmi/contactData',
      body: ({ id }) => ({ contact_id: id, data: { tier: 'gold' } }),
      of: 'ended',
    },
  ],
  'get-contact-data': [get(({ id }) => `/RI/cmi/contactData/${id}`, { of: 'ended' })],
  'find-contact-data': [get(({ id }) => `/RI/cmi/contactData?contact_id=${id}`, { of: 'ended' })],
  'get-contact-log': [
    get(() => '/api/v2/reports/contact-log', { of: 'ended' }),
    get(() => '/api/v2/reports/contact-log', { of: 'ended', headers: { accept: 'text/csv' } }),
  ],
  'export-conversation': [
    get((made) => `${made.conversation}/export`),
    get((made) => `${made.conversation}/export`, { of: 'ended' }),
  ],
};

const ruled = operations.filter(({ attributes }) => attributes !== undefined);

test('every operation that has to do with attributes is tried here', () => {
  expect(ruled.map(({ operation }) => operation).sort()).toEqual(Object.keys(ways).sort());
});

describe.each(ruled)('$operation', ({ operation }) => {
  test('shows the values of a name to those who may read it, to others their mask, or nothing of the name', async () => {
    for (const way of ways[operation] ?? []) {
      const { method, path, body, of, shows, headers = {}, isFresh } = way;
      for (const [client, token] of Object.entries(tokens)) {
        const fresh = operation === 'put-secureattributes' ? await api.make() : undefined;
        const made = isFresh ? await makeFull() : (fresh ?? (of === 'ended' ? ended : live));
        const at = path(made).replace(/(flows)\/(own|shared)/, `$1/$2-${client}`);
        const answer = await api.call(method, at, { token, headers, ...(body && { body: body(made) }) });
        const shown = `${client} ${method} ${at} ${answer.text}`;
        expect(answer.status, shown).toBeLessThan(300);
        expect(differences(operationOf(operation), answer), shown).toEqual([]);
        const isReader = client === 'crm';
        expect(canary.test(answer.text), shown).toBe(isReader && shows === 'values');
        if (isReader || shows === undefined) continue;
        // The name that has no mask: whether it is set at all is not told.
        expect(/\bnote\b/.test(answer.text) && !at.includes('name=note'), shown).toBe(false);
        if (shows === 'names' || at.includes('target=conversation&name=note')) continue;
        expect(answer.text, shown).toContain('****2222');
        expect(answer.headers.get('content-type')?.includes('csv') || /"masked":\[/.test(answer.text), shown).toBe(
          true,
        );
      }
    }
  });
});

test('masked values are marked where they stand', async () => {
  const { body } = await api.ok('GET', live.conversation, { token: tokens.other });
  expect(body).toMatchObject({ data: { ...seenByOthers, other: 'x' }, masked: ['card', 'mail'] });
  expect(body.data).not.toHaveProperty('note');
  expect(body.participants[0]).toMatchObject({ attributes: seenByOthers, masked: ['card', 'mail'] });
  const seen = (await api.ok('GET', live.conversation, { token: tokens.crm })).body;
  expect(seen).not.toHaveProperty('masked');
  expect(seen.data).toMatchObject(values);
});

test('a get that asks for a name that is hidden is told that it is not set, and no other name is suggested by it', async () => {
  const path = `${live.flow('asks')}?name=note&name=notes&name=card`;
  const { body } = await api.ok('GET', path, { token: tokens.other });
  expect(body).toMatchObject({ attributes: { card: '****2222' }, masked: ['card'] });
  expect(body.notSet).toEqual([{ name: 'note' }, { name: 'notes' }]);
});

test('what was masked is refused when it comes back, and the value stays', async () => {
  const { body } = await api.ok('GET', live.attributes(), { token: tokens.other });
  for (const name of ['card', 'mail']) {
    const attributes = { [name]: body.attributes[name] };
    const refused = await api.call('PATCH', live.attributes(), { token: tokens.other, body: { attributes } });
    expect([refused.status, refused.body.errors[0]]).toMatchObject([422, { name, reason: /masked, as it was read/ }]);
  }
  expect((await api.ok('GET', live.attributes(), { token: tokens.crm })).body.attributes).toMatchObject(values);
});

test('nobody learns by a precondition, or by sending it back, whether a guess of a value that it may not read is right', async () => {
  const { conversation, attributes, interaction } = await api.make({
    data: values,
    participants: [
      { id: 'gone', purpose: 'agent', attributes: values },
      { purpose: 'customer', attributes: values },
    ],
  });
  for (const guess of [values.card, 'canary-wrong', null]) {
    for (const [path, body] of [
      [conversation, { data: { tier: 'x' }, if: { card: guess } }],
      [attributes(), { attributes: { tier: 'x' }, if: { note: guess } }],
      [interaction, { participants: [{ id: 'customer', attributes: { tier: 'x' }, if: { mail: guess } }] }],
    ] as const) {
      const refused = await api.call('PATCH', path, { token: tokens.other, body });
      expect([refused.status, refused.body.errors[0]?.reason]).toEqual([422, expect.stringContaining('may read it')]);
    }
  }
  await api.ok('DELETE', `${conversation}/participants/gone`);
  const { endTime } = (await api.ok('GET', conversation)).body.participants.find(({ id }) => id === 'gone') ?? {};
  for (const guess of [values.note, 'canary-wrong']) {
    const body = { participants: [{ id: 'gone', endTime, attributes: { note: guess } }] };
    expect((await api.call('PATCH', interaction, { token: tokens.other, body })).status).toBe(404);
  }
  const body = { data: { tier: 'silver' }, if: { card: values.card, note: values.note } };
  expect((await api.call('PATCH', conversation, { token: tokens.crm, body })).status).toBe(200);
});

test('readers and writers are clients, scopes or call queues: one that fits is enough', async () => {
  const path = '/api/v2/settings/attributes/some';
  const { conversation } = await api.make({ data: { some: 'plain text' } });
  const sees = async (claims: object) => {
    const token = await signer.sign({ client_id: 'x', queues: '', ...claims });
    return (await api.ok('GET', conversation, { token })).body.data.some;
  };
  await api.ok('PUT', path, {
    body: { readers: { clients: ['a', 'b'], scopes: ['pii:read'], queues: ['sales'] }, mask: 'all' },
  });
  const all = (await signer.sign()).length > 0 && operations.flatMap(({ scope }) => scope ?? []).join(' ');
  expect(await sees({})).toBe('****');
  expect(await sees({ client_id: 'b' })).toBe('plain text');
  expect(await sees({ scope: `${all} pii:read` })).toBe('plain text');
  expect(await sees({ queues: 'support sales' })).toBe('plain text');
  expect(await sees({ queues: '*' })).toBe('plain text');
  expect(await sees({ queues: 'sales2' })).toBe('****');
  await api.ok('PUT', path, { body: { readers: {}, mask: 'all' } });
  expect(await sees({ client_id: 'b', queues: '*' })).toBe('****');
});

test('what a caller has is never said to be unmodified where a right to read has decided', async () => {
  const path = '/api/v2/settings/attributes/turned';
  const { conversation } = await api.make({ data: { turned: 'plain' } });
  const { headers } = await api.ok('GET', conversation);
  const again = () => api.call('GET', conversation, { headers: { 'if-none-match': headers.get('etag') ?? '' } });
  expect((await again()).status).toBe(304);
  await api.ok('PUT', path, { body: { readers: {}, mask: 'all' } });
  expect((await again()).body.data).toEqual({ turned: '****' });
  await api.ok('PUT', path, { body: { readers: { clients: ['local'] }, mask: 'all' } });
  expect((await again()).body.data).toEqual({ turned: 'plain' });
});

test.each([
  ['last4', 'canary-4111-2222', '****2222'],
  ['last4', '12345678', '****'],
  ['last4', '123456789', '****6789'],
  ['last4', 4111222233334444, '****4444'],
  ['last4', '👍👍👍👍👍👍👍👍👍', '****👍👍👍👍'],
  ['all', 'canary', '****'],
  ['all', { a: 1 }, '****'],
  ['email', 'anna@example.com', 'a****@example.com'],
  ['email', 'a@example.com', '****@example.com'],
  ['email', 'anna', '****'],
  ['email', 'anna@home@example.com', '****'],
  ['email', ' anna@example.com', '****'],
] as const)('the mask %s makes %j to %j', (mask: Mask, value, masked) => {
  expect(JSON.parse(maskValue(mask, stringify(value)))).toBe(masked);
});

test('a definition with a mask and no readers is refused, and nothing of a masked value is logged', async () => {
  const refused = await api.call('PUT', '/api/v2/settings/attributes/x', { body: { mask: 'all' } });
  expect([refused.status, refused.body.errors[0]?.name]).toEqual([422, 'mask']);
  expect(api.logs.join('\n')).not.toMatch(canary);
});
