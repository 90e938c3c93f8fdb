import { GetCommand } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyChanges } from '#domain/changes.ts';
import type { Conversation } from '#domain/conversation.ts';
import { addCounters, type CountedUpdate } from '#domain/counters.ts';
import { Refusal } from '#domain/refusal.ts';
import { recountBytes } from '#domain/size.ts';
import type { ConversationStore } from '#domain/store.ts';
import { isEmpty, type Update } from '#domain/update.ts';
import { type ItemPlace, makeSearchKeys } from '#dynamodb/search-keys.ts';
import { newConversation, newOperation } from '../support/fixtures.ts';
import { type TestTable, useTable } from '../support/table.ts';
import { countersHold, expectedAfter, inOneOrder, mustApply } from './oracle.ts';
import { beginnings, changesOf, requirementsOf, steps } from './steps.ts';

type Beginning = typeof beginnings extends fc.Arbitrary<infer One> ? One : never;

async function begin(
  store: ConversationStore,
  { type, state, participants, data, ofFirst, room }: Beginning,
): Promise<string> {
  const takesAttributes = type !== 'email';
  const conversation = await newConversation({
    type: takesAttributes ? 'voice' : 'email',
    data: takesAttributes ? data : new Map(),
    participants: participants.map((id, position) => ({
      id,
      purpose: position === 0 ? 'customer' : 'agent',
      addresses: position === 1 ? [] : [{ type: 'tel', uri: `tel:${id}` }],
      attributes: takesAttributes && position === 0 ? ofFirst : new Map(),
    })),
  });
  const bytes = room === undefined ? conversation.bytes : Math.max(conversation.bytes, 65_536 - room);
  await store.create({ ...conversation, state: state === 'wrapup' ? 'wrapup' : 'active', bytes });
  return conversation.id;
}

async function there(store: ConversationStore, id: string): Promise<Conversation> {
  const conversation = await store.read(id);
  if (conversation) return conversation;
  throw new Error('an update has made a conversation vanish');
}

function placeOf(table: TestTable, id: string): ItemPlace {
  return { pk: table.store().itemKey(id), idKey: table.options().idKey };
}

/** The keys in its item by which a conversation is found. */
async function searchKeysOf(table: TestTable, id: string): Promise<object> {
  const Key = { pk: placeOf(table, id).pk };
  const { Item: item = {} } = await table.client.send(
    new GetCommand({ TableName: table.name, Key, ConsistentRead: true }),
  );
  return Object.fromEntries(Object.entries(item).filter(([name]) => /^(?:liveShard|find\d)$/.test(name)));
}

/** The update with its counters; undefined where the domain refuses it for a limit, which must be true then. */
function counted(update: Update, known: Conversation, withKnown: boolean): CountedUpdate | undefined {
  if (!withKnown) return addCounters(update);
  try {
    return addCounters(update, known);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    expect(error.code).toBe('conversation-too-large');
    expect(recountBytes(applyChanges(known, update.changes))).toBeGreaterThan(65_536);
    return undefined;
  }
}

const sequences = fc.array(steps, { minLength: 3, maxLength: 14, size: 'max' });

/** Compares the store with the domain. @param runs sequences of updates, each of a conversation of its own */
export function testUpdates(runs: number): void {
  const table = useTable();

  test('an update is applied exactly when the domain says that its requirements and limits are met, and does what the domain says', async () => {
    const store = table.store();
    const seen = { applied: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(beginnings, sequences, async (beginning, updates) => {
        const id = await begin(store, beginning);
        let operation = newOperation();
        for (const step of updates) {
          const known = await there(store, id);
          if (!step.again) operation = newOperation();
          const changes = changesOf(step, known, operation);
          if (!changes || isEmpty(changes)) continue;
          const { result } = step;
          const plan = { require: requirementsOf(step, known), changes, ...(result !== undefined && { result }) };
          const update = counted({ ...plan, operation }, known, step.known);
          if (!update) continue;
          const outcome = await store.update(id, update);
          const after = await there(store, id);
          expect(outcome.applied).toBe(mustApply(known, update));
          expect(outcome.conversation).toEqual(after);
          expect(inOneOrder(after)).toEqual(inOneOrder(outcome.applied ? expectedAfter(known, update) : known));
          expect(countersHold(after)).toBe(true);
          // Until its end is finished, an item is where it was found.
          if (!after.ending) expect(await searchKeysOf(table, id)).toEqual(makeSearchKeys(placeOf(table, id), after));
          seen[outcome.applied ? 'applied' : 'refused']++;
        }
      }),
      { numRuns: runs },
    );
    expect(seen.applied, 'the test tries both').toBeGreaterThan(runs / 2);
    expect(seen.refused, 'the test tries both').toBeGreaterThan(runs / 2);
  });
}
