import { describe, expect, test } from 'vitest';
import type { Attributes } from '#domain/attributes.ts';
import { applyChanges } from '#domain/changes.ts';
import type { Conversation, Execution } from '#domain/conversation.ts';
import { addCounters } from '#domain/counters.ts';
import { ANY_REQUEST, type AppliedOperation, listOutdated } from '#domain/operation-ids.ts';
import { planFlush } from '#domain/operations/flush-attributes.ts';
import { recountBytes } from '#domain/size.ts';
import { isEmpty, listTouchedParticipants, type Plan, raisesVersion } from '#domain/update.ts';
import { bagOfBytes, namesOf } from '../support/bags.ts';
import { attributes, changes, newConversation, newOperation } from '../support/fixtures.ts';

const now = 1_800_000_000_000;
const operation = newOperation(now);

const patchOf = (bag: Parameters<typeof changes>[0]): Plan => ({
  require: {},
  changes: { attributes: [{ owner: 'customer', attributes: changes(bag) }] },
});

const setOf = (bag: Parameters<typeof changes>[0], execution = 'ivr'): Plan => ({
  require: {},
  changes: { pend: { execution, at: now, writes: { owner: 'customer', attributes: changes(bag) } } },
});

const refusal = (code: string) => expect.objectContaining({ code });

/** Executions with one pending write each, which count as `count`. */
function executions(count: number, pending = 1): ReadonlyMap<string, Execution> {
  return new Map(
    Array.from({ length: count }, (_, number) => {
      const writes = [{ owner: 'customer', name: 'a', value: null, revision: 1 }];
      return [`e${number}`, { writes, securedWrites: [], revision: 2, since: now, count: pending }];
    }),
  );
}

function operations(count: number, at = now / 1000, fingerprint = ''): ReadonlyMap<string, AppliedOperation> {
  return new Map(Array.from({ length: count }, (_, number) => [`o${number}`, { fingerprint, at, revision: number }]));
}

describe('the counters of a write', () => {
  test('are upper bounds when nothing is known of the conversation', () => {
    const patch = addCounters({ ...patchOf({ é: 'x', gone: null }), operation });
    expect(patch).toMatchObject({ counters: { addBytes: 2 + 3 + 16 }, forget: [] });
    expect(patch).not.toHaveProperty('revision');
    const set = addCounters({ ...setOf({ é: 'x', gone: null }), operation });
    expect(set.counters).toEqual({ addBytes: 2 + 3 + 4 + 2 * 48 + 96, addPending: 2 });
  });

  test('bound what an execution that calls itself a bot leaves, and a participant who joins', () => {
    const bot = addCounters({ require: {}, changes: { bot: 'ivr' }, operation });
    expect(bot.counters).toEqual({ addBytes: 16 });
    const addresses = [{ type: 'phone', uri: 'tel:+49' }];
    const join = {
      id: 'c1',
      purpose: 'agent',
      externalId: 'crm',
      addresses,
      version: 1,
      attributes: changes({ a: 1 }) as Attributes,
    };
    const joined = addCounters({ require: {}, changes: { join }, operation });
    // The external id and the uri stand in the item twice.
    expect(joined.counters).toEqual({ addBytes: 2 + 16 + (2 + 5 + 2 * 3 + 108) + (5 + 2 * 7 + 32) });
  });

  test('stay upper bounds where there is room, so that nobody else is in the way', async () => {
    const known = await newConversation();
    const patch = addCounters({ ...patchOf({ a: 'x' }), operation }, known);
    expect(patch).toMatchObject({ counters: { addBytes: 4 + 16 } });
    expect(patch).not.toHaveProperty('revision');
  });

  test('are recounted where the bound leaves no room, and hold for this revision only', async () => {
    const made = await newConversation({ data: attributes(bagOfBytes(1_000)) });
    const known = { ...made, bytes: 65_536, revision: 7 };
    const patch = addCounters({ ...patchOf({ a: 'x' }), operation }, known);
    expect(patch).toMatchObject({ counters: { bytes: 1_004 }, revision: 7 });
    expect(patch.counters).not.toHaveProperty('addBytes');
  });

  test('of pending names are recounted where the bound is above 200', async () => {
    const made = await newConversation();
    const known = { ...made, executions: executions(1, 200) };
    const set = addCounters({ ...setOf({ a: 'x', b: 'y' }, 'e0'), operation }, known);
    expect(set).toMatchObject({ counters: { pending: 2 }, revision: made.revision });
  });

  test('refuse what is too large, has too many pending names, or too many executions', async () => {
    const full = await newConversation({ data: attributes(bagOfBytes(65_536)) });
    expect(() => addCounters({ ...patchOf({ a: 1 }), operation }, full)).toThrow(refusal('conversation-too-large'));
    const half = applyChanges(await newConversation(), setOf(namesOf(150)).changes);
    const known = { ...half, bytes: 0 };
    const set = { ...setOf(namesOf(51, 'other-')), operation };
    expect(() => addCounters(set, known)).toThrow(refusal('too-many-pending-writes'));
    const busy = { ...(await newConversation()), executions: executions(20) };
    expect(() => addCounters({ ...setOf({ a: 1 }), operation }, busy)).toThrow(refusal('too-many-executions'));
    expect(addCounters({ ...setOf({ a: 1 }, 'e7'), operation }, busy)).toMatchObject({ counters: { addPending: 1 } });
  });

  test('bound what a flush leaves, though its last batch removes what another execution has pending', async () => {
    const made = await newConversation();
    const both = ['ivr', 'bot'].reduce(
      (known, one) => applyChanges(known, setOf(bagOfBytes(5_000), one).changes),
      made,
    );
    const known = { ...both, bytes: recountBytes(both) };
    const removals = new Map([...changes(bagOfBytes(5_000)).keys()].map((name) => [name, null]));
    const caller = { execution: 'ivr', client: undefined, isBot: false };
    const last = { caller, owner: 'customer', attributes: removals };
    const { changes: flush } = planFlush(last, known);
    const { addBytes = 0 } = addCounters({ require: {}, changes: flush, operation }, known).counters;
    expect(known.bytes + addBytes).toBeGreaterThanOrEqual(recountBytes(applyChanges(known, flush)));
  });

  test('never refuse a removal, or a flush of what is pending, however large the conversation is', async () => {
    const made = await newConversation({ data: attributes(bagOfBytes(60_000)) });
    const pending = applyChanges(made, setOf(bagOfBytes(5_000)).changes);
    const known: Conversation = { ...pending, bytes: 70_000 };
    const removal = addCounters({ ...patchOf({ a: null }), operation }, known);
    expect(removal.counters.addBytes ?? 0).toBe(0);
    const { writes = [], securedWrites = [] } = known.executions.get('ivr') ?? {};
    const flush = addCounters(
      {
        operation,
        require: {},
        changes: {
          attributes: [{ owner: 'customer', attributes: new Map(writes.map(({ name, value }) => [name, value])) }],
          settle: { execution: 'ivr', writes, securedWrites },
        },
      },
      known,
    );
    expect(flush.counters.addBytes ?? 0).toBe(0);
  });
});

describe('operation ids', () => {
  const day = 24 * 60 * 60;
  const aged = (count: number, seconds: number, fingerprint?: string) =>
    [...listOutdated({ operations: operations(count, now / 1000 - seconds, fingerprint) }, now)].sort();

  test('are outdated but for the newest 64 under a key', () => {
    expect(aged(67, 61, 'body')).toEqual(['o0', 'o1', 'o2']);
    expect(aged(66, 61, ANY_REQUEST)).toEqual(['o0', 'o1']);
    expect(aged(64, 61, 'body')).toEqual([]);
  });

  test('without a key do not push out those with one', () => {
    const keyed = operations(64, now / 1000 - day, 'body');
    const others = [...operations(256)].map(
      ([key, one]) => [`x${key}`, { ...one, revision: one.revision + 64 }] as const,
    );
    expect(listOutdated({ operations: new Map([...keyed, ...others]) }, now)).toEqual([]);
  });

  test('are outdated but for the newest 256, when their requests may still be under way', () => {
    expect(aged(258, 60)).toEqual(['o0', 'o1']);
    expect(aged(256, 60)).toEqual([]);
  });

  test('are outdated after 24 hours, without a key after a minute', () => {
    expect(aged(1, day, 'body')).toEqual([]);
    expect(aged(1, day + 1, 'body')).toEqual(['o0']);
    expect(aged(1, 60)).toEqual([]);
    expect(aged(1, 61)).toEqual(['o0']);
  });

  test('that are outdated go with the next write that has read the conversation, when there are 32', async () => {
    const made = await newConversation();
    const forgotten = (count: number) => {
      const known = { ...made, operations: operations(count, now / 1000 - 61, 'body') };
      return addCounters({ ...patchOf({ a: 1 }), operation }, known).forget.map(({ key }) => key);
    };
    expect(forgotten(95)).toEqual([]);
    expect(forgotten(96).sort()).toEqual(Array.from({ length: 32 }, (_, number) => `o${number}`).sort());
    expect(forgotten(200), 'the oldest').toHaveLength(64);
  });
});

describe('what a write changes', () => {
  const join = { id: 'a', purpose: 'agent', addresses: [], version: 1, attributes: new Map() };

  test.each([
    { what: 'an attribute', of: patchOf({ a: 1 }).changes, empty: false, raises: true },
    { what: 'the removal of one', of: patchOf({ a: null }).changes, empty: false, raises: true },
    { what: 'the call queue', of: { queueId: 'support' }, empty: false, raises: true },
    { what: 'a participant who joins', of: { join }, empty: false, raises: true },
    { what: 'a pending write', of: setOf({ a: 1 }).changes, empty: false, raises: false },
    { what: 'no attributes', of: patchOf({}).changes, empty: true, raises: false },
    { what: 'no pending writes', of: setOf({}).changes, empty: true, raises: false },
    { what: 'nothing', of: {}, empty: true, raises: false },
  ])('$what: is it empty? $empty. Does it raise the version? $raises', ({ of, empty, raises }) => {
    expect([isEmpty(of), raisesVersion(of)]).toEqual([empty, raises]);
  });

  test('touches each participant whose attributes it names once, and not data', () => {
    const some = changes({ a: 1 });
    const owners = ['customer', undefined, 'agent', 'customer'].map((owner) => ({ owner, attributes: some }));
    expect(listTouchedParticipants({ attributes: [...owners, { owner: 'nobody', attributes: new Map() }] })).toEqual([
      'customer',
      'agent',
    ]);
  });
});

describe('a conversation after a write', () => {
  test('has the changes of each owner, and leaves the one before as it was', async () => {
    const before = await newConversation({ data: attributes({ a: 1, b: 1 }) });
    const change = [
      { owner: undefined, attributes: changes({ a: 2, b: null }) },
      { owner: 'customer', attributes: changes({ c: 3 }) },
    ];
    const after = applyChanges(before, { attributes: change, queueId: 'support' });
    expect(after).toMatchObject({ queueId: 'support', data: attributes({ a: 2 }) });
    expect(after.participants[0]?.attributes).toEqual(attributes({ c: 3 }));
    expect(before.data).toEqual(attributes({ a: 1, b: 1 }));
    expect(before.participants[0]?.attributes).toEqual(new Map());
  });

  test('has of pending writes of one name and owner the last only, and the time of the first set', async () => {
    const first = applyChanges(await newConversation(), setOf({ a: 1, b: 1 }).changes);
    const second = applyChanges({ ...first, revision: 5 }, setOf({ a: 2 }).changes);
    const execution = second.executions.get('ivr');
    expect(execution).toMatchObject({ revision: 6, since: now, count: 2 });
    expect(execution?.writes.map(({ name, value, revision }) => [name, value, revision])).toEqual([
      ['b', '1', 1],
      ['a', '2', 5],
    ]);
  });
});
