import { beforeAll, describe, expect, test } from 'vitest';
import { operations } from '#contract/operations.ts';
import { takenOf } from '../guests/support.ts';
import { securedFlow, securedOf } from '../secured-api/support/paths.ts';
import { useApi } from '../support/api.ts';
import type { Paths } from '../support/paths.ts';

const api = useApi();
const shop = '/api/v2/webchat/channels/shop';

const definitions = {
  text: { type: 'string', maxBytes: 5 },
  count: { type: 'integer' },
  amount: { type: 'number' },
  flag: { type: 'boolean' },
  day: { type: 'date' },
  tier: { type: 'enum', values: ['gold', 'silver'] },
  tags: { type: 'list' },
  small: { maxBytes: 7 },
  card: { secured: true },
  pin: { secured: true, type: 'integer', maxBytes: 4 },
  own: { writers: { clients: ['local'] } },
  locked: { writers: { clients: ['another'], scopes: ['settings:admin'], queues: [] } },
};

beforeAll(async () => {
  for (const [name, body] of Object.entries(definitions)) {
    await api.ok('PUT', `/api/v2/settings/attributes/${name}`, { body });
  }
  const properties = {
    ...{ free: { type: 'string' }, own: { type: 'string' }, locked: { type: 'string' }, count: { type: 'integer' } },
    ...{ tier: { allOf: [{ $ref: '#/definitions/enum' }], enum: ['gold', 'silver'] }, there: { type: 'integer' } },
  };
  const schema = { $schema: 'http://json-schema.org/draft-04/schema#', title: 'names', properties };
  await api.ok('POST', '/api/v2/conversations/customattributes/schemas', { body: schema });
  const allowed = [...Object.keys(definitions), 'free'];
  await api.ok('PATCH', shop, { body: { settings: { webchat: { type: 'webmessaging', attributes: { allowed } } } } });
  await api.ok('PUT', '/api/v2/settings/channels/voice', {
    body: { savedAttributes: Object.keys(definitions), retentionDays: 30 },
  });
});

describe('a value', () => {
  test.each([
    ['text', 'short', 'short'],
    ['text', 'ééé', undefined],
    ['text', 5, undefined],
    ['count', 5, 5],
    ['count', '5', 5],
    ['count', '-12', -12],
    ['count', '5.0', 5],
    ['count', '5.5', undefined],
    ['count', 5.5, undefined],
    ['count', '', undefined],
    ['count', 'five', undefined],
    ['count', '0x10', undefined],
    ['count', '1e400', undefined],
    ['count', true, undefined],
    ['amount', '5.5', 5.5],
    ['amount', 1e3, 1000],
    ['amount', '5,5', undefined],
    ['flag', 'true', true],
    ['flag', false, false],
    ['flag', 'yes', undefined],
    ['flag', 1, undefined],
    ['day', '2028-02-29', '2028-02-29'],
    ['day', '2026-01-31T08:00:00Z', '2026-01-31T08:00:00Z'],
    ['day', '2026-02-29', undefined],
    ['day', '31.1.2026', undefined],
    ['day', 20260131, undefined],
    ['tier', 'gold', 'gold'],
    ['tier', 'Gold', undefined],
    ['tier', ['gold'], undefined],
    ['tags', ['a', 'b'], ['a', 'b']],
    ['tags', '["a","b"]', ['a', 'b']],
    ['tags', [], []],
    ['tags', ['a', 1], undefined],
    ['tags', 'a,b', undefined],
    ['tags', { a: 'b' }, undefined],
    ['small', { a: 1 }, { a: 1 }],
    ['small', { a: 12 }, undefined],
    ['small', '1234567', '1234567'],
    ['loose', { any: [null] }, { any: [null] }],
  ])('of %s is taken by its definition: %j becomes %j', async (name, given, kept) => {
    const { conversation } = await api.make({ data: { before: 1 } });
    const answer = await api.call('PATCH', conversation, { body: { data: { [name]: given, other: 1 } } });
    expect(answer.status, answer.text).toBe(kept === undefined ? 422 : 200);
    const { data } = (await api.ok('GET', conversation)).body;
    expect(data).toEqual(kept === undefined ? { before: 1 } : { before: 1, other: 1, [name]: kept });
  });

  test('that does not fit is refused with its type and what is right, each named where it is', async () => {
    const { body } = await api.call('POST', '/api/v2/conversations', {
      body: {
        type: 'voice',
        data: { count: 'five', tier: 'bronze' },
        participants: [{ purpose: 'customer', attributes: { day: 'tomorrow' } }],
      },
    });
    expect(body.errors).toEqual([
      { name: 'data.count', reason: 'the value is a string; it must be an integer such as 5, or its text' },
      { name: 'data.tier', reason: 'the value is a string; it must be one of "gold", "silver"' },
      {
        name: 'participants.0.attributes.day',
        reason: 'the value is a string; it must be a date such as 2026-01-31, or a time such as 2026-01-31T08:00:00Z',
      },
    ]);
  });

  test('keeps its digits where a text is converted', async () => {
    const { flow, flush, attributes } = await api.make();
    await api.ok('POST', flow(), { body: { attributes: { amount: '1.10', count: '9007199254740993' } } });
    await api.ok('POST', flush());
    expect((await api.ok('GET', attributes())).text).toContain('"amount":1.10');
    expect((await api.ok('GET', attributes())).text).toContain('"count":9007199254740993');
  });

  test('of an object that a patch merges is held to the definition as it is once it is merged', async () => {
    const { conversation, attributes, interaction } = await api.make({ data: { small: { a: 1 } } });
    await api.ok('PATCH', attributes(), { body: { attributes: { small: { a: 1 } } } });
    const headers = { 'content-type': 'application/merge-patch+json' };
    const patches = [
      [conversation, { data: { small: { b: 2 } } }],
      [conversation, { data: { small: { b: 2 } }, state: 'wrapup' }],
      [attributes(), { attributes: { small: { b: 2 } } }],
      [interaction, { participants: [{ id: 'customer', attributes: { small: { b: 2 } } }] }],
    ] as const;
    const reason = 'merged with what is there, the value has 13 bytes; by its definition it may have 7';
    for (const [path, body] of patches) {
      const { status, body: answer } = await api.call('PATCH', path, { headers, body });
      expect([status, answer.errors]).toEqual([422, [{ name: 'small', reason }]]);
    }
    await api.ok('PATCH', conversation, { headers, body: { data: { small: { a: 2 } } } });
    await api.ok('PATCH', conversation, { headers, body: { data: { small: {} } } });
    expect((await api.ok('GET', conversation)).body.data).toEqual({ small: { a: 2 } });
    expect((await api.ok('GET', attributes())).body.attributes).toEqual({ small: { a: 1 } });
  });

  test('is seen by its flow as it was converted', async () => {
    const { flow } = await api.make();
    await api.ok('POST', flow(), { body: { attributes: { count: '5' } } });
    expect((await api.ok('GET', `${flow()}?name=count`)).body.attributes).toEqual({ count: 5 });
  });

  test('is removed whatever the definition says, and one that was there before stays as it is', async () => {
    const path = '/api/v2/settings/attributes/later';
    const { conversation } = await api.make({ data: { later: 'free', card: undefined } });
    await api.ok('PUT', path, { body: { type: 'integer' } });
    await api.ok('PATCH', conversation, { body: { data: { other: 1 } } });
    expect((await api.ok('GET', conversation)).body.data).toEqual({ later: 'free', other: 1 });
    await api.ok('PATCH', conversation, { body: { data: { later: null, card: null } } });
    expect((await api.ok('GET', conversation)).body.data).toEqual({ other: 1 });
    await api.ok('DELETE', path);
    await api.ok('PATCH', conversation, { body: { data: { later: 'free again' } } });
  });
});

/** What an operation writes attributes with. */
interface Writer {
  readonly method: string;
  readonly path: (made: Paths) => string;
  readonly body: (attributes: object, made: Paths) => object;
}

const bag = (attributes: object) => ({ attributes });

/** A way for each operation whose contract has attributes in its body. */
const writers: Readonly<Record<string, Writer>> = {
  'create-conversation': {
    method: 'POST',
    path: () => '/api/v2/conversations',
    body: (attributes) => ({ type: 'voice', participants: [{ purpose: 'customer', attributes }] }),
  },
  'patch-conversation': { method: 'PATCH', path: (made) => made.conversation, body: (data) => ({ data }) },
  'add-participant': {
    method: 'POST',
    path: (made) => made.participants,
    body: (attributes) => ({ purpose: 'agent', attributes }),
  },
  'patch-participant-attributes': { method: 'PATCH', path: (made) => made.attributes(), body: bag },
  'patch-interaction': {
    method: 'PATCH',
    path: (made) => made.interaction,
    body: (attributes) => ({ participants: [{ id: 'customer', attributes }] }),
  },
  'put-customattributes': {
    method: 'PUT',
    path: (made) => `${made.conversation}/customattributes`,
    body: (customAttributes) => ({ id: 'names', customAttributes }),
  },
  'patch-customattributes': {
    method: 'PATCH',
    path: (made) => `${made.conversation}/customattributes`,
    body: (customAttributes) => ({ id: 'names', customAttributes }),
  },
  'set-attributes': { method: 'POST', path: (made) => made.flow(), body: bag },
  'flush-attributes': { method: 'POST', path: (made) => made.flush(), body: bag },
  'post-contact-data': {
    method: 'POST',
    path: () => '/RI/cmi/contactData',
    body: (data, { id }) => ({ contact_id: id, data }),
  },
  'set-flow-secureattributes': { method: 'POST', path: (made) => securedFlow(made), body: bag },
  'put-secureattributes': {
    method: 'PUT',
    path: securedOf,
    body: (attributes) => ({ attributes, version: 0 }),
  },
  'patch-secureattributes': { method: 'PATCH', path: securedOf, body: bag },
};

/** Those that make something, and a replacement, have nothing to remove. */
const takesRemovals = (operation: string) =>
  !['create-conversation', 'add-participant', 'put-secureattributes'].includes(operation);

const takers = operations.filter(({ attributes, body }) => attributes !== undefined && body !== undefined);

describe.each(takers.filter(({ operation }) => operation !== 'post-webchat-message'))(
  '$operation',
  ({ operation, attributes: kind }) => {
    const names = kind === 'secured' ? { good: 'pin', bad: 'pin' } : { good: 'count', bad: 'tier' };

    async function ask(attributes: object) {
      const writer = writers[operation];
      if (writer === undefined) throw new Error(`There is no way to write by ${operation}`);
      const made = await api.make();
      if (operation === 'post-contact-data') await api.ok('PATCH', made.conversation, { body: { state: 'wrapup' } });
      if (operation === 'patch-customattributes')
        await api.ok('PATCH', made.conversation, { body: { data: { there: 1 } } });
      const before = (await api.ok('GET', `${made.conversation}/export`)).body;
      const answer = await api.call(writer.method, writer.path(made), { body: writer.body(attributes, made) });
      return { answer, isUnchanged: async () => (await api.ok('GET', `${made.conversation}/export`)).body, before };
    }

    test('takes what fits the definition of its name', async () => {
      const { answer } = await ask({ [names.good]: '5' });
      expect(answer.status, answer.text).toBeLessThan(300);
    });

    test('is refused whole for what does not fit, without its value', async () => {
      const { answer, before, isUnchanged } = await ask({ free: 'x', [names.bad]: 'canary-1' });
      expect([answer.status, answer.body.code]).toEqual([422, 'unprocessable-content']);
      expect(answer.body.errors).toHaveLength(1);
      expect(answer.body.errors[0]?.name.split('.').at(-1)).toBe(names.bad);
      expect(answer.text).not.toContain('canary');
      expect(await isUnchanged()).toEqual(before);
    });

    test('is refused whole with 403 for a name that the caller may not write or remove, and takes one that it may', async () => {
      for (const value of ['x', null]) {
        const { answer, before, isUnchanged } = await ask({ free: 'x', [names.bad]: 'canary-1', locked: value });
        if (value === null && !takesRemovals(operation)) continue;
        expect([answer.status, answer.body.code], answer.text).toEqual([403, 'attribute-not-writable']);
        expect(answer.body.errors.map(({ name }: { name: string }) => name.split('.').at(-1))).toEqual(['locked']);
        expect(await isUnchanged()).toEqual(before);
      }
      expect((await ask({ own: 'x' })).answer.status).toBeLessThan(300);
    });

    test(`${kind === 'secured' ? 'takes' : 'does not take'} a name that is defined as secured`, async () => {
      const { answer, before, isUnchanged } = await ask({ card: '4111' });
      if (kind === 'secured') return expect(answer.status, answer.text).toBeLessThan(300);
      expect([answer.status, answer.body.detail]).toEqual([422, expect.stringContaining('/secureattributes')]);
      expect(await isUnchanged()).toEqual(before);
    });
  },
);

test('every operation that takes attributes is tried here', () => {
  expect(takers.map(({ operation }) => operation).sort()).toEqual(
    [...Object.keys(writers), 'post-webchat-message'].sort(),
  );
});

test('a replacement of secured attributes is refused with 403 when it would remove what the caller may not write', async () => {
  const made = await api.make();
  const path = '/api/v2/settings/attributes/vip';
  await api.ok('PATCH', securedOf(made), { body: { attributes: { vip: '1', pin: '1' } } });
  await api.ok('PUT', path, { body: { writers: { queues: ['other'] } } });
  await api.ok('PUT', path, { body: { writers: { clients: [] } } });
  const refused = await api.call('PUT', securedOf(made), { body: { attributes: { pin: '2' }, version: 1 } });
  expect([refused.status, refused.body.code, refused.body.errors[0]?.name]).toEqual([
    403,
    'attribute-not-writable',
    'vip',
  ]);
  expect((await api.ok('GET', securedOf(made))).body.attributes).toEqual({ vip: '1', pin: '1' });
  await api.ok('DELETE', path);
  await api.ok('PUT', securedOf(made), { body: { attributes: { pin: '2' }, version: 1 } });
});

test('a secured value stays the text that it is', async () => {
  const made = await api.make();
  await api.ok('PATCH', securedOf(made), { body: { attributes: { pin: '0' } } });
  expect((await api.ok('GET', securedOf(made))).body.attributes).toEqual({ pin: '0' });
});

test('what a guest brings is converted, or dropped with why', async () => {
  const metadata = { count: '5', flag: 'maybe', card: '4111', locked: 'x', free: 'x', tags: '["a"]' };
  const body = takenOf(await api.ok('POST', `${shop}/messages`, { body: { message: { text: 'Hello' }, metadata } }));
  expect(body.accepted.toSorted()).toEqual(['count', 'free', 'tags']);
  expect(body.dropped).toEqual([
    { name: 'flag', reason: 'wrong-type' },
    { name: 'card', reason: 'not-allowed' },
    { name: 'locked', reason: 'not-allowed' },
  ]);
  const { data } = (await api.ok('GET', `/api/v2/conversations/${body.conversationId}`)).body;
  expect(data).toEqual({ count: 5, free: 'x', tags: ['a'] });
});

test('the metadata of a new conversation is held to the definitions, by a channel or without', async () => {
  const make = (more: object) =>
    api.call('POST', '/api/v2/conversations', { body: { type: 'voice', participants: [], ...more } });
  expect((await make({ metadata: { count: '5' } })).body.data).toEqual({ count: 5 });
  expect((await make({ metadata: { count: 'x' } })).body.errors).toMatchObject([{ name: 'metadata.count' }]);
  expect((await make({ metadata: { locked: 'x' } })).body).toMatchObject({
    code: 'attribute-not-writable',
    errors: [{ name: 'metadata.locked' }],
  });
  const made = await make({ channelId: 'shop', metadata: { count: 'x', flag: 'true' } });
  expect(made.body).toMatchObject({ data: { flag: true }, dropped: [{ name: 'count', reason: 'wrong-type' }] });
});
