import { describe, expect, test } from 'vitest';
import { tally } from '../support/answer.ts';
import { useApi } from '../support/api.ts';
import type { Paths } from '../support/paths.ts';
import { atOnce } from '../support/repeat.ts';

const api = useApi();

const iso = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
const bag = { attributes: { note: 'mine' } };

const join = async (made: Paths, purpose: string) =>
  (await api.ok('POST', made.participants, { body: { purpose } })).body.id;
const leave = (made: Paths, participant: string, headers = {}) =>
  api.call('DELETE', `${made.participants}/${participant}`, { headers });

/** A call that one agent has handed over to another: `agent-1` has left. */
async function transferred(): Promise<Paths> {
  const made = await api.make();
  await join(made, 'agent');
  await api.ok('PATCH', made.attributes('agent'), { body: { attributes: { outcome: 'transferred' } } });
  await join(made, 'agent');
  expect((await leave(made, 'agent-1')).status).toBe(204);
  return made;
}

/** One of each write that names a participant, one after another: the last one has it leave. */
async function writesOn(made: Paths, participant: string) {
  return [
    await api.call('PATCH', made.attributes(participant), { body: bag }),
    await api.call('PATCH', made.interaction, { body: { participants: [{ id: participant, ...bag }] } }),
    await api.call('POST', made.flow(), { body: { participantId: participant, ...bag } }),
    await api.call('POST', made.flush(), { body: { participantId: participant, ...bag } }),
    await leave(made, participant),
  ] as const;
}

describe('a participant who leaves', () => {
  test('is kept with its endTime, and has its version raised by one, as the conversation has', async () => {
    const made = await api.make({ participants: [{ purpose: 'customer' }, { purpose: 'agent', ...bag }] });
    const answer = await leave(made, 'agent-1');
    expect([answer.status, answer.text]).toEqual([204, '']);
    const left = { id: 'agent-1', version: 2, attributes: { note: 'mine' }, endTime: iso };
    const views = [made.conversation, made.interaction, `${made.conversation}/export`];
    for (const { body } of await Promise.all(views.map((path) => api.ok('GET', path)))) {
      expect(body).toMatchObject({ version: 2, participants: [{ id: 'customer-1', version: 1 }, left] });
      expect(body.participants[0]).not.toHaveProperty('endTime');
    }
  });

  test('is read by its id, by flows too, and its attributes count at the end', async () => {
    await api.ok('PUT', '/api/v2/settings/channels/voice', {
      body: { savedAttributes: ['outcome', 'late'], retentionDays: 1 },
    });
    const made = await transferred();
    const read = await api.ok('GET', made.attributes('agent-1'));
    expect(read.body).toEqual({ attributes: { outcome: 'transferred' }, version: 3 });
    const got = await api.ok('GET', `${made.flow()}?participantId=agent-1`);
    expect(got.body.attributes).toEqual({ outcome: 'transferred' });
    await api.ok('PATCH', made.conversation, { body: { state: 'handled' } });
    const { body } = await api.ok('GET', `${made.conversation}/history`);
    expect(body.data).toEqual({ outcome: 'transferred' });
  });

  test('takes no write any more: each is refused with 404, says when it left, and names who is present', async () => {
    const made = await transferred();
    const { text } = await api.ok('GET', made.conversation);
    for (const { status, body } of await writesOn(made, 'agent-1')) {
      expect([status, body.code]).toEqual([404, 'participant-not-found']);
      expect(body.detail).toMatch(/"agent-1" has left .* at 20.*"customer-1" \(customer\), "agent-2" \(agent\)/);
    }
    expect((await api.ok('GET', made.conversation)).text).toBe(text);
  });

  test('keeps what a flow has set on it: a flush and the end apply that, and write other pending values too', async () => {
    const made = await api.make({ participants: [{ purpose: 'customer' }, { purpose: 'agent' }] });
    for (const execution of ['one', 'two']) {
      const attributes = { [execution]: '1' };
      await api.ok('POST', made.flow(execution), { body: { participantId: 'agent', attributes } });
      await api.ok('POST', made.flow(execution), { body: { attributes } });
    }
    await leave(made, 'agent');
    expect((await api.ok('POST', made.flush('one'))).body.flushed).toEqual(['one']);
    await api.ok('PATCH', made.conversation, { body: { state: 'wrapup' } });
    const { body } = await api.ok('GET', made.conversation);
    const both = { one: '1', two: '1' };
    expect(body.participants).toMatchObject([{ attributes: both }, { attributes: both, endTime: iso }]);
  });

  test('leaves its id taken', async () => {
    const made = await transferred();
    const again = await api.call('POST', made.participants, { body: { id: 'agent-1', purpose: 'agent' } });
    expect(again).toMatchObject({ status: 409, body: { code: 'participant-exists' } });
    expect(await join(made, 'agent')).toBe('agent-3');
  });

  test('leaves once: a repeated request is answered alike under its Idempotency-Key, also after the end', async () => {
    const made = await api.make();
    const headers = { 'idempotency-key': 'leave' };
    await join(made, 'agent');
    const statuses = (await atOnce(5, () => leave(made, 'agent', headers))).map(({ status }) => status);
    await join(made, 'agent');
    statuses.push((await leave(made, 'agent', headers)).status);
    const { body } = await api.ok('GET', made.conversation);
    expect(body.participants.map(({ id, endTime }) => [id, endTime !== undefined])).toEqual([
      ['customer-1', false],
      ['agent-1', true],
      ['agent-2', false],
    ]);
    await api.ok('PATCH', made.conversation, { body: { state: 'handled' } });
    statuses.push((await leave(made, 'agent', headers)).status);
    expect(statuses).toEqual(Array(7).fill(204));
    expect(await leave(made, 'agent-2')).toMatchObject({ status: 409, body: { code: 'conversation-ended' } });
  });

  test('leaves on a version in If-Match only if that is the current one of the participant', async () => {
    const made = await api.make();
    await api.ok('PATCH', made.attributes(), { body: bag });
    const stale = await leave(made, 'customer', { 'if-match': '"1"' });
    expect(stale).toMatchObject({ status: 412, body: { code: 'precondition-failed', currentVersion: 2 } });
    expect((await leave(made, 'customer', { 'if-match': '"2"' })).status).toBe(204);
  });

  test('leaves while others write to it: what was acknowledged is there, the rest is refused with 404', async () => {
    const made = await api.make();
    const requests = Array.from({ length: 12 }, (_, number) => async () => {
      if (number === 6) return leave(made, 'customer-1');
      const attributes = { [`n${number}`]: 1 };
      return api.call('PATCH', made.attributes('customer-1'), { body: { attributes } });
    });
    const answers = await Promise.all(requests.map((request) => request()));
    const taken = answers.flatMap(({ status }, number) => (status === 200 ? [`n${number}`] : []));
    expect(tally(answers)).toMatchObject({ 204: 1, ...(taken.length < 11 && { 404: 11 - taken.length }) });
    const { body } = await api.ok('GET', made.attributes('customer-1'));
    expect(Object.keys(body.attributes).sort()).toEqual(taken.sort());
  });
});

describe('an alias', () => {
  test('means whoever is present: after a transfer the second agent, on every route, and nobody while both are', async () => {
    const made = await api.make({
      participants: [{ purpose: 'customer' }, { purpose: 'agent' }, { purpose: 'agent' }],
    });
    for (const { status, body } of await writesOn(made, 'agent')) {
      expect([status, body.code]).toEqual([404, 'participant-not-found']);
      expect(body.detail).toMatch(/"agent-1" \(agent\), "agent-2" \(agent\)/);
    }
    await leave(made, 'agent-1');
    const [patch, interaction, set, flush, leaving] = await writesOn(made, 'agent');
    expect([patch, interaction, set, flush].map(({ status }) => status)).toEqual([200, 200, 202, 200]);
    expect(leaving.status).toBe(204);
    const { body } = await api.ok('GET', made.conversation);
    expect(body.participants.map(({ attributes }) => attributes)).toEqual([{}, {}, { note: 'mine' }]);
  });
});

describe('a flow that names no participant', () => {
  const set = (made: Paths, name: string) => api.call('POST', made.flow(), { body: { attributes: { [name]: '1' } } });

  test('goes on in a conference, and means the first customer who is present', async () => {
    const made = await api.make({ participants: [{ purpose: 'agent' }, { purpose: 'customer' }] });
    await set(made, 'alone');
    expect(await join(made, 'customer')).toBe('customer-2');
    expect((await set(made, 'together')).status).toBe(202);
    expect((await api.ok('GET', made.flow())).body.attributes).toEqual({ alone: '1', together: '1' });
    await leave(made, 'customer-1');
    await set(made, 'later');
    expect((await api.ok('GET', made.flow())).body.attributes).toEqual({ later: '1' });
    await api.ok('POST', made.flush(), { body: { attributes: { last: '1' } } });
    const { body } = await api.ok('GET', made.conversation);
    const bags = body.participants.map(({ attributes }) => attributes);
    expect(bags).toEqual([{}, { alone: '1', together: '1' }, { later: '1', last: '1' }]);
  });

  test('means a customer, not whoever has the id of one: else it is refused with 404', async () => {
    const made = await api.make({
      participants: [
        { id: 'customer-1', purpose: 'agent' },
        { id: 'customer', purpose: 'supervisor' },
        { id: 'second', purpose: 'customer' },
      ],
    });
    await set(made, 'mine');
    expect((await api.ok('GET', `${made.flow()}?participantId=second`)).body.attributes).toEqual({ mine: '1' });
    await leave(made, 'second');
    const answers = [await set(made, 'late'), await api.call('GET', made.flow())];
    answers.push(await api.call('POST', made.flush(), { body: bag }));
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual(
      Array(3).fill([404, 'participant-not-found']),
    );
  });
});

test('25 may be present and 100 have been there in all: one more is refused with 422', async () => {
  const made = await api.make({ participants: Array.from({ length: 25 }, () => ({ purpose: 'agent' })) });
  const refused = async (reason: RegExp) => {
    const { status, body } = await api.call('POST', made.participants, { body: { purpose: 'agent' } });
    expect([status, body.code]).toEqual([422, 'too-many-participants']);
    expect(body.detail).toMatch(reason);
  };
  await refused(/25 participants who are present/);
  for (let number = 1; number <= 75; number++) {
    await leave(made, `agent-${number}`);
    expect(await join(made, 'agent')).toBe(`agent-${25 + number}`);
  }
  await refused(/25 participants who are present/);
  await leave(made, 'agent-100');
  await refused(/100 participants/);
  const { body } = await api.ok('GET', made.conversation);
  expect(body.participants).toHaveLength(100);
  await api.ok('PATCH', made.conversation, { body: { state: 'handled' } });
});
