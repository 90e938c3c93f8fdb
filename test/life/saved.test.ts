import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { useApi } from '../support/api.ts';
import type { Paths } from '../support/paths.ts';
import { end, itemOf, keep } from './support.ts';

const api = useApi();

const historyOf = async (made: Paths) => (await api.ok('GET', `${made.conversation}/history`)).body.data;

describe('an attribute on the saved list that several have', () => {
  const everyone = [
    { purpose: 'supervisor', attributes: { tier: 'of another' } },
    { purpose: 'agent', attributes: { tier: 'of the agent' } },
    { purpose: 'customer', attributes: { tier: 'of the customer' } },
  ];
  const data = { tier: 'of the conversation' };

  test.each([
    { has: 'the customer', without: [], kept: 'of the customer' },
    { has: 'an agent, not the customer', without: ['customer'], kept: 'of the agent' },
    { has: 'neither customer nor agent', without: ['customer', 'agent'], kept: 'of another' },
    { has: 'no participant', without: ['customer', 'agent', 'supervisor'], kept: 'of the conversation' },
  ])('is kept with the value $kept when $has has it', async ({ without, kept }) => {
    await keep(api, 'voice', ['tier']);
    const participants = everyone.map(({ purpose, attributes }) =>
      without.includes(purpose) ? { purpose } : { purpose, attributes },
    );
    const made = await api.make({ participants, data });
    await end(api, made.conversation, 'handled');
    expect(await historyOf(made)).toEqual({ tier: kept });
  });
});

test.each([
  { purpose: 'customer', kept: 'of the first' },
  { purpose: 'agent', kept: 'of the last' },
  { purpose: 'supervisor', kept: 'of the first' },
])('of several with purpose $purpose the value $kept is kept, whoever was written last', async ({ purpose, kept }) => {
  await keep(api, 'voice', ['outcome', 'first', 'last']);
  const made = await api.make({ participants: [{ id: 'one', purpose, attributes: { outcome: 'of the first' } }] });
  await api.ok('POST', made.participants, { body: { id: 'two', purpose, attributes: { outcome: 'of the second' } } });
  await api.ok('POST', made.participants, { body: { id: 'three', purpose, attributes: { outcome: 'of the last' } } });
  await api.ok('PATCH', made.attributes('two'), { body: { attributes: { outcome: 'of the second', last: 2 } } });
  await api.ok('POST', made.flow(), { body: { participantId: 'one', attributes: { first: '1' } } });
  await end(api, made.conversation, 'handled');
  expect(await historyOf(made)).toEqual({ outcome: kept, first: '1', last: 2 });
});

describe('the saved list that counts', () => {
  const begin = async () => api.make({ data: { tier: 'gold', order: 17 } });

  test('is the one at wrap-up, not the one when the conversation began', async () => {
    await keep(api, 'voice', ['tier']);
    const made = await begin();
    await keep(api, 'voice', ['order']);
    await end(api, made.conversation, 'wrapup');
    expect(await historyOf(made)).toEqual({ order: 17 });
  });

  test('stays the one at wrap-up when the list changes after it, for history and contactData', async () => {
    await keep(api, 'voice', ['tier']);
    const made = await begin();
    await end(api, made.conversation, 'wrapup');
    await keep(api, 'voice', ['order']);
    await end(api, made.conversation, 'handled');
    expect(await historyOf(made)).toEqual({ tier: 'gold' });
    const add = (data: object) => api.call('POST', '/RI/cmi/contactData', { body: { contact_id: made.id, data } });
    expect(await add({ order: 18 })).toMatchObject({ status: 422, body: { errors: [{ name: 'data.order' }] } });
    expect((await add({ tier: 'platinum' })).status).toBe(201);
    expect(await historyOf(made)).toEqual({ tier: 'platinum' });
  });

  test('is the one at the end when there is no wrap-up', async () => {
    await keep(api, 'voice', ['tier']);
    const made = await begin();
    await keep(api, 'voice', ['order']);
    await end(api, made.conversation, 'handled');
    expect(await historyOf(made)).toEqual({ order: 17 });
  });

  test('is that of the own channel type', async () => {
    await keep(api, 'voice', ['tier']);
    await keep(api, 'callback', ['order']);
    const made = await api.make({ type: 'callback', data: { tier: 'gold', order: 17 } });
    await end(api, made.conversation, 'handled');
    expect(await historyOf(made)).toEqual({ order: 17 });
  });

  test('has names that are hostile to objects like any other', async () => {
    const names = ['__proto__', 'constructor', 'toString', 'a/b', '名前', '0'];
    await keep(api, 'voice', names);
    const data = `{${names.map((name) => `${JSON.stringify(name)}:${JSON.stringify(name)}`)}}`;
    const body = `{"id":"hostile","type":"voice","participants":[],"data":${data}}`;
    await api.ok('POST', '/api/v2/conversations', { body });
    await end(api, '/api/v2/conversations/hostile', 'handled');
    const { body: history } = await api.ok('GET', '/api/v2/conversations/hostile/history');
    expect(Object.entries(history.data).sort()).toEqual(names.map((name) => [name, name]).sort());
  });
});

describe('the end', () => {
  test('takes data, wrap-up and call queue of its own request along', async () => {
    await keep(api, 'voice', ['tier']);
    const made = await api.make({ data: { tier: 'gold' } });
    const wrapup = { code: 'resolved', notes: 'called back' };
    const body = { state: 'handled', data: { tier: 'platinum' }, wrapup, queueId: 'sales' };
    const { body: ended } = await api.ok('PATCH', made.conversation, { body });
    expect(ended).toMatchObject({ state: 'handled', queueId: 'sales', version: 2, data: {}, participants: [] });
    const { body: history } = await api.ok('GET', `${made.conversation}/history`);
    expect(history).toMatchObject({ queueId: 'sales', wrapup, data: { tier: 'platinum' } });
  });

  test('applies pending writes of several executions in the order in which they were set', async () => {
    const execution = fc.constantFrom('one', 'two', 'another-execution-with-a-long-id');
    const set = fc.record({ execution, name: fc.constantFrom('x', 'y'), value: fc.option(fc.integer().map(String)) });
    const property = fc.asyncProperty(fc.array(set, { minLength: 1, maxLength: 8 }), async (sets) => {
      const made = await api.make();
      const expected = new Map<string, string>();
      for (const { execution: by, name, value } of sets) {
        await api.ok('POST', made.flow(by), { body: { attributes: { [name]: value } } });
        if (value === null) expected.delete(name);
        else expected.set(name, value);
      }
      const { body } = await end(api, made.conversation, 'wrapup');
      expect(body.participants[0]).toMatchObject({ version: 2, attributes: Object.fromEntries(expected) });
      expect(Object.keys(body.participants[0]?.attributes ?? {})).toHaveLength(expected.size);
    });
    await fc.assert(property, { numRuns: 15 });
  });

  test('is not refused for size when pending writes fill the conversation to its limit', async () => {
    await keep(api, 'voice', ['name-0']);
    const made = await api.make();
    const value = 'x'.repeat(8_000);
    for (let number = 0; number < 8; number++) {
      const body = { attributes: { [`name-${number}`]: value } };
      await api.ok('POST', made.flow(`execution-${number}`), { body });
    }
    expect((await api.call('POST', made.flow(), { body: { attributes: { more: value } } })).status).toBe(413);
    const { body } = await end(api, made.conversation, 'wrapup');
    expect(Object.keys(body.participants[0]?.attributes ?? {})).toHaveLength(8);
    await end(api, made.conversation, 'handled');
    expect(await historyOf(made)).toEqual({ 'name-0': value });
  });
});

describe('the table', () => {
  const begin = async () => {
    await keep(api, 'voice', ['tier']);
    const customer = {
      ...{ purpose: 'customer', externalId: 'the external id', attributes: { note: 'the note' } },
      addresses: [{ type: 'phone', uri: 'the address' }],
    };
    const made = await api.make({ participants: [customer], data: { tier: 'the tier', order: 'the order' } });
    await api.ok('POST', made.flow(), { body: { attributes: { set: 'the set' } } });
    await api.ok('PUT', `${made.conversation}/secureattributes`, {
      body: { attributes: { card: '4111' }, version: 0 },
    });
    return made;
  };
  const unlisted = ['the external id', 'the note', 'the address', 'the order', 'the set', 'note', 'card', 'set'];
  const valuesIn = async ({ id }: Paths) => {
    const text = JSON.stringify(await itemOf(id));
    return ['the tier', ...unlisted].filter((value) => text.includes(value));
  };

  test('holds of a handled conversation no name and no value but those on the saved list', async () => {
    const made = await begin();
    expect(await valuesIn(made)).toEqual(['the tier', ...unlisted]);
    await api.ok('PATCH', made.conversation, { body: { state: 'wrapup' } });
    await end(api, made.conversation, 'handled');
    expect(await valuesIn(made)).toEqual(['the tier']);
  });

  test('holds of an abandoned conversation no value at all', async () => {
    const made = await begin();
    const body = { state: 'abandoned', wrapup: { code: 'the note' } };
    await api.ok('PATCH', made.conversation, { body });
    expect(await valuesIn(made)).toEqual([]);
  });
});
