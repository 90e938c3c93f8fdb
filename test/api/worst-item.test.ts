import { beforeAll, expect, test } from 'vitest';
import type { Attributes } from '#domain/attributes.ts';
import type { JsonText } from '#domain/json.ts';
import { DynamoDbStore } from '#dynamodb/store.ts';
import type { Answer } from '../support/answer.ts';
import { useApi } from '../support/api.ts';
import { namesOf } from '../support/bags.ts';
import { newConversation } from '../support/fixtures.ts';
import { type Paths, pathsOf } from '../support/paths.ts';

const api = useApi();

let store: DynamoDbStore;

beforeAll(async () => {
  // Its environment is there since the API was started.
  const { documentClient } = await import('../../lambdas/http/runtime.ts');
  const { CONVERSATIONS_TABLE: table = '', ID_KEY: idKey = '' } = process.env;
  store = new DynamoDbStore({ client: documentClient, table, idKey, now: Date.now });
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

test('a conversation of 16,900 names, nearly as many as its bytes allow, is read and written like any other', async () => {
  const made = await makeFullOfNames(650);
  const answers = await tryEverything(made);
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 202, 200, 200]);
  expect(Object.keys(answers[0]?.body.data ?? {})).toHaveLength(650);
});

test('what the bytes of a conversation allow and an item of DynamoDB does not is refused with 413, and what was taken is flushed', async () => {
  const long = (kind: string, number: number) => `${kind}-${number}-`.padEnd(256, 'x');
  const bulky = Array.from({ length: 25 }, (_, number) => ({
    externalId: long('external', number),
    addresses: Array.from({ length: 5 }, (_, one) => ({ type: long('type', one), uri: long(`uri-${number}`, one) })),
  }));
  const made = await makeFullOfNames(540, bulky);
  const refused: Answer[] = [];
  const taken: string[] = [];
  for (let number = 0; number < 15 && refused.length === 0; number++) {
    const execution = `a-long-execution-${number}`;
    const body = { participantId: 'participant-7', attributes: namesOf(100, `name-${number}-`) };
    const set = await api.call('POST', made.flow(execution), { body });
    if (set.status === 202) taken.push(execution);
    else refused.push(set);
  }
  expect(refused.map(({ status, body }) => [status, body.code])).toEqual([[413, 'conversation-too-large']]);
  expect(refused[0]?.body.detail).toContain('400 KB');
  expect(taken).not.toEqual([]);
  for (const execution of taken) {
    expect((await api.ok('POST', made.flush(execution))).body.flushed).toHaveLength(100);
  }
});
