import { describe, expect, test } from 'vitest';
import type { Conversation } from '#domain/conversation.ts';
import type { ConversationStore } from '#domain/store.ts';
import { attributes, newConversation, newOperation } from '../support/fixtures.ts';
import { atOnce } from '../support/repeat.ts';
import { blind, ofCustomer } from './blind-updates.ts';
import { updateContract } from './update-contract.ts';

const day = 24 * 60 * 60 * 1000;

/**
 * What every store of conversations does.
 *
 * @param makeStore makes a store over one table. @param now epoch milliseconds; default the clock
 */
export function storeContract(makeStore: (now?: () => number) => ConversationStore): void {
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
        owners: new Map([['ivr', '~client']]),
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

  updateContract(makeStore);

  describe('erase', () => {
    test('leaves only that the id is taken, and by which operation', async () => {
      const store = makeStore();
      const conversation = await newConversation();
      await store.create(conversation);
      const operation = newOperation();
      expect(await store.erase(conversation, operation, [])).toEqual({ applied: true, conversation: undefined });
      expect(await store.read(conversation.id)).toBeUndefined();
      expect(await store.wasErasedBy(conversation.id, operation)).toBe(true);
      expect(await store.wasErasedBy(conversation.id, newOperation())).toBe(false);
      expect(await store.create(await newConversation({ id: conversation.id }))).toBe(false);
    });

    test('takes what was written since the conversation was read with it', async () => {
      const store = makeStore();
      const conversation = await newConversation();
      await store.create(conversation);
      await store.update(conversation.id, blind(ofCustomer({ tier: 'gold' })));
      expect(await store.erase(conversation, newOperation(), [])).toMatchObject({ applied: true });
      expect(await store.read(conversation.id)).toBeUndefined();
    });

    test('is not applied where the data key is another one, or the version none of those named', async () => {
      const store = makeStore();
      const conversation = await newConversation();
      await store.create(conversation);
      await store.update(conversation.id, blind({ ...ofCustomer({ tier: 'gold' }), internalId: 'i1' }));
      const refused = { applied: false, conversation: { revision: 2 } };
      expect(await store.erase(conversation, newOperation(), [])).toMatchObject(refused);
      const known = { ...conversation, internalId: 'i1' };
      const named = (version: number) => [{ oneOf: [version], by: 'if-match' as const }];
      expect(await store.erase(known, newOperation(), named(1))).toMatchObject(refused);
      expect(await store.read(conversation.id)).toMatchObject({ version: 2 });
      expect(await store.erase(known, newOperation(), named(2))).toMatchObject({ applied: true });
    });

    test('keeps the id taken for 30 days, and then gives it back', async () => {
      let clock = Date.now();
      const store = makeStore(() => clock);
      const conversation = await newConversation();
      await store.create(conversation);
      await store.erase(conversation, newOperation(clock), []);
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
