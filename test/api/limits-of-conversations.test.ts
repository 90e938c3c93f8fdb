import { describe, expect, test } from 'vitest';
import { tally } from '../support/answer.ts';
import { useApi } from '../support/api.ts';
import { bagOfBytes, namesOf, textOfBytes } from '../support/bags.ts';
import { atOnce } from '../support/repeat.ts';

// The limits are written out here as the contract has them, so that a changed constant is seen.

const api = useApi();

const full = 65_536;

describe('the limit of 65,536 bytes a conversation', () => {
  test.each([
    { bytes: full - 1, status: 201 },
    { bytes: full, status: 201 },
    { bytes: full + 1, status: 413 },
  ])('holds for creation: $bytes bytes answer $status', async ({ bytes, status }) => {
    const id = `of-${bytes}`;
    const participants = [{ purpose: 'customer', attributes: bagOfBytes(20_000) }];
    const body = { id, type: 'voice', participants, data: bagOfBytes(bytes - 20_000) };
    const answer = await api.call('POST', '/api/v2/conversations', { body });
    expect(answer.status, answer.text.slice(0, 200)).toBe(status);
    if (status === 201) return;
    expect(answer.body).toMatchObject({ code: 'conversation-too-large' });
    expect(answer.body.detail).toMatch(/65537 bytes.* 65536 \(limit: conversation\)/);
    expect((await api.call('GET', `/api/v2/conversations/${id}`)).status).toBe(404);
  });

  test('holds for a patch, a join, a set and a last batch alike, which change nothing beyond it', async () => {
    const made = await api.make({ data: bagOfBytes(full - 100) });
    const before = await api.ok('GET', made.conversation);
    const attributes = bagOfBytes(101, 'w');
    const answers = [
      await api.call('PATCH', made.attributes(), { body: { attributes } }),
      await api.call('PATCH', made.conversation, { body: { data: attributes } }),
      await api.call('PATCH', made.interaction, { body: { participants: [{ id: 'customer', attributes }] } }),
      await api.call('POST', made.participants, { body: { purpose: 'agent', attributes } }),
      await api.call('POST', made.flow(), { body: { attributes } }),
      await api.call('POST', made.flush(), { body: { attributes } }),
    ];
    expect(tally(answers)).toEqual({ 413: answers.length });
    for (const { body } of answers) expect(body.detail).toMatch(/65537 bytes.* 65536 \(limit: conversation\)/);
    expect((await api.ok('GET', made.conversation)).text).toBe(before.text);
    expect((await api.ok('GET', made.flow())).body.attributes).toEqual({});
  });

  test.each(['a patch', 'a set'])('lets %s fill the conversation to the last byte', async (how) => {
    const made = await api.make({ data: bagOfBytes(full - 100) });
    const fill = (bytes: number) =>
      how === 'a patch'
        ? api.call('PATCH', made.attributes(), { body: { attributes: bagOfBytes(bytes, 'w') } })
        : api.call('POST', made.flow(), { body: { attributes: bagOfBytes(bytes, 'w') } });
    expect((await fill(99)).status).toBeLessThan(300);
    expect((await fill(100)).status).toBeLessThan(300);
    expect((await fill(101)).status).toBe(413);
  });

  test('counts pending writes, but never refuses their flush', async () => {
    const made = await api.make({ data: bagOfBytes(20_000) });
    const pending = bagOfBytes(full - 20_000);
    await api.ok('POST', made.flow(), { body: { attributes: pending } });
    const refused = await api.call('PATCH', made.attributes(), { body: { attributes: { a: 1 } } });
    expect(refused).toMatchObject({ status: 413, body: { code: 'conversation-too-large' } });
    const { body } = await api.ok('POST', made.flush());
    expect(body.flushed).toHaveLength(Object.keys(pending).length);
    expect((await api.ok('GET', made.attributes())).body.attributes).toEqual(pending);
  });

  test('counts what is there, so that removing makes room', async () => {
    const made = await api.make({ data: bagOfBytes(full) });
    const grow = () => api.call('PATCH', made.attributes(), { body: { attributes: bagOfBytes(4000, 'w') } });
    expect((await grow()).status).toBe(413);
    await api.ok('PATCH', made.conversation, { body: { data: { v0: null } } });
    expect((await grow()).status).toBe(200);
    expect((await grow()).status, 'the same again takes no more room').toBe(200);
  });

  test('lets each value of a full conversation be replaced by one of its size in flows, secured ones too', async () => {
    const card = textOfBytes(4_000);
    const envelopeBytes = 81;
    const first = bagOfBytes(full - 'card'.length - 4_000 - envelopeBytes);
    const second = Object.fromEntries(Object.entries(first).map(([name, value]) => [name, value.replaceAll('x', 'y')]));
    const made = await api.make({ data: first });
    const secured = (path: string) => path.replace(/attributes$/, 'secureattributes');
    await api.ok('PATCH', `${made.conversation}/secureattributes`, { body: { attributes: { card } } });
    const half = Object.fromEntries(Object.entries(second).slice(0, 6));
    for (const { execution, attributes } of [
      { execution: 'one', attributes: second },
      { execution: 'two', attributes: half },
    ]) {
      await api.ok('POST', made.flow(execution), { body: { target: 'conversation', attributes } });
      await api.ok('POST', secured(made.flow(execution)), { body: { attributes: { card } } });
    }
    const larger = { target: 'conversation', attributes: { v0: `${second.v0}x` } };
    const refused = await api.call('POST', made.flow('one'), { body: larger });
    expect(refused.body.detail).toMatch(/65537 bytes.* 65536 \(limit: conversation\)/);
    for (const execution of ['two', 'one']) await api.ok('POST', made.flush(execution));
    expect((await api.ok('GET', made.conversation)).body.data).toEqual(second);
  });

  test('lets null remove when the conversation is full, pending or at once', async () => {
    const made = await api.make({ data: bagOfBytes(full - 2) });
    await api.ok('POST', made.flow(), { body: { target: 'conversation', attributes: { v0: null } } });
    await api.ok('PATCH', made.conversation, { body: { data: { v1: null } } });
    await api.ok('POST', made.flush());
    const { body } = await api.ok('GET', made.conversation);
    expect(body.data).not.toHaveProperty('v0');
    expect(body.data).not.toHaveProperty('v1');
  });

  test('is never hit by one value that is overwritten for a long time', async () => {
    const made = await api.make();
    const value = textOfBytes(8000);
    for (let time = 0; time < 30; time++) {
      await api.ok('PATCH', made.attributes(), { body: { attributes: { value: `${value}${time}` } } });
      await api.ok('POST', made.flow(), { body: { attributes: { pending: `${value}${time}` } } });
      if (time % 10 === 9) await api.ok('POST', made.flush());
    }
    const { body } = await api.ok('GET', made.attributes());
    expect(body.attributes).toEqual({ value: `${value}29`, pending: `${value}29` });
  });

  test('is never hit by one value that 30 writers overwrite at once', async () => {
    const made = await api.make();
    const value = textOfBytes(8000);
    const patch = (time: number) =>
      api.call('PATCH', made.attributes(), { body: { attributes: { value: `${value}${time}` } } });
    expect(tally(await atOnce(30, patch))).toEqual({ 200: 30 });
  });
});

describe('the limit of 200 pending names an execution', () => {
  const set = (path: string, body: object) => api.call('POST', path, { body });

  test('lets 200 be set, and refuses one more with 422, which leaves them pending', async () => {
    const made = await api.make();
    await api.ok('POST', made.flow(), { body: { attributes: namesOf(100, 'a') } });
    await api.ok('POST', made.flow(), { body: { attributes: namesOf(99, 'b') } });
    await api.ok('POST', made.flow(), { body: { attributes: { last: '' } } });
    const refused = await set(made.flow(), { attributes: { more: '' } });
    expect(refused).toMatchObject({ status: 422, body: { code: 'too-many-pending-writes' } });
    expect(refused.body.detail).toMatch(/201 pending names.* 200 \(limit: pending names\)/);
    expect((await set(made.flow('another'), { attributes: { more: '' } })).status, 'another has its own').toBe(202);
    expect((await api.ok('POST', made.flush())).body.flushed).toHaveLength(200);
    expect((await set(made.flow(), { attributes: { more: '' } })).status, 'the flush makes room').toBe(202);
  });

  test('counts one name on several participants and data several times', async () => {
    const made = await api.make({ participants: [{ purpose: 'customer' }, { purpose: 'agent' }] });
    for (const participantId of ['customer', 'agent']) {
      await api.ok('POST', made.flow(), { body: { participantId, attributes: namesOf(100) } });
    }
    const refused = await set(made.flow(), { target: 'conversation', attributes: namesOf(1) });
    expect(refused).toMatchObject({ status: 422, body: { code: 'too-many-pending-writes' } });
    expect((await set(made.flow(), { participantId: 'agent', attributes: namesOf(100) })).status).toBe(202);
  });

  test('is never hit by the same names that are set many times', async () => {
    const made = await api.make();
    for (let time = 0; time < 12; time++) {
      await api.ok('POST', made.flow(), { body: { attributes: namesOf(100, time % 2 ? 'a' : 'b') } });
    }
    expect((await set(made.flow(), { attributes: { more: '' } })).status).toBe(422);
    expect((await api.ok('POST', made.flush())).body.flushed).toHaveLength(200);
  });
});

test('20 executions may have pending writes, one more is refused with 422 until one of them has flushed', async () => {
  const made = await api.make();
  for (let number = 1; number <= 20; number++) {
    await api.ok('POST', made.flow(`execution-${number}`), { body: { attributes: { [`n${number}`]: '' } } });
  }
  const one = () => api.call('POST', made.flow('one-more'), { body: { attributes: { a: '' } } });
  const refused = await one();
  expect(refused).toMatchObject({ status: 422, body: { code: 'too-many-executions' } });
  expect(refused.body.detail).toMatch(/20 flow executions.*limit \(executions\)/);
  await api.ok('POST', made.flow('execution-7'), { body: { attributes: { again: '' } } });
  const lastBatch = await api.ok('POST', made.flush('one-more'), { body: { attributes: { direct: '' } } });
  expect(lastBatch.body.flushed, 'a last batch is never pending').toEqual(['direct']);
  await api.ok('POST', made.flush('execution-7'));
  expect((await one()).status).toBe(202);
});

describe('the limit of 25 participants', () => {
  const some = (count: number) => Array.from({ length: count }, () => ({ purpose: 'agent' }));

  test.each([
    { count: 24, status: 201 },
    { count: 25, status: 201 },
    { count: 26, status: 422 },
  ])('holds for creation: $count are answered with $status', async ({ count, status }) => {
    const body = { type: 'voice', participants: some(count) };
    const answer = await api.call('POST', '/api/v2/conversations', { body });
    expect(answer.status, answer.text).toBe(status);
    if (status === 422) expect(answer.body.detail).toMatch(/26 participants.* 25 \(limit: participants\)/);
  });

  test('holds for those who join, one after another and at once', async () => {
    const made = await api.make({ participants: some(23) });
    const joins = await atOnce(4, () => api.call('POST', made.participants, { body: { purpose: 'agent' } }));
    expect(tally(joins)).toEqual({ 201: 2, 422: 2 });
    const refused = await api.call('POST', made.participants, { body: { purpose: 'agent' } });
    expect(refused).toMatchObject({ status: 422, body: { code: 'too-many-participants' } });
    expect((await api.ok('GET', made.conversation)).body).toMatchObject({ version: 3 });
  });
});
