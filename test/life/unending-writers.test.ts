import { beforeAll, describe, expect, test } from 'vitest';
import type { State } from '#domain/conversation.ts';
import { addCounters } from '#domain/counters.ts';
import { decideEnd } from '#domain/end.ts';
import { addContactData } from '#domain/operations/add-contact-data.ts';
import { type EndDependencies, endConversation } from '#domain/operations/end-conversation.ts';
import { eraseConversation } from '#domain/operations/erase-conversation.ts';
import { patchConversation } from '#domain/operations/patch-conversation.ts';
import { Refusal } from '#domain/refusal.ts';
import type { Searchable } from '#domain/searchable.ts';
import { defaultLeases, defaultSettings } from '#domain/settings.ts';
import type { ConversationStore } from '#domain/store.ts';
import { DynamoDbConversationStore } from '#dynamodb/conversation-store.ts';
import { useApi } from '../support/api.ts';
import { type Calls, countCalls } from '../support/calls.ts';
import { attributes, changes, newConversation, newOperation } from '../support/fixtures.ts';
import { atOnce } from '../support/repeat.ts';
import { useTable } from '../support/table.ts';

const crowds = [4, 24];

/** Where they come one after another. */
const writers = 4;

function unlessEnded(error: unknown): void {
  if (!(error instanceof Refusal && error.code === 'conversation-ended')) throw error;
}

const dataKeys = { shred: async () => undefined };
const ending: EndDependencies = {
  settings: {
    readChannelType: async () => ({ ...defaultSettings, savedAttributes: ['tier'] }),
    readWebChannel: async () => ({}),
  },
  rules: async () => ({ nameOf: (name) => name, retentionOf: () => undefined, searchable: [] }),
  leases: defaultLeases,
  dataKeys,
  operation: newOperation,
};

function addTier(store: ConversationStore, conversationId: string): Promise<unknown> {
  const data = attributes({ tier: 'platinum' });
  return addContactData(store, { operation: newOperation(), conversationId, data, authorize: () => undefined });
}

function endAs(store: ConversationStore, conversationId: string, state: State): Promise<unknown> {
  return endConversation(store, ending, { operation: newOperation(), conversationId, state, versions: [] });
}

function eraseVersion(store: ConversationStore, conversationId: string): Promise<unknown> {
  const journal = { record: async () => undefined, withdraw: async () => undefined };
  const versions = [{ oneOf: [2], by: 'if-match' as const }];
  const command = { operation: newOperation(), conversationId, versions, delivery: 'one' };
  return eraseConversation(store, { dataKeys, journal }, command);
}

describe('while others write between any two of its requests', () => {
  const table = useTable();

  /** A store that lets others write before each write of its user, and tells what that was. */
  function between(inner: ConversationStore, others: (name: keyof ConversationStore) => Promise<unknown>) {
    const asked: string[] = [];
    const store = new Proxy<ConversationStore>(inner, {
      get: (_, name: keyof ConversationStore) => {
        const method = (...args: readonly unknown[]) => Reflect.apply(inner[name], inner, args);
        // Neither asks the store.
        if (name === 'itemKey' || name === 'listSearchable') return method;
        return async (...args: readonly unknown[]) => {
          asked.push(name);
          if (name !== 'read') await others(name);
          return method(...args);
        };
      },
    });
    return { store, asked };
  }

  async function make(writers: number, searchable: Searchable = []) {
    const made = await newConversation({ data: attributes({ tier: 'gold' }) });
    const inner = new DynamoDbConversationStore({ ...table.options(), listSearchable: async () => searchable });
    await inner.create(made);
    const pending = {
      execution: 'ivr',
      at: Date.now(),
      writes: { owner: 'customer', attributes: changes({ set: 1 }) },
    };
    await inner.update(made.id, addCounters({ require: {}, changes: { pend: pending }, operation: newOperation() }));
    const write = async (number: number) => {
      const move = { require: { states: ['active', 'wrapup'] as const }, changes: { queueId: `queue-${number}` } };
      await inner.update(made.id, addCounters({ ...move, operation: newOperation() }));
    };
    return { id: made.id, ...between(inner, () => atOnce(writers, write)) };
  }

  /**
   * A conversation of 56,000 bytes, and a store at which, before each write of its user, others add 6,000 and take them
   * away again, which leaves the byte counter at its limit; the last of them may leave them there.
   */
  async function makeFull(leaves: (name: keyof ConversationStore) => boolean = () => false) {
    const fill = Array.from({ length: 8 }, (_, number) => [`name-${number}`, 'x'.repeat(6_992)]);
    const made = await newConversation({ data: attributes(Object.fromEntries(fill)) });
    const inner = table.store();
    await inner.create(made);
    const write = (more: string | null) => {
      const change = { conversationId: made.id, data: changes({ more }), versions: [] };
      // Once the end is decided they are refused.
      return patchConversation(inner, { ...change, operation: newOperation() }).catch(unlessEnded);
    };
    const others = async (name: keyof ConversationStore) => {
      for (let number = 0; number < writers; number++) {
        await write('x'.repeat(6_000));
        if (number + 1 < writers || !leaves(name)) await write(null);
      }
    };
    return { id: made.id, ...between(inner, others) };
  }

  const states: readonly State[] = ['wrapup', 'handled', 'abandoned'];

  test.each(crowds.flatMap((writers) => states.map((state) => ({ writers, state }))))(
    'an end as $state takes four requests to the store beside $writers writers, and shows all that was written before',
    async ({ writers, state }) => {
      const { id, store, asked } = await make(writers);
      const command = { operation: newOperation(), conversationId: id, state, versions: [] };
      const answered = await endConversation(store, ending, command);
      expect(asked).toEqual(['read', 'replace', 'update', 'replace']);
      const there = await table.store().read(id);
      expect(there).toEqual(answered);
      // One each before the write that failed and before the mark; the end itself is one more.
      expect(there).toMatchObject({ state, version: 1 + 2 * writers + 1 });
      expect(there?.saved).toEqual(state === 'abandoned' ? new Map() : attributes({ tier: 'gold' }));
      const set = there?.participants[0]?.attributes;
      expect(set).toEqual(state === 'wrapup' ? changes({ set: 1 }) : undefined);
    },
  );

  test.each(states)(
    'an end as %s with data takes four requests where others keep the byte counter at its limit',
    async (state) => {
      const { id, store, asked } = await makeFull();
      const data = attributes({ tier: 'x'.repeat(8_000) });
      const command = { operation: newOperation(), conversationId: id, state, versions: [], data };
      const answered = await endConversation(store, ending, command);
      expect(asked).toEqual(['read', 'replace', 'update', 'replace']);
      const there = await table.store().read(id);
      expect(there).toEqual(answered);
      expect(there).toMatchObject({ state, version: 1 + 2 * 2 * writers + 1 });
      expect(there?.saved).toEqual(state === 'abandoned' ? new Map() : data);
    },
  );

  test('an end whose data does not fit beside what others have left is refused after four requests, and changes nothing', async () => {
    const { id, store, asked } = await makeFull((name) => name === 'update');
    const data = attributes({ tier: 'x'.repeat(8_000) });
    const command = { operation: newOperation(), conversationId: id, state: 'handled' as const, versions: [], data };
    const refusal = { code: 'conversation-too-large' };
    await expect(endConversation(store, ending, command)).rejects.toMatchObject(refusal);
    expect(asked).toEqual(['read', 'replace', 'update', 'withdrawEnd']);
    const there = await table.store().read(id);
    expect(there).toMatchObject({ state: 'active', version: 1 + 3 * 2 * writers - 1 });
    expect(there).not.toHaveProperty('ending');
    expect(there?.data.has('tier')).toBe(false);
    // They have gone on, and made room.
    expect(await endConversation(table.store(), ending, command)).toMatchObject({ state: 'handled', saved: data });
  });

  test.each([
    { what: 'contactData', act: addTier },
    { what: 'an end', act: (store: ConversationStore, id: string) => endAs(store, id, 'handled') },
    { what: 'an erasure of a version', act: eraseVersion },
  ])(
    '$what of a conversation whose end is decided is told at once that another has erased it meanwhile',
    async ({ act }) => {
      const made = await newConversation({ data: attributes({ tier: 'gold' }) });
      const inner = table.store();
      await inner.create(made);
      const operation = newOperation();
      const end = decideEnd(made, { ...defaultSettings, savedAttributes: ['tier'] }, { to: 'wrapup', operation });
      await inner.update(made.id, addCounters({ require: {}, changes: { end, due: 0 }, operation }));
      const { store, asked } = between(inner, async (name) => {
        const there = name === 'replace' && (await inner.read(made.id));
        if (there) await inner.erase(there, newOperation(), []);
      });
      await expect(act(store, made.id)).rejects.toMatchObject({ code: 'conversation-not-found' });
      expect(asked.filter((name) => name === 'replace')).toHaveLength(1);
    },
  );

  test.each(crowds)(
    'an erasure takes two requests to the store beside %i writers, and one to the journal before it erases',
    async (writers) => {
      const { id, store, asked } = await make(writers);
      const journal = {
        record: async () => void asked.push('record'),
        withdraw: async () => void asked.push('withdraw'),
      };
      const command = { operation: newOperation(), conversationId: id, versions: [], delivery: 'one' };
      await eraseConversation(store, { dataKeys, journal }, command);
      expect(asked).toEqual(['read', 'record', 'erase']);
      expect(await table.store().read(id)).toBeUndefined();
    },
  );

  test.each(crowds)(
    'a patch of a searchable name takes two requests to the store beside %i writers of others',
    async (crowd) => {
      const { id, store, asked } = await make(crowd, [['tier', 1]]);
      const data = attributes({ tier: 'platinum' });
      await patchConversation(store, { operation: newOperation(), conversationId: id, data, versions: [] });
      expect(asked).toEqual(['read', 'update']);
    },
  );

  test.each(crowds)(
    'contactData that corrects a value takes two requests to the store beside %i writers',
    async (crowd) => {
      const { id, store, asked } = await make(crowd);
      const wrapup = { operation: newOperation(), conversationId: id, state: 'wrapup' as const, versions: [] };
      await endConversation(table.store(), ending, wrapup);
      const data = attributes({ tier: 'platinum' });
      await addContactData(store, { operation: newOperation(), conversationId: id, data, authorize: () => undefined });
      expect(asked).toEqual(['read', 'update']);
      expect((await table.store().read(id))?.saved).toEqual(data);
    },
  );
});

describe('while others patch without a pause', () => {
  const api = useApi();
  let calls: Calls;

  beforeAll(async () => {
    // Its environment is there since the API was started.
    const { documentClient } = await import('../../lambdas/http/wiring/document-client.ts');
    calls = countCalls(documentClient);
  });

  test.each(crowds.flatMap((writers) => ['handled', 'erased'].map((end) => ({ writers, end }))))(
    'a conversation that $writers writers patch is $end by at most two writes of the whole',
    async ({ writers, end }) => {
      const made = await api.make();
      let isOver = false;
      let written = 0;
      const go = Promise.withResolvers<void>();
      const patching = atOnce(writers, async (number) => {
        for (let time = 0; !isOver; time++) {
          const body = { attributes: { [`name-${number}`]: time } };
          const { status } = await api.send('PATCH', made.attributes(), { body });
          if (status >= 300) return status;
          written += 1;
          if (written > writers) go.resolve();
        }
        return 200;
      });
      await go.promise;
      const took = await calls.during(async () => {
        if (end === 'handled') await api.ok('PATCH', made.conversation, { body: { state: 'handled' } });
        else await api.ok('DELETE', made.conversation);
        isOver = true;
        const refusal = end === 'handled' ? 409 : 404;
        expect([200, refusal]).toEqual(expect.arrayContaining([...new Set(await patching)]));
      });
      expect(took.filter(({ command }) => command === 'PutItem').length).toBeLessThanOrEqual(2);
    },
  );
});
