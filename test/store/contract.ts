import { describe, expect, test } from 'vitest';
import type { Conversation } from '#domain/conversation.ts';
import { limits } from '#domain/limits.ts';
import type { Store } from '#domain/store.ts';
import { type Changes, type Requirements, withCounters } from '#domain/update.ts';
import { attributes, changes, newConversation, newOperation } from '../support/fixtures.ts';
import { atOnce } from '../support/repeat.ts';

const day = 24 * 60 * 60 * 1000;

/** An update as an operation sends it without having read. */
function blind(change: Changes, require: Requirements = {}) {
  return withCounters({ operation: newOperation(), require, changes: change });
}

const ofCustomer = (bag: Parameters<typeof changes>[0]): Changes => ({
  attributes: [{ owner: 'customer', attributes: changes(bag) }],
});

/**
 * What every store of conversations does.
 *
 * @param makeStore makes a store over one table. @param now epoch milliseconds; default the clock
 */
export function storeContract(makeStore: (now?: () => number) => Store): void {
  describe('create and read', () => {
    test('what was created is read as it was, with every digit and every kind of name', async () => {
      const store = makeStore();
      const bag = attributes({
        ['__proto__']: 'a',
        constructor: 1,
        'a/b': true,
        'd/x': '',
        '#a': ':v',
        nfd: 'e\u0301',
      });
      const conversation = await newConversation({
        queueId: 'support',
        externalId: 'crm-17',
        data: bag,
        participants: [
          { id: 'x'.repeat(128), purpose: 'customer', addresses: [{ type: 'tel', uri: 'tel:1' }], attributes: bag },
          { purpose: 'agent', externalId: 'emp-7', addresses: [], attributes: new Map() },
        ],
      });
      expect(await store.create(conversation)).toBe(true);
      expect(await store.read(conversation.id)).toEqual(conversation);
    });

    test('what an ended conversation has is read as it was', async () => {
      const store = makeStore();
      const ended: Conversation = {
        ...(await newConversation({ channelId: 'web-1', participants: [] })),
        state: 'wrapup',
        endTime: Date.now(),
        expires: Math.floor(Date.now() / 1000) + 100,
        wrapup: { code: 'sold', notes: 'a\nb' },
        savedNames: ['a', '__proto__'],
        saved: attributes({ a: 1, ['__proto__']: 'x' }),
        secured: new Map([['card', Uint8Array.of(0, 255, 7)]]),
        securedVersion: 3,
        internalId: 'internal',
        bots: new Set(['ivr']),
      };
      await store.create(ended);
      expect(await store.read(ended.id)).toEqual(ended);
    });

    test('an id that nobody created reads as undefined', async () => {
      expect(await makeStore().read('nobody')).toBeUndefined();
    });

    test('an id in use is not created again, and stays as it is', async () => {
      const store = makeStore();
      const first = await newConversation();
      await store.create(first);
      expect(await store.create(await newConversation({ id: first.id, type: 'task' }))).toBe(false);
      expect(await store.read(first.id)).toEqual(first);
    });

    test('of creations of one id at once exactly one succeeds', async () => {
      const store = makeStore();
      const { id } = await newConversation();
      const outcomes = await atOnce(10, async () => store.create(await newConversation({ id })));
      expect(outcomes.filter(Boolean)).toHaveLength(1);
    });
  });

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
      await store.erase(conversation, newOperation());
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

    test('keeps between 64 and 128 operation ids, the newest', async () => {
      const store = makeStore();
      const conversation = await newConversation();
      await store.create(conversation);
      const updates = Array.from({ length: 150 }, () => blind(ofCustomer({ tier: 'gold' })));
      for (const update of updates) await store.update(conversation.id, update);
      const kept = (await store.read(conversation.id))?.operations ?? new Map();
      expect(kept.size).toBeGreaterThanOrEqual(limits.operations);
      expect(kept.size).toBeLessThanOrEqual(2 * limits.operations);
      for (const { operation } of updates.slice(-limits.operations)) expect(kept.has(operation.key)).toBe(true);
      const again = updates.at(-limits.operations);
      expect(again && (await store.update(conversation.id, again))).toMatchObject({ applied: false });
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

  describe('erase', () => {
    test('leaves only that the id is taken, and by which operation', async () => {
      const store = makeStore();
      const conversation = await newConversation();
      await store.create(conversation);
      const operation = newOperation();
      expect(await store.erase(conversation, operation)).toEqual({ applied: true, conversation: undefined });
      expect(await store.read(conversation.id)).toBeUndefined();
      expect(await store.erasedBy(conversation.id, operation)).toBe(true);
      expect(await store.erasedBy(conversation.id, newOperation())).toBe(false);
      expect(await store.create(await newConversation({ id: conversation.id }))).toBe(false);
    });

    test('is not applied when something was written since the conversation was read', async () => {
      const store = makeStore();
      const conversation = await newConversation();
      await store.create(conversation);
      await store.update(conversation.id, blind(ofCustomer({ tier: 'gold' })));
      const outcome = await store.erase(conversation, newOperation());
      expect(outcome).toMatchObject({ applied: false, conversation: { revision: 2 } });
      expect(await store.read(conversation.id)).toMatchObject({ version: 2 });
    });

    test('keeps the id taken for 30 days, and then gives it back', async () => {
      let clock = Date.now();
      const store = makeStore(() => clock);
      const conversation = await newConversation();
      await store.create(conversation);
      await store.erase(conversation, newOperation(clock));
      const later = async (milliseconds: number) => {
        clock += milliseconds;
        return store.create(await newConversation({ id: conversation.id, operation: newOperation(clock) }));
      };
      expect(await later(30 * day - 2000)).toBe(false);
      expect(await later(4000)).toBe(true);
    });
  });

  test('what is expired is not there, though the item still is', async () => {
    let clock = Date.now();
    const store = makeStore(() => clock);
    const conversation = await newConversation();
    const expires = Math.floor(clock / 1000) + 10;
    await store.create({ ...conversation, state: 'handled', expires });
    expect(await store.read(conversation.id)).toMatchObject({ state: 'handled' });
    clock += 11_000;
    expect(await store.read(conversation.id)).toBeUndefined();
    const outcome = await store.update(conversation.id, blind(ofCustomer({ a: 1 }), { states: ['active'] }));
    expect(outcome).toEqual({ applied: false, conversation: undefined });
  });

  test('what is removed is gone, unless something was written since it was read', async () => {
    const store = makeStore();
    const conversation = await newConversation();
    await store.create(conversation);
    await store.remove({ ...conversation, revision: 7 });
    expect(await store.read(conversation.id)).toEqual(conversation);
    await store.remove(conversation);
    expect(await store.read(conversation.id)).toBeUndefined();
    expect(await store.create(conversation)).toBe(true);
  });
}
