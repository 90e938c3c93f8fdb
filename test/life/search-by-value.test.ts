import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, test } from 'vitest';
import { limits } from '#domain/limits.ts';
import { nameTable } from '../../local/tables.ts';
import { type Signer, signerOf, useDataDir } from '../access/tokens.ts';
import { takeBlock } from '../docs/markdown.ts';
import { useApi } from '../support/api.ts';
import { clocked, useClock } from '../support/clock.ts';
import type { Paths } from '../support/paths.ts';
import { end, keep } from './support.ts';

const { start, setClock } = useClock();
const dataDir = useDataDir();
const api = useApi({ ...clocked, dataDir });
const day = 24 * 60 * 60 * 1000;
const definitionOf = (name: string) => `/api/v2/settings/attributes/${name}`;

let signer: Signer;

beforeAll(async () => {
  signer = await signerOf(api.local.url, dataDir);
  await keep(api, 'voice', ['customerId', 'brief'], 30);
  await api.ok('PUT', definitionOf('customerId'), { body: { searchable: true, aliases: ['customer_id'] } });
  await api.ok('PUT', definitionOf('campaign'), { body: { searchable: true, type: 'string' } });
  await api.ok('PUT', definitionOf('brief'), { body: { searchable: true, retentionDays: 2 } });
});

interface Page {
  readonly conversations: readonly { readonly id: string }[];
  readonly nextToken?: string;
}

/** A page, as it was answered. */
const pageIn = (body: object): Page => body as unknown as Page;

/** What asks for the next page, if there is one. */
const pickToken = ({ nextToken }: Page) => (nextToken === undefined ? {} : { nextToken });

/** The ids that a search finds, newest first. */
async function search(query: Readonly<Record<string, string>>, token?: string): Promise<readonly string[]> {
  const { body } = await api.ok('GET', `/api/v2/conversations?${new URLSearchParams(query)}`.replaceAll('+', '%20'), {
    ...(token && { token }),
  });
  return pageIn(body).conversations.map(({ id }) => id);
}

const equals = (value: string, more: object = {}) => search({ attribute: 'customerId', equals: value, ...more });
const startsWith = (value: string, more: object = {}) =>
  search({ attribute: 'customerId', startsWith: value, ...more });

/** A call whose customer has an id. */
const makeOf = (customerId: unknown, more: object = {}): Promise<Paths> =>
  api.make({ participants: [{ purpose: 'customer', attributes: { customerId } }], ...more });

describe('a conversation is found by the value of a searchable attribute', () => {
  test('as a whole and by what it begins with, from its creation on, under any spelling of the name, and by no other value', async () => {
    const one = await makeOf('4711-abc');
    const other = await makeOf('4711-abd');
    expect(await equals('4711-abc')).toEqual([one.id]);
    expect(await search({ attribute: 'customer_id', equals: '4711-abc' })).toEqual([one.id]);
    expect((await startsWith('4711-a')).toSorted()).toEqual([one.id, other.id].toSorted());
    expect(await startsWith('4711-abc')).toEqual([one.id]);
    expect(await startsWith('4711-abc-longer-than-all-characters-that-count')).toEqual([]);
    for (const none of ['4711-ab', '4711-ABC', '4711-abc ', '4711'])
      expect([none, await equals(none)]).toEqual([none, []]);
    expect(await search({ attribute: 'campaign', equals: '4711-abc' })).toEqual([]);
  });

  test.each(['ab', 'abc', 'abcd', 'ä€😀x', 'a.b#c/d', `long-${'x'.repeat(1000)}`, '__proto__'])(
    'whatever text it is: %s',
    async (text) => {
      const { id } = await makeOf(text);
      expect(await equals(text)).toContain(id);
      if ([...text].length < limits.prefixCharacters) return;
      for (const beginning of [text, [...text].slice(0, 3).join('')]) expect(await startsWith(beginning)).toContain(id);
    },
  );

  test('that is a text: other values are not looked for', async () => {
    await makeOf(815_815);
    await makeOf(['815815']);
    expect(await equals('815815')).toEqual([]);
    expect(await startsWith('815')).toEqual([]);
  });

  test.each([
    {
      write: 'a patch of the participant',
      of: (made: Paths, value: string | null) =>
        api.ok('PATCH', made.attributes('customer-1'), { body: { attributes: { customerId: value } } }),
    },
    {
      write: 'a patch by an alias',
      of: (made: Paths, value: string | null) =>
        api.ok('PATCH', made.attributes(), { body: { attributes: { customer_id: value } } }),
    },
    {
      write: 'a patch of the interaction',
      of: (made: Paths, value: string | null) =>
        api.ok('PATCH', made.interaction, {
          body: { participants: [{ id: 'customer-1', attributes: { customerId: value } }] },
        }),
    },
    {
      write: 'a flush',
      of: async (made: Paths, value: string | null) => {
        await api.ok('POST', made.flow(), { body: { attributes: { customerId: value } } });
        await api.ok('POST', made.flush());
      },
    },
    {
      write: 'the last batch of a flush',
      of: (made: Paths, value: string | null) =>
        api.ok('POST', made.flush(), { body: { attributes: { customerId: value } } }),
    },
  ])(
    'as $write leaves it: by the new value, by the former no more, and by none after its removal',
    async ({ of, write }) => {
      const made = await makeOf(`before ${write}`);
      await of(made, `after ${write}`);
      expect([await equals(`before ${write}`), await equals(`after ${write}`)]).toEqual([[], [made.id]]);
      await of(made, null);
      expect(await startsWith(`after ${write}`)).toEqual([]);
    },
  );

  test('not while it is only pending, but once the sweeper has flushed it', async () => {
    setClock(start);
    const made = await makeOf('settled');
    await api.ok('POST', made.flow(), { body: { attributes: { customerId: 'pending' } } });
    expect([await equals('settled'), await equals('pending')]).toEqual([[made.id], []]);
    setClock(start + 3_600_000);
    await api.local.sweep();
    expect([await equals('settled'), await equals('pending')]).toEqual([[], [made.id]]);
    setClock(start);
  });

  test('that would be saved, were it to end now: of a customer before an agent, and of these before data', async () => {
    const made = await api.make({ data: { customerId: 'of data' } });
    expect(await equals('of data')).toEqual([made.id]);
    const joins = (purpose: string, customerId: string) =>
      api.ok('POST', made.participants, { body: { purpose, attributes: { customerId } } });
    await joins('agent', 'of agent 1');
    expect([await equals('of data'), await equals('of agent 1')]).toEqual([[], [made.id]]);
    await joins('agent', 'of agent 2');
    await api.ok('PATCH', made.attributes(), { body: { attributes: { customerId: 'of customer' } } });
    await api.ok('PATCH', made.conversation, { body: { data: { customerId: 'of data again' } } });
    expect(await startsWith('of ')).toEqual([made.id]);
    expect(await equals('of customer')).toEqual([made.id]);
    await api.ok('PATCH', made.attributes(), { body: { attributes: { customerId: null } } });
    expect([await equals('of agent 1'), await equals('of agent 2')]).toEqual([[], [made.id]]);
  });

  test('with the other conditions of the list, and page by page, newest first', async () => {
    const ids: string[] = [];
    for (let number = 0; number < 5; number++) {
      setClock(start + number * 1000);
      ids.unshift((await makeOf(`page-${number % 2}`, { queueId: `queue-${number}` })).id);
    }
    expect(await startsWith('page', { queueId: 'queue-3' })).toEqual([ids[1]]);
    expect(await startsWith('page', { type: 'task' })).toEqual([]);
    expect(await startsWith('page', { to: new Date(start + 2000).toISOString() })).toEqual(ids.slice(3));
    expect(await equals('page-0', { from: new Date(start + 1000).toISOString() })).toEqual([ids[0], ids[2]]);
    for (const query of [{ startsWith: 'page' }, { equals: 'page-0' }]) {
      const found: string[] = [];
      let more: { readonly nextToken?: string } = {};
      do {
        const asked = new URLSearchParams({ attribute: 'customerId', ...query, pageSize: '2', ...more });
        const { body } = await api.ok('GET', `/api/v2/conversations?${asked}`);
        found.push(...pageIn(body).conversations.map(({ id }) => id));
        more = pickToken(pageIn(body));
      } while (more.nextToken !== undefined);
      expect(found).toEqual('equals' in query ? [ids[0], ids[2], ids[4]] : ids);
    }
  });
});

describe('after the end a conversation is found by what is kept', () => {
  test('and in wrap-up by what it had: names that are not saved lead to it until it is handled', async () => {
    const made = await makeOf('kept-1', { data: { campaign: 'winter' } });
    const found = async () => [await equals('kept-1'), await search({ attribute: 'campaign', equals: 'winter' })];
    await end(api, made.conversation, 'wrapup');
    expect(await found()).toEqual([[made.id], [made.id]]);
    expect(await equals('kept-1', { state: 'handled' })).toEqual([]);
    await end(api, made.conversation, 'handled');
    expect(await found()).toEqual([[made.id], []]);
    expect(await equals('kept-1', { state: 'active,wrapup' })).toEqual([]);
    expect(await startsWith('kept', { state: 'handled' })).toEqual([made.id]);
  });

  test('with what was pending at the end', async () => {
    const made = await makeOf('at first');
    await api.ok('POST', made.flow(), { body: { attributes: { customerId: 'at last' } } });
    await end(api, made.conversation, 'handled');
    expect([await equals('at first'), await equals('at last')]).toEqual([[], [made.id]]);
  });

  test('as contact data corrects and removes it', async () => {
    const made = await makeOf('wrong');
    await end(api, made.conversation, 'handled');
    const write = (value: string | null) =>
      api.ok('POST', '/RI/cmi/contactData', { body: { contact_id: made.id, data: { customerId: value } } });
    await write('right');
    expect([await equals('wrong'), await equals('right')]).toEqual([[], [made.id]]);
    await write(null);
    expect(await equals('right')).toEqual([]);
  });

  test('and not by a name whose own time is over, nor once the record is gone', async () => {
    setClock(start);
    const made = await api.make({ data: { brief: 'for two days', customerId: 'for thirty' } });
    await end(api, made.conversation, 'handled');
    const from = new Date(start - day).toISOString();
    const found = async () => [
      await search({ attribute: 'brief', equals: 'for two days', from }),
      await equals('for thirty', { from }),
    ];
    expect(await found()).toEqual([[made.id], [made.id]]);
    setClock(start + 2 * day);
    await api.local.sweep();
    expect(await found()).toEqual([[], [made.id]]);
    setClock(start + 30 * day);
    expect(await found()).toEqual([[], []]);
    // DynamoDB's time to live, which is not there, would have removed it.
    setClock(start + 33 * day);
    await api.local.sweep();
    setClock(start);
    expect(await valueKeysOf(made.id)).toEqual([]);
  });

  test('and by nothing where it was abandoned, or is erased', async () => {
    const abandoned = await makeOf('gone-1');
    await end(api, abandoned.conversation, 'abandoned');
    const live = await makeOf('gone-2');
    const kept = await makeOf('gone-3');
    await end(api, kept.conversation, 'handled');
    expect((await startsWith('gone')).toSorted()).toEqual([live.id, kept.id].toSorted());
    for (const one of [live, kept]) await api.ok('DELETE', one.conversation);
    expect(await startsWith('gone')).toEqual([]);
    for (const { id } of [abandoned, live, kept]) expect(await valueKeysOf(id)).toEqual([]);
  });
});

/** The keys of a conversation's item in the indexes of values. */
async function valueKeysOf(id: string): Promise<readonly string[]> {
  const { storeOptions, store } = await import('#http/wiring/conversation-store.ts');
  const { Items = [] } = await storeOptions.client.send(new ScanCommand({ TableName: nameTable('conversations') }));
  const item = Items.find(({ pk }) => pk === store.itemKey(id));
  return Object.keys(item ?? {}).filter((name) => /^(value|place)\d/.test(name));
}

test('no index has a value, nor what one begins with', async () => {
  await makeOf('canary-4711');
  const { storeOptions } = await import('#http/wiring/conversation-store.ts');
  const { Items = [] } = await storeOptions.client.send(
    new ScanCommand({ TableName: nameTable('conversations'), IndexName: 'value1' }),
  );
  expect(Items.length).toBeGreaterThan(0);
  for (const item of Items)
    expect(Object.keys(item).sort()).toEqual(['pk', 'place1', 'started', 'value1'].filter((name) => name in item));
  expect(JSON.stringify(Items)).not.toMatch(/can|471/);
});

test('the page about it shows a definition that is taken, and searches that are answered', async () => {
  const [line = '', body = ''] = takeBlock('docs/attributes.md', '"searchable": true').split('\n');
  const [method = '', path = ''] = line.split(' ');
  await api.ok(method, path, { body });
  const { id } = await makeOf('4711-0815');
  for (const search of takeBlock('docs/attributes.md', 'startsWith=4711').split('\n')) {
    const [get = '', list = ''] = search.split(' ');
    expect(pageIn((await api.ok(get, list)).body).conversations.map((one) => one.id)).toContain(id);
  }
  await api.ok('PUT', definitionOf('customerId'), { body: { searchable: true, aliases: ['customer_id'] } });
});

describe('the contact log', () => {
  const log = async (query: Readonly<Record<string, string>>, accept = 'application/json') => {
    const path = `/api/v2/reports/contact-log?${new URLSearchParams(query)}`.replaceAll('+', '%20');
    return (await api.ok('GET', path, { headers: { accept } })).text;
  };

  test('shows those that keep the value, with what they keep, and none by what is not saved', async () => {
    const made = await makeOf('logged', { data: { campaign: 'logged too' } });
    const other = await makeOf('logged, too');
    for (const { conversation } of [made, other]) await end(api, conversation, 'wrapup');
    const byId = { attribute: 'customer_id', equals: 'logged' };
    const byCampaign = { attribute: 'campaign', equals: 'logged too' };
    for (const state of ['wrapup', 'handled']) {
      if (state === 'handled') for (const { conversation } of [made, other]) await end(api, conversation, state);
      expect(JSON.parse(await log(byId)).conversations).toMatchObject([
        { id: made.id, data: { customerId: 'logged' } },
      ]);
      expect((await log(byId, 'text/csv')).split('\n').filter((line) => line.includes('logged'))).toHaveLength(1);
      expect(JSON.parse(await log({ attribute: 'customerId', startsWith: 'logged' })).conversations).toHaveLength(2);
      expect(JSON.parse(await log(byCampaign)).conversations).toEqual([]);
    }
    expect(await search(byCampaign)).toEqual([]);
  });

  test('refuses a name that is not searchable, or that the caller may not read (422)', async () => {
    for (const name of ['undefinedName', 'secretName']) {
      await api.ok('PUT', definitionOf('secretName'), { body: { searchable: true, readers: {} } });
      const refused = await api.call('GET', `/api/v2/reports/contact-log?attribute=${name}&equals=x`);
      expect(refused).toMatchObject({ status: 422, body: { errors: [{ name: 'attribute' }] } });
    }
    await api.ok('DELETE', definitionOf('secretName'));
  });
});

describe('who searches', () => {
  test('must be able to read the name: a guess is answered to nobody else, masked or not', async () => {
    const readers = { clients: ['crm'] };
    for (const body of [
      { readers, searchable: true },
      { readers, searchable: true, mask: 'last4' },
    ]) {
      await api.ok('PUT', definitionOf('card'), { body });
      const made = await api.make({ data: { card: '4111-2222' } });
      const crm = await signer.sign({ client_id: 'crm' });
      expect(await search({ attribute: 'card', equals: '4111-2222' }, crm)).toContain(made.id);
      for (const value of ['4111-2222', '4111-3333']) {
        const refused = await api.call('GET', `/api/v2/conversations?attribute=card&equals=${value}`);
        const reason = '"card" is looked for only by callers that may read it';
        expect(refused).toMatchObject({ status: 422, body: { errors: [{ name: 'attribute', reason }] } });
      }
    }
    await api.ok('DELETE', definitionOf('card'));
  });

  test('sees of what is kept only the call queues that its token names, as in the history', async () => {
    for (const queueId of ['sales', 'support', undefined]) {
      const made = await makeOf('right', { id: `right-${queueId}`, queueId });
      await end(api, made.conversation, 'handled');
      await makeOf('right', { id: `live-${queueId}`, queueId });
    }
    const seenBy = async (claims: object) => {
      const query = { attribute: 'customerId', equals: 'right' };
      return (await search(query, await signer.sign({ ...claims }))).filter((id) => /right-|live-/.test(id)).toSorted();
    };
    const live = ['live-sales', 'live-support', 'live-undefined'];
    expect(await seenBy({ queues: 'sales' })).toEqual([...live, 'right-sales']);
    expect(await seenBy({ queues: '' })).toEqual(live);
    expect(await seenBy({ queues: '*' })).toEqual([...live, 'right-sales', 'right-support', 'right-undefined']);
    // A client that is held to its call queues sees no others, whatever their state.
    expect(await seenBy({ client_id: 'console', queues: 'sales' })).toEqual(['live-sales', 'right-sales']);
    expect(await seenBy({ client_id: 'console', queues: '' })).toEqual([]);
  });

  test.each([
    ['equals=a', 'equals'],
    ['startsWith=abc', 'startsWith'],
    ['attribute=customerId', 'attribute'],
    ['attribute=customerId&equals=a&startsWith=abc', 'attribute'],
    ['attribute=customerId&startsWith=ab', 'startsWith'],
    ['attribute=customerId&equals=', 'equals'],
    ['attribute=customerId&equals=+49', 'equals'],
    ['attribute=&equals=a', 'attribute'],
  ])('by %s is refused with 400, which names %s', async (query, name) => {
    const refused = await api.call('GET', `/api/v2/conversations?${query}`);
    expect(refused).toMatchObject({ status: 400, body: { errors: [{ name }] } });
  });

  test.each(['undefinedName', 'plain'])('by %s, which is not searchable, is refused with 422', async (name) => {
    await api.ok('PUT', definitionOf('plain'), { body: { type: 'string' } });
    const refused = await api.call('GET', `/api/v2/conversations?attribute=${name}&equals=x`);
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ name: 'attribute' }] } });
  });
});

describe('a definition', () => {
  test.each([
    { secured: true },
    { type: 'integer' },
    { type: 'number' },
    { type: 'boolean' },
    { type: 'date' },
    { type: 'list' },
  ])('with %j can not be searchable (422)', async (body) => {
    const refused = await api.call('PUT', definitionOf('never'), { body: { ...body, searchable: true } });
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ name: 'searchable' }] } });
  });

  test(`of ${limits.searchableNames} names can be searchable at once; a sixth gets the place of one that is so no more, and finds nothing of it`, async () => {
    const put = (name: string, body: object = { searchable: true }) => api.call('PUT', definitionOf(name), { body });
    expect((await put('fourth', { searchable: true, type: 'enum', values: ['one', 'two'] })).body).toMatchObject({
      searchable: true,
    });
    await put('fifth');
    const refused = await put('sixth');
    expect(refused.status).toBe(422);
    expect(refused.body.errors[0]?.reason).toMatch(/"customerId".*no more than 5 \(limit: searchable names\)/);
    const made = await api.make({ data: { fifth: 'shared value' } });
    // The same again takes no place of its own.
    expect((await put('fifth')).status).toBe(200);
    expect(await search({ attribute: 'fifth', equals: 'shared value' })).toEqual([made.id]);
    expect((await put('fifth', {})).status).toBe(200);
    expect((await put('sixth')).status).toBe(200);
    expect(await search({ attribute: 'sixth', equals: 'shared value' })).toEqual([]);
    await api.ok('PATCH', made.conversation, { body: { data: { sixth: 'shared value' } } });
    expect(await search({ attribute: 'sixth', equals: 'shared value' })).toEqual([made.id]);
    for (const name of ['fourth', 'sixth']) await api.ok('DELETE', definitionOf(name));
    expect((await put('fifth')).status).toBe(200);
    await api.ok('DELETE', definitionOf('fifth'));
  });

  test('counts for what is written from then on, and for what is kept when a conversation ends', async () => {
    const made = await api.make({ data: { later: 'was there' } });
    await keep(api, 'voice', ['customerId', 'brief', 'later'], 30);
    await api.ok('PUT', definitionOf('later'), { body: { searchable: true } });
    const found = () => search({ attribute: 'later', equals: 'was there' });
    expect(await found()).toEqual([]);
    await end(api, made.conversation, 'handled');
    expect(await found()).toEqual([made.id]);
    await api.ok('DELETE', definitionOf('later'));
    await keep(api, 'voice', ['customerId', 'brief'], 30);
  });
});
