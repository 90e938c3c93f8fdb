import { beforeAll, describe, expect, test } from 'vitest';
import type { Conversation, State } from '#domain/conversation.ts';
import { withCounters } from '#domain/counters.ts';
import { type Ending, endConversation } from '#domain/operations/end-conversation.ts';
import { eraseConversation } from '#domain/operations/erase-conversation.ts';
import { defaultLeases, defaultSettings } from '#domain/settings.ts';
import type { Store } from '#domain/store.ts';
import { useApi } from '../support/api.ts';
import { type Calls, countCalls } from '../support/calls.ts';
import { attributes, changes, newConversation, newOperation } from '../support/fixtures.ts';
import { atOnce } from '../support/repeat.ts';
import { useTable } from '../support/table.ts';

const crowds = [4, 16, 40];

const dataKeys = { shred: async () => undefined };
const ending: Ending = {
  settings: { readChannelType: async () => ({ ...defaultSettings, savedAttributes: ['tier'] }) },
  leases: defaultLeases,
  dataKeys,
  operation: newOperation,
};

describe('while others write between any two of its requests', () => {
  const table = useTable();

  /** A store at which, before each write of its user, so many others write too. */
  function crowded(writers: number, { id }: Conversation): { readonly store: Store; readonly asked: string[] } {
    const inner = table.store();
    const asked: string[] = [];
    const write = async (number: number) => {
      const tier = { require: { states: ['active', 'wrapup'] as const }, changes: { queueId: `queue-${number}` } };
      await inner.update(id, withCounters({ ...tier, operation: newOperation() }));
    };
    const store = new Proxy<Store>(inner, {
      get: (_, name: keyof Store) => {
        const method = (...args: readonly unknown[]) => Reflect.apply(inner[name], inner, args);
        if (name === 'key') return method;
        return async (...args: readonly unknown[]) => {
          asked.push(name);
          if (name !== 'read') await atOnce(writers, write);
          return method(...args);
        };
      },
    });
    return { store, asked };
  }

  async function make(writers: number) {
    const made = await newConversation({ data: attributes({ tier: 'gold' }) });
    await table.store().create(made);
    const pending = {
      execution: 'ivr',
      at: Date.now(),
      writes: { owner: 'customer', attributes: changes({ set: 1 }) },
    };
    await table
      .store()
      .update(made.id, withCounters({ require: {}, changes: { pend: pending }, operation: newOperation() }));
    return { id: made.id, ...crowded(writers, made) };
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

  test.each(crowds)('an erasure takes two requests to the store beside %i writers', async (writers) => {
    const { id, store, asked } = await make(writers);
    await eraseConversation(store, dataKeys, { operation: newOperation(), conversationId: id, versions: [] });
    expect(asked).toEqual(['read', 'erase']);
    expect(await table.store().read(id)).toBeUndefined();
  });
});

describe('while others patch without a pause', () => {
  const api = useApi({ sweepSeconds: 0 });
  let calls: Calls;

  beforeAll(async () => {
    // Its environment is there since the API was started.
    const { documentClient } = await import('../../lambdas/http/runtime.ts');
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
