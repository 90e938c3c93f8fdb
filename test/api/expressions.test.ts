import { beforeAll, beforeEach, expect, test } from 'vitest';
import { limits } from '#domain/limits.ts';
import { useApi } from '../support/api.ts';
import { namesOf } from '../support/bags.ts';
import { type Calls, countCalls } from '../support/calls.ts';

// dynalite does not enforce DynamoDB's limit of 4,096 bytes an expression: these tests do.

const api = useApi();

let calls: Calls;
let seen = 0;

beforeAll(async () => {
  // Its environment is there since the API was started.
  const { documentClient } = await import('../../lambdas/http/wiring/document-client.ts');
  calls = countCalls(documentClient);
});

beforeEach(() => {
  seen = calls.all.length;
});

/** The longest expression since the test began. */
function longest(): number {
  const lengths = calls.all.slice(seen).flatMap((call) => [call.updateExpression, call.conditionExpression]);
  return Math.max(...lengths.map(({ length }) => length));
}

const crowd = (count: number) =>
  Array.from({ length: count }, (_, number) => ({ id: `participant-${number}`, purpose: 'agent' }));

test('a flush of 200 names of 25 participants and a last batch of 100 keeps to 4,096 bytes an expression', async () => {
  const participants = crowd(25);
  const made = await api.make({ participants });
  for (const { id } of participants) {
    await api.ok('POST', made.flow('a-long-execution'), { body: { participantId: id, attributes: namesOf(8) } });
  }
  for (let time = 0; time < 40; time++) await api.ok('PATCH', made.conversation, { body: { data: { time } } });
  const body = { participantId: 'participant-24', attributes: namesOf(100, 'last-') };
  const flush = await api.ok('POST', made.flush('a-long-execution'), { body });
  expect(flush.body.flushed).toHaveLength(108);
  expect(longest()).toBeLessThanOrEqual(4096);
  expect(longest(), 'the test comes near').toBeGreaterThan(3000);
  const { body: after } = await api.ok('GET', made.conversation);
  expect(after.participants.map(({ version }) => version)).toEqual(participants.map(() => 2));
});

test('a patch of 25 participants with their versions keeps to 4,096 bytes an expression', async () => {
  const made = await api.make({ participants: crowd(25) });
  const participants = crowd(25).map(({ id }) => ({ id, version: 1, attributes: namesOf(4) }));
  const tags = Array.from({ length: 20 }, (_, number) => `"${number + 1}"`);
  await api.ok('PATCH', made.interaction, { headers: { 'if-match': tags.join() }, body: { participants, version: 1 } });
  expect(longest()).toBeLessThanOrEqual(4096);
});

test('a set of 100 names and a patch of 100 names keep to 4,096 bytes an expression', async () => {
  const made = await api.make();
  await api.ok('POST', made.flow('a-long-execution'), { body: { attributes: namesOf(100) } });
  await api.ok('PATCH', made.attributes(), { body: { attributes: namesOf(100) } });
  expect(longest()).toBeLessThanOrEqual(4096);
});

test('the same with the most searchable names among them keep to 4,096 bytes an expression', async () => {
  const searchable = Object.keys(namesOf(limits.searchableNames));
  const definitionOf = (name: string) => `/api/v2/settings/attributes/${name}`;
  for (const name of searchable) await api.ok('PUT', definitionOf(name), { body: { searchable: true } });
  const texts = (count: number, prefix?: string) =>
    Object.fromEntries(Object.keys(namesOf(count, prefix)).map((name) => [name, 'text']));
  const participants = crowd(25);
  const made = await api.make({ participants });
  for (const { id } of participants) {
    await api.ok('POST', made.flow('a-long-execution'), { body: { participantId: id, attributes: texts(8) } });
  }
  for (let time = 0; time < 40; time++) await api.ok('PATCH', made.conversation, { body: { data: { time } } });
  const body = { participantId: 'participant-24', attributes: texts(100, 'last-') };
  await api.ok('POST', made.flush('a-long-execution'), { body });
  expect(longest(), 'the test comes near').toBeGreaterThan(3000);
  const patches = crowd(25).map(({ id }) => ({ id, version: 2, attributes: texts(4) }));
  await api.ok('PATCH', made.interaction, { body: { participants: patches } });
  await api.ok('PATCH', made.attributes('participant-0'), { body: { attributes: texts(92), if: texts(8) } });
  const few = await api.make({ participants: crowd(1) });
  await api.ok('PATCH', few.attributes('participant-0'), { body: { attributes: texts(100) } });
  expect(longest()).toBeLessThanOrEqual(4096);
  const found = await api.ok('GET', `/api/v2/conversations?attribute=${searchable[0]}&equals=text`);
  expect(found.text).toContain(made.id);
  for (const name of searchable) await api.ok('DELETE', definitionOf(name));
});
