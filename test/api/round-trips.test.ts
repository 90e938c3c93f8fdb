import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { countFoundUnits, countValueUnits } from '../../bench/scale/units.ts';
import { itemOf } from '../life/support.ts';
import { returnItemsOfFailedConditions } from '../support/all-old.ts';
import { useApi } from '../support/api.ts';
import { bagOfBytes } from '../support/bags.ts';
import { type Calls, countCalls } from '../support/calls.ts';
import type { Paths } from '../support/paths.ts';

const api = useApi();

let calls: Calls;
let giveItems: () => void;
let undo: (() => void) | undefined;

beforeAll(async () => {
  // Its environment is there since the API was started.
  const { documentClient } = await import('../../lambdas/http/wiring/document-client.ts');
  calls = countCalls(documentClient);
  giveItems = () => {
    undo = returnItemsOfFailedConditions(documentClient);
  };
});

afterEach(() => {
  undo?.();
  undo = undefined;
});

/** The commands that a request takes. */
async function commandsOf(method: string, path: string, body?: object): Promise<readonly string[]> {
  const made = await calls.during(() => api.ok(method, path, { body }));
  return made.map(({ command }) => command);
}

const participant = { id: 'caller', purpose: 'customer', attributes: { tier: 'gold' } };
const bag = { attributes: { tier: 'gold' } };

describe('calls to DynamoDB', () => {
  test('creation takes one: PutItem', async () => {
    const body = { type: 'voice', participants: [participant] };
    expect(await commandsOf('POST', '/api/v2/conversations', body)).toEqual(['PutItem']);
  });

  test.each([
    { read: 'a conversation', path: (made: Paths) => made.conversation },
    { read: 'an interaction', path: (made: Paths) => made.interaction },
    { read: 'attributes of a participant', path: (made: Paths) => made.attributes('caller') },
    { read: 'attributes by an alias', path: (made: Paths) => made.attributes('customer') },
    { read: 'a get', path: (made: Paths) => `${made.flow()}?name=tier` },
  ])('$read takes one: GetItem', async ({ path }) => {
    const made = await api.make({ participants: [participant] });
    expect(await commandsOf('GET', path(made))).toEqual(['GetItem']);
  });

  test.each([
    {
      write: 'a set',
      method: 'POST',
      path: (made: Paths) => made.flow(),
      body: { ...bag, participantId: 'caller' },
    },
    { write: 'a patch of a participant', method: 'PATCH', path: (made: Paths) => made.attributes('caller'), body: bag },
    { write: 'a patch of data', method: 'PATCH', path: (made: Paths) => made.conversation, body: { data: { a: 1 } } },
    {
      write: 'a patch that expects values',
      method: 'PATCH',
      path: (made: Paths) => made.attributes('caller'),
      body: { ...bag, if: { tier: 'gold', note: null } },
    },
    {
      write: 'a patch of an interaction',
      method: 'PATCH',
      path: (made: Paths) => made.interaction,
      body: { participants: [{ id: 'caller', version: 1, ...bag }], version: 1 },
    },
  ])('$write takes one: UpdateItem', async ({ method, path, body }) => {
    const made = await api.make({ participants: [participant] });
    expect(await commandsOf(method, path(made), body)).toEqual(['UpdateItem']);
  });

  test.each([
    { write: 'a participant who leaves', method: 'DELETE', path: (made: Paths) => `${made.participants}/customer` },
  ])('$write by an alias takes two, none of which is a failed write: GetItem and UpdateItem', async (one) => {
    const made = await api.make({ participants: [participant] });
    expect(await commandsOf(one.method, one.path(made))).toEqual(['GetItem', 'UpdateItem']);
  });

  test('a patch of a searchable name takes two, since what is found depends on all owners, and a patch beside it one', async () => {
    await api.ok('PUT', '/api/v2/settings/attributes/wanted', { body: { searchable: true } });
    const made = await api.make({ participants: [participant] });
    const patch = (name: string) => commandsOf('PATCH', made.attributes('caller'), { attributes: { [name]: 'x' } });
    await patch('other');
    expect(await patch('wanted')).toEqual(['GetItem', 'UpdateItem']);
    expect(await patch('other')).toEqual(['UpdateItem']);
    await api.ok('DELETE', '/api/v2/settings/attributes/wanted');
    await patch('other');
    expect(await patch('wanted')).toEqual(['UpdateItem']);
  });

  describe('a write by an alias', () => {
    const writes = [
      {
        write: 'a set',
        method: 'POST',
        path: (made: Paths) => made.flow(),
        body: (to: string) => ({ ...bag, participantId: to }),
      },
      { write: 'a patch', method: 'PATCH', path: (made: Paths, to: string) => made.attributes(to), body: () => bag },
    ];

    test.each(writes)('takes one, where ids are those of the server: $write', async ({ method, path, body }) => {
      const made = await api.make({ participants: [{ purpose: 'customer' }] });
      const write = (to: string) => commandsOf(method, path(made, to), body(to));
      expect(await write('customer')).toEqual(['UpdateItem']);
      await api.ok('POST', made.participants, { body: { purpose: 'agent' } });
      expect(await write('customer')).toEqual(['UpdateItem']);
      expect(await write('agent')).toEqual(['UpdateItem']);
    });

    test.each(writes)(
      'fails to write once in 100 times, where ids are others: $write',
      async ({ method, path, body }) => {
        const embedded = api.local.config.dynamodbEndpoint === undefined;
        const write = async () => {
          const made = await api.make({ participants: [participant] });
          return commandsOf(method, path(made, 'customer'), body('customer'));
        };
        expect(await write()).toEqual(['UpdateItem', ...(embedded ? ['GetItem'] : []), 'UpdateItem']);
        for (let count = 0; count < 99; count++) expect(await write()).toEqual(['GetItem', 'UpdateItem']);
      },
    );
  });

  test('a set that names nobody takes one where the customer has joined first and has the id of the server', async () => {
    const made = await api.make({ participants: [{ purpose: 'customer' }, { purpose: 'customer' }] });
    expect(await commandsOf('POST', made.flow(), bag)).toEqual(['UpdateItem']);
  });

  test('a set that names nobody, where the customer has an id of its own, fails to write once in 100 times', async () => {
    const embedded = api.local.config.dynamodbEndpoint === undefined;
    const failed = ['UpdateItem', ...(embedded ? ['GetItem'] : []), 'UpdateItem'];
    const set = async () => commandsOf('POST', (await api.make({ participants: [participant] })).flow(), bag);
    expect(await set()).toEqual(failed);
    for (let count = 0; count < 99; count++) expect(await set()).toEqual(['GetItem', 'UpdateItem']);
    giveItems();
    expect(await set()).toEqual(['UpdateItem', 'UpdateItem']);
  });

  test('a participant who leaves takes one: UpdateItem', async () => {
    const made = await api.make({ participants: [participant] });
    expect(await commandsOf('DELETE', `${made.participants}/caller`)).toEqual(['UpdateItem']);
  });

  test('a flush takes two, whether pending writes, a last batch or both: GetItem and UpdateItem', async () => {
    const made = await api.make({ participants: [participant] });
    const body = { participantId: 'caller', ...bag };
    await api.ok('POST', made.flow(), { body });
    expect(await commandsOf('POST', made.flush())).toEqual(['GetItem', 'UpdateItem']);
    expect(await commandsOf('POST', made.flush(), body)).toEqual(['GetItem', 'UpdateItem']);
    await api.ok('POST', made.flow(), { body });
    expect(await commandsOf('POST', made.flush(), { ...bag, target: 'conversation' })).toEqual([
      'GetItem',
      'UpdateItem',
    ]);
  });

  test('a flush of nothing takes one: GetItem', async () => {
    const made = await api.make();
    expect(await commandsOf('POST', made.flush())).toEqual(['GetItem']);
  });

  test.each([
    {
      what: 'settings of a channel type',
      method: 'PUT',
      path: '/api/v2/settings/channels/voice',
      body: { savedAttributes: ['tier'], retentionDays: 30 },
    },
    {
      what: 'a web channel',
      method: 'PATCH',
      path: '/api/v2/webchat/channels/widget',
      body: { settings: { webchat: { type: 'webchat' } } },
    },
  ])('a read of $what takes one, a write two: GetItem and PutItem', async ({ method, path, body }) => {
    expect(await commandsOf('GET', path)).toEqual(['GetItem']);
    expect(await commandsOf(method, path, body)).toEqual(['GetItem', 'PutItem']);
  });

  test('what is refused for its form takes none', async () => {
    const made = await api.make();
    const body = { attributes: { deep: [[[[[[]]]]]], 'tab\t': 1 } };
    expect(await calls.during(() => api.call('PATCH', made.attributes(), { body }))).toEqual([]);
    expect(await calls.during(() => api.call('POST', made.flow(), { body }))).toEqual([]);
  });

  test('a write whose version is not current takes one, where a failed condition comes with the item', async () => {
    const made = await api.make();
    giveItems();
    const body = { ...bag, version: 7 };
    const took = await calls.during(() => api.call('PATCH', made.attributes('customer-1'), { body }));
    expect(took.map(({ command }) => command)).toEqual(['UpdateItem']);
  });
});

describe('write units', () => {
  /** What a conversation's item has beside its attributes, in bytes, at most. */
  const overhead = 1024;

  test.each([1, 4, 20])('of a write to a conversation of %i KB are one for each KB of its item', async (kilobytes) => {
    const bytes = kilobytes * 1024;
    const made = await api.make({ data: bagOfBytes(bytes - 10) });
    const writes = [
      () => api.ok('PATCH', made.attributes(), { body: { attributes: { a: '1' } } }),
      () => api.ok('POST', made.flow(), { body: { attributes: { b: '2' } } }),
      () => api.ok('POST', made.flush()),
    ];
    for (const write of writes) {
      const took = await calls.during(write);
      const units = took.findLast(({ command }) => command === 'UpdateItem')?.units;
      expect(units).toBeGreaterThanOrEqual(kilobytes);
      expect(units).toBeLessThanOrEqual(Math.ceil((bytes + overhead) / 1024));
    }
  });

  test('of a read are one for each 4 KB of the item', async () => {
    const made = await api.make({ data: bagOfBytes(20 * 1024) });
    const [get] = await calls.during(() => api.ok('GET', made.conversation));
    expect(get?.units).toBe(6);
  });

  test('of the indexes by which it is found are few, and none of a set, a flush or a patch', async () => {
    let made: Paths | undefined;
    const unitsOf = async (work: () => Promise<unknown>) => {
      const before = made && (await itemOf(made.id));
      await work();
      return countFoundUnits(before, made && (await itemOf(made.id)));
    };
    const addresses = [{ type: 'phone', uri: 'tel:+4930123456' }];
    const agent = { purpose: 'agent', externalId: 'emp-7' };
    const unitsOfMaking = async (body: object) => {
      made = await api.make(body);
      return countFoundUnits(undefined, await itemOf(made.id));
    };
    const path = () => made?.conversation ?? '';
    const life = async (body: object, joins: object) => ({
      begin: await unitsOfMaking(body),
      join: await unitsOf(() => api.ok('POST', `${path()}/participants`, { body: joins })),
      set: await unitsOf(() => api.ok('POST', made?.flow() ?? '', { body: { attributes: { b: '2' } } })),
      flush: await unitsOf(() => api.ok('POST', made?.flush() ?? '')),
      patch: await unitsOf(() => api.ok('PATCH', made?.attributes('customer-1') ?? '', { body: bag })),
      move: await unitsOf(() => api.ok('PATCH', path(), { body: { queueId: 'support' } })),
      wrapup: await unitsOf(() => api.ok('PATCH', path(), { body: { state: 'wrapup' } })),
      handled: await unitsOf(() => api.ok('PATCH', path(), { body: { state: 'handled' } })),
    });
    const plain = { begin: 1, join: 0, set: 0, flush: 0, patch: 0, move: 2, wrapup: 1, handled: 1 };
    expect(await life({ queueId: 'sales' }, { purpose: 'agent' })).toEqual(plain);
    const caller = { queueId: 'sales', participants: [{ purpose: 'customer', addresses }] };
    expect(await life(caller, agent)).toEqual({ ...plain, begin: 2, join: 1, handled: 3 });
  });

  test('of the index of a searchable name are those of its values, and none of writes of other names', async () => {
    await api.ok('PUT', '/api/v2/settings/channels/voice', { body: { savedAttributes: ['kept'], retentionDays: 30 } });
    for (const name of ['kept', 'dropped']) {
      await api.ok('PUT', `/api/v2/settings/attributes/${name}`, { body: { searchable: true } });
    }
    const lifeOf = async (name: string) => {
      const { id, ...made } = await api.make();
      const unitsOf = async (work: () => Promise<unknown>) => {
        const before = await itemOf(id);
        await work();
        return countValueUnits(before, await itemOf(id));
      };
      const patch = (value: string | null, of = name) =>
        unitsOf(() => api.ok('PATCH', made.attributes('customer-1'), { body: { attributes: { [of]: value } } }));
      const end = (state: string) => unitsOf(() => api.ok('PATCH', made.conversation, { body: { state } }));
      return {
        first: await patch('one'),
        next: await patch('two'),
        same: await patch('two'),
        other: await patch('three', 'other'),
        removal: await patch(null),
        again: await patch('one'),
        set: await unitsOf(() => api.ok('POST', made.flow(), { body: { attributes: { [name]: 'flow' } } })),
        flush: await unitsOf(() => api.ok('POST', made.flush())),
        wrapup: await end('wrapup'),
        handled: await end('handled'),
        erasure: await unitsOf(() => api.ok('DELETE', made.conversation)),
      };
    };
    const life = { first: 1, next: 2, same: 0, other: 0, removal: 1, again: 1, set: 0, flush: 2, wrapup: 0 };
    expect(await lifeOf('kept')).toEqual({ ...life, handled: 2, erasure: 1 });
    expect(await lifeOf('dropped')).toEqual({ ...life, handled: 1, erasure: 0 });
    for (const name of ['kept', 'dropped']) await api.ok('DELETE', `/api/v2/settings/attributes/${name}`);
  });

  test('of a typical conversation are at most 2 a write', async () => {
    const made = await api.make({ participants: [participant, { purpose: 'agent' }], data: bagOfBytes(200) });
    for (let time = 0; time < 5; time++) {
      await api.ok('POST', made.flow(), { body: { participantId: 'caller', attributes: { [`n${time}`]: 'value' } } });
    }
    const took = await calls.during(() => api.ok('POST', made.flush()));
    expect(took.at(-1)?.units).toBeLessThanOrEqual(2);
  });
});
