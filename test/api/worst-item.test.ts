import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { beforeAll, expect, test } from 'vitest';
import type { Attributes } from '#domain/attributes.ts';
import type { JsonText } from '#domain/json.ts';
import { limits } from '#domain/limits.ts';
import { DynamoDbConversationStore } from '#dynamodb/conversation-store.ts';
import { itemOf } from '../life/support.ts';
import type { Answer } from '../support/answer.ts';
import { useApi } from '../support/api.ts';
import { namesOf } from '../support/bags.ts';
import { newConversation } from '../support/fixtures.ts';
import { type Paths, pathsOf } from '../support/paths.ts';

const api = useApi();

let store: DynamoDbConversationStore;

beforeAll(async () => {
  // Its environment is there since the API was started.
  const { documentClient } = await import('../../lambdas/http/wiring/document-client.ts');
  const { CONVERSATIONS_TABLE: table = '', ID_KEY: idKey = '' } = process.env;
  store = new DynamoDbConversationStore({ client: documentClient, table, idKey, now: Date.now });
});

/** The shortest names there are, each with the shortest value: what costs the most beside the bytes that are counted. */
function shortestNames(count: number): Attributes {
  const characters = Array.from({ length: 94 }, (_, number) => String.fromCodePoint(33 + number));
  const names = [...characters, ...characters.flatMap((one) => characters.map((other) => one + other))];
  return new Map(names.slice(0, count).map((name) => [name, '1' as JsonText]));
}

/** A conversation of 25 participants with long ids, each and `data` with so many of the shortest names. */
async function makeFullOfNames(each: number, more: readonly object[] = []): Promise<Paths> {
  const id = `names-${each}-${crypto.randomUUID()}`;
  const participants = Array.from({ length: 25 }, (_, number) => ({
    id: `participant-${number}`,
    purpose: 'agent',
    addresses: [],
    attributes: shortestNames(each),
    ...more[number],
  }));
  const made = await store.create(await newConversation({ id, participants, data: shortestNames(each) }));
  expect(made).toBe(true);
  return pathsOf(id);
}

/** One of each request that reads or writes. */
async function tryEverything(made: Paths): Promise<readonly Answer[]> {
  const bag = { attributes: namesOf(50) };
  const participantId = 'participant-7';
  return [
    await api.call('GET', made.conversation),
    await api.call('GET', made.interaction),
    await api.call('PATCH', made.attributes(participantId), { body: bag }),
    await api.call('PATCH', made.conversation, { body: { data: namesOf(50) } }),
    await api.call('POST', made.flow(), { body: { ...bag, participantId } }),
    await api.call('GET', `${made.flow()}?participantId=${participantId}&name=nam-1`),
    await api.call('POST', made.flush(), { body: { participantId, attributes: { last: '' } } }),
  ];
}

test('a conversation of 9,360 of the shortest names is read and written like any other', async () => {
  const made = await makeFullOfNames(360);
  const answers = await tryEverything(made);
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 202, 200, 200]);
  expect(Object.keys(answers[0]?.body.data ?? {})).toHaveLength(360);
});

/** What DynamoDB counts for an item ("DynamoDB item sizes and formats" in its developer guide). */
function itemBytes(item: Readonly<Record<string, AttributeValue>>): number {
  return Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueBytes(value), 0);
}

function valueBytes({ S, N, SS, L, M }: AttributeValue): number {
  if (S !== undefined) return Buffer.byteLength(S);
  if (N !== undefined) return Math.ceil(N.length / 2) + 1;
  if (SS) return SS.reduce((sum, one) => sum + Buffer.byteLength(one), 0);
  if (L) return L.reduce((sum, one) => sum + 1 + valueBytes(one), 3);
  if (M) return 3 + Object.keys(M).length + itemBytes(M);
  return 1;
}

/** A text of 256 bytes that differs by its kind and number. */
const long = (kind: string, number: number) => `${kind}-${number}-`.padEnd(256, 'x');

/** As much about a participant as can be. */
const bulky = Array.from({ length: 25 }, (_, number) => ({
  externalId: long('external', number),
  addresses: Array.from({ length: 5 }, (_, one) => ({ type: long('type', one), uri: long(`uri-${number}`, one) })),
}));

test('what the store has no room for is refused with 413, and what was taken is flushed, ended, saved and added to', async () => {
  const listed = Array.from({ length: 100 }, (_, number) => long('saved', number));
  await api.ok('PUT', '/api/v2/settings/channels/voice', { body: { savedAttributes: listed, retentionDays: 90 } });
  const made = await makeFullOfNames(20, bulky);
  // With an answer that takes as much as it can: the names.
  await api.ok('POST', made.flow('long'), {
    body: { target: 'conversation', attributes: Object.fromEntries(listed.map((name) => [name, ''])) },
  });
  const taken: string[] = [];
  let refused: Answer | undefined;
  for (let number = 0; number < 19 && !refused; number++) {
    const execution = `a-long-execution-${number}`;
    const body = { participantId: 'participant-7', attributes: namesOf(100, `${number}.`) };
    const set = await api.call('POST', made.flow(execution), { body });
    if (set.status === 202) taken.push(execution);
    else refused = set;
  }
  expect(refused).toMatchObject({ status: 413, body: { code: 'conversation-too-large' } });
  expect(refused?.body.detail).toContain('184320 (limit: stored)');
  expect(taken).not.toEqual([]);
  const fullBytes = itemBytes((await itemOf(made.id)) ?? {});
  expect(fullBytes).toBeLessThan(limits.storedBytes);
  expect(fullBytes, 'the estimate is no waste').toBeGreaterThan(0.8 * limits.storedBytes);
  const [left, ...flushed] = taken;
  expect((await api.ok('POST', made.flush('long'))).body.flushed).toEqual(listed);
  for (const execution of flushed) {
    expect((await api.ok('POST', made.flush(execution))).body.flushed).toHaveLength(100);
  }
  await api.ok('PATCH', made.conversation, {
    body: { state: 'wrapup', wrapup: { code: long('code', 0), notes: 'x'.repeat(8 * 1024) } },
  });
  const { body } = await api.ok('GET', made.attributes('participant-7'));
  expect(left, 'the end applies it').toBeDefined();
  expect(Object.keys(body.attributes).length).toBe(20 + 100 * taken.length);
  // All that is left of 64 KiB.
  const value = 'x'.repeat(390);
  const data = Object.fromEntries(listed.map((name) => [name, value]));
  await api.ok('POST', '/RI/cmi/contactData', { body: { contact_id: made.id, data } });
  await api.ok('PATCH', made.conversation, { body: { state: 'handled' } });
  expect((await api.ok('GET', `${made.conversation}/history`)).body.data).toEqual(data);
});
