import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { type Answer, sorted, tally } from '../support/answer.ts';
import { useApi } from '../support/api.ts';
import { atOnce } from '../support/repeat.ts';

const api = useApi();

test('of 100 patches at once with one ETag exactly one is applied, and 99 are refused with 412', async () => {
  const made = await api.make();
  const { headers, body: before } = await api.ok('GET', made.conversation);
  const patches = await atOnce(100, (number) =>
    api.call('PATCH', made.conversation, {
      headers: { 'if-match': headers.get('etag') ?? '' },
      body: { data: { winner: number } },
    }),
  );
  expect(tally(patches)).toEqual({ 200: 1, 412: 99 });
  const { body: after } = await api.ok('GET', made.conversation);
  expect(after.version).toBe(before.version + 1);
  expect(after.data).toEqual({ winner: patches.findIndex(({ status }) => status === 200) });
  expect(patches.find(({ status }) => status === 412)?.body).toMatchObject({ currentVersion: after.version });
});

test('of 40 patches at once of one version of a participant exactly one is applied, and 39 are refused with 409', async () => {
  const made = await api.make();
  const patches = await atOnce(40, (number) =>
    api.call('PATCH', made.attributes(), { body: { version: 1, attributes: { winner: number } } }),
  );
  expect(tally(patches)).toEqual({ 200: 1, 409: 39 });
  const { body } = await api.ok('GET', made.interaction);
  expect(body.version).toBe(2);
  expect(body.participants).toMatchObject([{ version: 2 }]);
});

test('25 patches at once of different names all land, and raise the version by 25', async () => {
  const made = await api.make();
  const patches = await atOnce(25, (number) =>
    api.call('PATCH', made.attributes(), { body: { attributes: { [`name-${number}`]: number } } }),
  );
  expect(tally(patches)).toEqual({ 200: 25 });
  const { body } = await api.ok('GET', made.conversation);
  expect(body.version).toBe(26);
  const [customer] = body.participants;
  expect(customer?.version).toBe(26);
  expect(Object.keys(customer?.attributes ?? {})).toHaveLength(25);
  expect(new Set(patches.map((patch) => patch.body.version)).size, 'each answers the version of its own write').toBe(
    25,
  );
});

test('25 patches at once of different names by an alias all land', async () => {
  const made = await api.make({ participants: [{ id: 'caller-0001', purpose: 'customer' }] });
  const patches = await atOnce(25, (number) =>
    api.call('PATCH', made.attributes('customer'), { body: { attributes: { [`name-${number}`]: number } } }),
  );
  expect(tally(patches)).toEqual({ 200: 25 });
  const { body } = await api.ok('GET', made.attributes('caller-0001'));
  expect(Object.keys(body.attributes)).toHaveLength(25);
});

/** Sends a request until it is acknowledged, as a client does: others may keep writing, and a store may be slow. */
async function acknowledged(path: string, attributes?: object): Promise<Answer> {
  const headers = { 'idempotency-key': randomUUID() };
  for (let attempt = 1; ; attempt++) {
    const answer = await api.send('POST', path, { headers, ...(attributes && { body: { attributes } }) });
    if (answer.status < 300) return answer;
    expect(answer.status, answer.text).toBe(503);
    expect(attempt, answer.text).toBeLessThan(20);
  }
}

test('of 60 sets at once in one execution, with flushes among them, every acknowledged one lands', async () => {
  const made = await api.make();
  const flushed: string[] = [];
  const sets = await atOnce(60, async (number) => {
    const set = await acknowledged(made.flow(), { [`name-${number}`]: `${number}` });
    if (number % 10 === 0) flushed.push(...(await acknowledged(made.flush())).body.flushed);
    return set;
  });
  const { body: last } = await api.ok('POST', made.flush());
  const expected = Object.fromEntries(sets.map((_, number) => [`name-${number}`, `${number}`]));
  const { body } = await api.ok('GET', made.attributes());
  expect(body.attributes).toEqual(expected);
  expect(sorted([...flushed, ...last.flushed]), 'each name is flushed once').toEqual(sorted(Object.keys(expected)));
  expect(new Set(sets.map((set) => set.body.revision)).size, 'each set has a revision of its own').toBe(60);
});

test('of sets of one name, each at once with a flush, the last acknowledged one lands', async () => {
  const made = await api.make();
  for (let number = 1; number <= 15; number++) {
    await Promise.all([acknowledged(made.flow(), { step: `${number}` }), acknowledged(made.flush())]);
  }
  await api.ok('POST', made.flush());
  expect((await api.ok('GET', made.attributes())).body.attributes).toEqual({ step: '15' });
});

test('two flushes at once apply what is pending once', async () => {
  const made = await api.make();
  await api.ok('POST', made.flow(), { body: { attributes: { tier: 'gold', language: 'de' } } });
  const flushes = await atOnce(2, () => api.ok('POST', made.flush()));
  const flushed = flushes.map(({ body }) => sorted(body.flushed)).sort((a, b) => a.length - b.length);
  expect(flushed).toEqual([[], ['language', 'tier']]);
  const { body } = await api.ok('GET', made.conversation);
  expect(body.version).toBe(2);
  expect(body.participants).toMatchObject([{ version: 2, attributes: { tier: 'gold', language: 'de' } }]);
});

test('flushes at once of two executions that set one name both take effect, and one of the values stays', async () => {
  const made = await api.make();
  for (const execution of ['one', 'two']) {
    await api.ok('POST', made.flow(execution), { body: { attributes: { shared: execution, [execution]: 'own' } } });
  }
  const flushes = await Promise.all([api.ok('POST', made.flush('one')), api.ok('POST', made.flush('two'))]);
  expect(flushes.map(({ body }) => sorted(body.flushed))).toEqual([
    ['one', 'shared'],
    ['shared', 'two'],
  ]);
  const { body } = await api.ok('GET', made.conversation);
  expect(body.version).toBe(3);
  const last = flushes[0].body.version > flushes[1].body.version ? 'one' : 'two';
  expect(body.participants[0]?.attributes).toEqual({ shared: last, one: 'own', two: 'own' });
});

test('eight participants who join at once are all there, each once', async () => {
  const made = await api.make({ participants: [] });
  const joins = await atOnce(8, () => api.call('POST', made.participants, { body: { purpose: 'agent' } }));
  expect(tally(joins)).toEqual({ 201: 8 });
  const { body } = await api.ok('GET', made.conversation);
  const ids = body.participants.map(({ id }) => id);
  expect(ids).toEqual(Array.from({ length: 8 }, (_, number) => `agent-${number + 1}`));
  expect(joins.map((join) => join.body.id).sort()).toEqual([...ids].sort());
  expect(body.version).toBe(9);
});
