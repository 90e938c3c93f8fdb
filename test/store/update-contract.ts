import { describe, expect, test } from 'vitest';
import type { JsonText } from '#domain/json.ts';
import { limits } from '#domain/limits.ts';
import type { ConversationStore } from '#domain/store.ts';
import type { End } from '#domain/update.ts';
import { attributes, changes, newConversation, newOperation } from '../support/fixtures.ts';
import { atOnce } from '../support/repeat.ts';
import { blind, ofCustomer } from './blind-updates.ts';

/** What every store does with a write to a conversation: part of `storeContract`. */
export function updateContract(makeStore: () => ConversationStore): void {
  describe('update', () => {
    test('is applied with its operation id, and answers the conversation after it', async () => {
      const store = makeStore();
      const conversation = await newConversation();
      await store.create(conversation);
      const update = blind(ofCustomer({ tier: 'gold' }));
      const outcome = await store.update(conversation.id, update);
      expect(outcome).toMatchObject({ applied: true, conversation: { version: 2, revision: 2 } });
      const { key, fingerprint } = update.operation;
      expect(outcome.conversation?.operations.get(key)).toMatchObject({ fingerprint, revision: 1 });
      expect(outcome.conversation).toEqual(await store.read(conversation.id));
    });

    test('of an unknown or erased conversation is not applied, and makes none', async () => {
      const store = makeStore();
      expect(await store.update('nobody', blind(ofCustomer({ a: 1 })))).toEqual({
        applied: false,
        conversation: undefined,
      });
      expect(await store.read('nobody')).toBeUndefined();
      const conversation = await newConversation();
      await store.create(conversation);
      await store.erase(conversation, newOperation(), []);
      expect(await store.update(conversation.id, blind(ofCustomer({ a: 1 })))).toEqual({
        applied: false,
        conversation: undefined,
      });
    });

    test('whose requirement fails is not applied, and answers the conversation as it is', async () => {
      const store = makeStore();
      const conversation = await newConversation();
      await store.create(conversation);
      const stale = blind(ofCustomer({ a: 1 }), { version: [{ oneOf: [7], by: 'version' }] });
      expect(await store.update(conversation.id, stale)).toEqual({ applied: false, conversation });
      expect(await store.read(conversation.id)).toEqual(conversation);
    });

    test('under one operation id is applied once, however often it comes and at once', async () => {
      const store = makeStore();
      const conversation = await newConversation();
      await store.create(conversation);
      const update = blind(ofCustomer({ tier: 'gold' }));
      const outcomes = await atOnce(10, () => store.update(conversation.id, update));
      expect(outcomes.filter(({ applied }) => applied)).toHaveLength(1);
      for (const outcome of outcomes) expect(outcome.conversation?.operations.has(update.operation.key)).toBe(true);
      expect(await store.read(conversation.id)).toMatchObject({ version: 2 });
    });

    test('of different names at once are all applied', async () => {
      const store = makeStore();
      const conversation = await newConversation();
      await store.create(conversation);
      await atOnce(20, (number) => store.update(conversation.id, blind(ofCustomer({ [`n${number}`]: number }))));
      const after = await store.read(conversation.id);
      expect(after?.version).toBe(21);
      expect(after?.participants[0]?.attributes.size).toBe(20);
    });

    test('counts the time and the names of pending writes from the first set after a flush', async () => {
      const store = makeStore();
      const conversation = await newConversation();
      await store.create(conversation);
      const pend = async (at: number) => {
        const writes = { owner: 'customer', attributes: changes({ [`n${at}`]: at }) };
        const outcome = await store.update(conversation.id, blind({ pend: { execution: 'ivr', at, writes } }));
        return outcome.conversation?.executions.get('ivr');
      };
      expect(await pend(1000)).toMatchObject({ since: 1000, count: 1, revision: 2 });
      const pending = await pend(2000);
      expect(pending).toMatchObject({ since: 1000, count: 2, revision: 3 });
      const { writes = [], securedWrites = [] } = pending ?? {};
      const settle = { execution: 'ivr', writes, securedWrites };
      const flush = await store.update(conversation.id, blind({ ...ofCustomer({ n1000: 1000 }), settle }));
      expect(flush.conversation?.executions).toEqual(new Map());
      expect(await pend(3000)).toMatchObject({ since: 3000, count: 1, revision: 5 });
    });
  });

  describe('operation ids', () => {
    test('that an update forgets are those that were read, or it is not applied', async () => {
      const store = makeStore();
      const operation = newOperation();
      const conversation = await newConversation({ operation });
      await store.create(conversation);
      const forget = (revision: number) => [{ key: operation.key, revision, hasResult: false }];
      const update = { ...blind(ofCustomer({ tier: 'gold' })), forget: forget(7) };
      const refused = await store.update(conversation.id, update);
      expect(refused.applied).toBe(false);
      expect(refused.conversation?.operations.has(operation.key)).toBe(true);
      const applied = await store.update(conversation.id, { ...update, forget: forget(0) });
      expect(applied.applied && [...applied.conversation.operations.keys()]).toEqual([update.operation.key]);
    });

    test('for which there is no room are left by no update, unless it forgets as many', async () => {
      const store = makeStore();
      const made = await newConversation();
      const operations = Array.from({ length: limits.maxOperations }, (_, number) => {
        return [`id-${number}`, { fingerprint: '', at: Math.floor(Date.now() / 1000), revision: number }] as const;
      });
      await store.create({ ...made, revision: operations.length, operations: new Map(operations) });
      const update = blind(ofCustomer({ tier: 'gold' }));
      expect((await store.update(made.id, update)).applied).toBe(false);
      const forget = [{ key: 'id-0', revision: 0, hasResult: false }];
      expect((await store.update(made.id, { ...update, forget })).applied).toBe(true);
    });
  });

  describe('an update that ends a conversation', () => {
    const keeps = { savedNames: ['tier', '__proto__'], expires: 4_000_000_000 };
    const end: End = { to: 'handled', operation: newOperation(5_000), keeps };

    test('is seen by every reader at once, and no other update comes after it until the whole is replaced', async () => {
      const store = makeStore();
      const conversation = await newConversation({ data: attributes({ tier: 'gold', note: 'x' }) });
      await store.create(conversation);
      const writes = { owner: undefined, attributes: changes({ tier: 'pending' }) };
      await store.update(conversation.id, blind({ pend: { execution: 'ivr', at: 1_000, writes } }));
      const outcome = await store.update(conversation.id, blind({ end, due: 5 }));
      const seen = {
        state: 'handled',
        version: 2,
        revision: 3,
        endTime: 5_000,
        expires: 4_000_000_000,
        saved: attributes({ tier: 'pending' }),
        data: new Map(),
        executions: new Map(),
        due: 5,
        ending: 'decided',
      };
      expect(outcome).toMatchObject({ applied: true, conversation: seen });
      expect(await store.read(conversation.id)).toEqual(outcome.conversation);
      const late = await store.update(conversation.id, blind({ queueId: 'sales' }));
      expect(late).toEqual({ applied: false, conversation: outcome.conversation });
      const { ending, ...whole } = (await store.read(conversation.id)) ?? conversation;
      expect(ending).toBe('decided');
      expect(await store.replace({ ...whole, revision: 4 }, 3)).toMatchObject({ applied: true });
      expect(await store.read(conversation.id)).toEqual({ ...whole, revision: 4 });
      const after = await store.update(conversation.id, blind({ queueId: 'sales' }));
      expect(after).toMatchObject({ applied: true, conversation: { queueId: 'sales', version: 3 } });
    });

    test('applies what its request changes before the saved map is computed, and is applied once', async () => {
      const store = makeStore();
      const conversation = await newConversation({ data: attributes({ tier: 'gold', note: 'x' }) });
      await store.create(conversation);
      const operation = newOperation();
      const data = new Map([...changes({ tier: null }), ['__proto__', '1' as JsonText] as const]);
      const request = { data, queueId: 'sales', wrapup: { code: 'sold' } };
      const update = { ...blind({ end: { ...end, ...request, to: 'wrapup', operation }, due: 5 }), operation };
      const { conversation: seen } = await store.update(conversation.id, update);
      expect(seen).toMatchObject({ state: 'wrapup', queueId: 'sales', wrapup: { code: 'sold' }, ending: 'decided' });
      expect(seen?.data).toEqual(new Map([...attributes({ note: 'x' }), ['__proto__', '1']]));
      expect(seen?.saved).toEqual(new Map([['__proto__', '1']]));
      expect(seen?.operations.get(operation.key)).toMatchObject({ revision: 1 });
      expect((await store.update(conversation.id, update)).applied).toBe(false);
    });

    test('and whose data does not fit what is there is seen by nobody, and no other update comes until it is withdrawn', async () => {
      const store = makeStore();
      const conversation = await newConversation({ data: attributes({ tier: 'x'.repeat(60_000) }) });
      await store.create(conversation);
      const data = changes({ other: 'x'.repeat(6_000) });
      const outcome = await store.update(conversation.id, blind({ end: { ...end, data, queueId: 'sales' }, due: 5 }));
      const marked = { ...conversation, revision: 2, due: 5, ending: 'void' };
      expect(outcome).toEqual({ applied: true, conversation: marked });
      expect(await store.read(conversation.id)).toEqual(marked);
      expect((await store.update(conversation.id, blind({ queueId: 'support' }))).applied).toBe(false);
      expect(await store.withdrawEnd({ ...conversation, due: 7 })).toEqual({ applied: false, conversation: marked });
      const withdrawn = { ...conversation, revision: 3, due: 7 };
      expect(await store.withdrawEnd({ ...withdrawn, revision: 2 })).toEqual({
        applied: true,
        conversation: withdrawn,
      });
      expect(await store.read(conversation.id)).toEqual(withdrawn);
      expect((await store.update(conversation.id, blind({ queueId: 'support' }))).applied).toBe(true);
    });
  });

  describe('replace', () => {
    test('takes the place of the conversation when nothing was written since, and of no other', async () => {
      const store = makeStore();
      const conversation = await newConversation();
      await store.create(conversation);
      const next = { ...conversation, data: attributes({ a: 1 }), version: 2, revision: 2 };
      expect(await store.replace(next, 1)).toEqual({ applied: true, conversation: next });
      expect(await store.read(conversation.id)).toEqual(next);
      expect(await store.replace({ ...next, revision: 3 }, 1)).toEqual({ applied: false, conversation: next });
    });

    test('fails after a pending write, which raises the revision too', async () => {
      const store = makeStore();
      const conversation = await newConversation();
      await store.create(conversation);
      const writes = { owner: 'customer', attributes: changes({ tier: 'gold' }) };
      await store.update(conversation.id, blind({ pend: { execution: 'ivr', at: Date.now(), writes } }));
      const outcome = await store.replace({ ...conversation, version: 2, revision: 2 }, conversation.revision);
      expect(outcome).toMatchObject({ applied: false, conversation: { version: 1, revision: 2 } });
    });

    test('makes no conversation', async () => {
      const store = makeStore();
      const conversation = await newConversation();
      expect(await store.replace(conversation, 1)).toEqual({ applied: false, conversation: undefined });
      expect(await store.read(conversation.id)).toBeUndefined();
    });
  });
}

/** How many operation ids an update keeps. It takes hundreds of writes, in which how a failed condition is told makes no difference. */
export function operationIdsContract(makeStore: () => ConversationStore): void {
  test.each([
    { most: limits.operations, apart: 61_000, writes: 'under a key that come one a minute' },
    { most: limits.recentOperations, apart: 10, writes: 'that come a hundred a second' },
  ])('update keeps the newest $most operation ids, and at most 31 more, of writes $writes', async ({ most, apart }) => {
    const store = makeStore();
    const start = Date.now();
    const conversation = await newConversation({ operation: newOperation(start) });
    await store.create(conversation);
    const updates = Array.from({ length: most + 33 }, (_, number) => ({
      ...blind(ofCustomer({ tier: 'gold' })),
      operation: newOperation(start + number * apart),
    }));
    for (const update of updates) await store.update(conversation.id, update);
    const kept = (await store.read(conversation.id))?.operations ?? new Map();
    expect(kept.size).toBeGreaterThanOrEqual(most);
    expect(kept.size).toBeLessThanOrEqual(most + 31);
    for (const { operation } of updates.slice(-most)) expect(kept.has(operation.key)).toBe(true);
    const again = updates.at(-most);
    expect(again && (await store.update(conversation.id, again))).toMatchObject({ applied: false });
  });
}
