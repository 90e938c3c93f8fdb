import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Answer } from '../support/answer.ts';
import type { Paths } from '../support/paths.ts';
import { useSecuredApi } from './support/api.ts';
import { securedFlow, securedOf } from './support/paths.ts';
import type { RawItem } from './support/raw.ts';

const secured = useSecuredApi();
const { api } = secured;

/** A conversation with stored and pending secured attributes, and its item. */
async function makeSecured(): Promise<{ readonly made: Paths; readonly copy: RawItem }> {
  const made = await api.make();
  await api.ok('PUT', securedOf(made), { body: { attributes: { pin: 'plain-1234' }, version: 0 } });
  await api.ok('POST', securedFlow(made), { body: { attributes: { cvv: 'plain-737' } } });
  return { made, copy: await secured.raw.conversation(made.id) };
}

const patchState =
  (...states: string[]) =>
  async ({ conversation }: Paths): Promise<Answer> => {
    const answers: Answer[] = [];
    for (const state of states) answers.push(await api.send('PATCH', conversation, { body: { state } }));
    return answers.at(-1) as Answer;
  };

const erase = ({ conversation }: Paths) => api.send('DELETE', conversation);

/** Every way in which a conversation comes to its end. */
const ends = [
  { end: 'DELETE', run: erase },
  { end: 'handled', run: patchState('handled') },
  { end: 'wrap-up and handled', run: patchState('wrapup', 'handled') },
  { end: 'abandoned', run: patchState('abandoned') },
];

const inThirtyDays = () => Math.floor(Date.now() / 1000) + 30 * 24 * 60 * 60;

/** As long as any backup: 35 days at most, and some to restore it. */
const inFortyDays = () => inThirtyDays() + 10 * 24 * 60 * 60;

/** The row of a data key that is removed. */
function removed({ internalId }: RawItem) {
  return { internalId, shredded: true, expires: expect.closeTo(inFortyDays(), -2) };
}

/** Reads and writes of secured attributes, none of which may work without the data key. */
async function attempts(made: Paths): Promise<readonly Answer[]> {
  const body = { attributes: { other: 'x' } };
  return [
    await api.send('GET', securedOf(made)),
    await api.send('GET', securedFlow(made)),
    await api.send('GET', `${securedFlow(made)}?name=pin`),
    await api.send('GET', `${made.conversation}/export`),
    await api.send('POST', securedFlow(made), { body }),
    await api.send('PATCH', securedOf(made), { body }),
    await api.send('PUT', securedOf(made), { body: { ...body, version: 1 } }),
  ];
}

/** Lets a test set the clock of the container that serves it: a container keeps the clock that it finds. */
async function useOwnClock(): Promise<void> {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
  onTestFinished(async () => {
    vi.useRealTimers();
    await secured.renew();
  });
  await secured.renew();
}

describe.each(ends)('$end', ({ run }) => {
  test('removes the wrapped data key, and a copy of the conversation from before it can not be opened', async () => {
    const { made, copy } = await makeSecured();
    expect((await run(made)).status).toBeLessThan(300);
    expect(await secured.raw.dataKey(copy.internalId)).toEqual(removed(copy));
    await secured.raw.put('conversations', copy);
    await secured.renew();
    const calls = secured.kmsCalls();
    for (const answer of await attempts(made)) {
      expect(answer).toMatchObject({ status: 409, body: { code: 'conversation-ended' } });
      expect(answer.text).not.toContain('plain');
    }
    // No other key was made in its place either.
    expect(secured.kmsCalls()).toBe(calls);
    expect(await secured.raw.dataKey(copy.internalId)).toEqual(removed(copy));
  });

  test('leaves no envelope and no internal id in the table of conversations', async () => {
    const { made, copy } = await makeSecured();
    await run(made);
    const item = await secured.raw.conversation(made.id);
    expect(Object.keys(item).filter((name) => /^(?:s|x|r|t|n)\//.test(name))).toEqual([]);
    expect(JSON.stringify(item)).not.toContain(String(copy.internalId));
  });
});

describe.each(ends)('a crash in $end', ({ run }) => {
  test('before its data key is removed is made good by the sweeper', async () => {
    const { made, copy } = await makeSecured();
    crashBefore('PutItem dataKeys');
    const crashed = await run(made);
    expect(crashed.status).toBeGreaterThanOrEqual(500);
    expect(crashed.text).not.toContain('plain');
    expect(await secured.raw.dataKey(copy.internalId)).toMatchObject({ wrapped: expect.anything() });
    await sweepAnew();
    expect(await secured.raw.dataKey(copy.internalId)).toEqual(removed(copy));
    const item = await secured.raw.conversation(made.id);
    expect(JSON.stringify(item)).not.toContain(String(copy.internalId));
  });

  test('after its data key is removed, before that is noted, is made good by the sweeper', async () => {
    const { made, copy } = await makeSecured();
    crashBefore('UpdateItem conversations');
    expect((await run(made)).status).toBeGreaterThanOrEqual(500);
    expect(await secured.raw.dataKey(copy.internalId)).toEqual(removed(copy));
    await sweepAnew();
    const item = await secured.raw.conversation(made.id);
    expect(JSON.stringify(item)).not.toContain(String(copy.internalId));
    expect(await secured.container.during(() => api.local.sweep())).not.toContain('PutItem dataKeys');
  });

  test('that the caller does not see, since the store only fails for a while, is made good by the sweeper', async () => {
    const { made, copy } = await makeSecured();
    crashBefore('PutItem dataKeys', 'ThrottlingException');
    expect((await run(made)).status).toBeLessThan(300);
    expect(await secured.raw.dataKey(copy.internalId)).toMatchObject({ wrapped: expect.anything() });
    await sweepAnew();
    expect(await secured.raw.dataKey(copy.internalId)).toEqual(removed(copy));
  });

  test('keeps the item until its data key is removed, however late the sweeper comes', async () => {
    await useOwnClock();
    const { made, copy } = await makeSecured();
    crashBefore('PutItem dataKeys', 'ThrottlingException');
    await run(made);
    expect(await secured.raw.conversation(made.id)).not.toHaveProperty('timeToLive');
    vi.setSystemTime(Date.now() + 100 * 24 * 60 * 60 * 1000);
    const token = await api.local.token();
    const again = () =>
      api.call('POST', '/api/v2/conversations', { token, body: { id: made.id, type: 'voice', participants: [] } });
    expect(await again()).toMatchObject({ status: 409, body: { code: 'conversation-exists' } });
    await sweepAnew();
    expect(await secured.raw.dataKey(copy.internalId)).toMatchObject({ shredded: true });
    expect((await again()).status).toBe(201);
  });
});

test('the erasure of a conversation whose end crashed removes the data key that the end has left', async () => {
  const { made, copy } = await makeSecured();
  crashBefore('PutItem dataKeys');
  await patchState('handled')(made);
  expect((await erase(made)).status).toBe(204);
  expect(await secured.raw.dataKey(copy.internalId)).toEqual(removed(copy));
});

test('a container that has used the data key can open an older copy for 5 minutes at most', async () => {
  await useOwnClock();
  const { made, copy } = await makeSecured();
  await erase(made);
  await secured.raw.put('conversations', copy);
  vi.setSystemTime(Date.now() + 5 * 60_000);
  for (const answer of await attempts(made)) {
    expect(answer).toMatchObject({ status: 409, body: { code: 'conversation-ended' } });
    expect(answer.text).not.toContain('plain');
  }
});

test('an erased conversation leaves the keyed hash of its id, its expiry and the operation, and nothing else', async () => {
  const [{ made }, { made: swept }] = [await makeSecured(), await makeSecured()];
  const headers = { 'idempotency-key': 'erase' };
  await api.ok('DELETE', made.conversation, { headers });
  crashBefore('PutItem dataKeys', 'ThrottlingException');
  await api.ok('DELETE', swept.conversation, { headers });
  await sweepAnew();
  for (const { id } of [made, swept]) {
    const item = await secured.raw.conversation(id);
    const operation = Object.keys(item).filter((name) => name.startsWith('o/'));
    expect(item).toEqual({
      pk: expect.stringMatching(/^[\w-]{43}$/),
      expires: expect.closeTo(inThirtyDays(), -2),
      timeToLive: item.expires,
      [operation[0] ?? '']: expect.anything(),
    });
    expect(JSON.stringify(item)).not.toContain(id);
  }
});

/** Erases a conversation while a request of a container that does not know its data key yet is about to ask for it. */
async function eraseMeanwhile({ conversation }: Paths): Promise<void> {
  const container = await secured.renew();
  container.before = async ({ name }) => {
    if (name !== 'GetItem dataKeys') return;
    container.before = () => undefined;
    await api.ok('DELETE', conversation);
  };
}

test.each([
  { read: 'a read of secured attributes', path: securedOf },
  { read: 'a flow get', path: securedFlow },
  { read: 'an export', path: ({ conversation }: Paths) => `${conversation}/export` },
])('$read that finds the data key of an erased conversation removed is answered with 404', async ({ path }) => {
  const { made } = await makeSecured();
  await eraseMeanwhile(made);
  const answer = await api.call('GET', path(made));
  expect(answer).toMatchObject({ status: 404, body: { code: 'conversation-not-found' } });
});

test('a patch that was applied is told so, without values, when the data key goes before it is answered', async () => {
  const made = await api.make();
  await api.ok('PATCH', securedOf(made), { body: { attributes: { pin: '1', puk: '2' } } });
  await eraseMeanwhile(made);
  const { body } = await api.ok('PATCH', securedOf(made), { body: { attributes: { pin: null } } });
  expect(body).toEqual({ names: ['puk'], version: 2 });
});

test('a conversation that never had secured attributes leaves nothing among the data keys', async () => {
  const before = (await secured.raw.all('dataKeys')).length;
  for (const { run } of ends) await run(await api.make());
  await api.local.sweep();
  expect(await secured.raw.all('dataKeys')).toHaveLength(before);
});

/** The next request of this name fails as if the container died, or with an error of DynamoDB's. */
function crashBefore(call: string, failure = 'TheContainerDied'): void {
  const { container } = secured;
  container.before = ({ name }) => {
    if (name !== call) return;
    container.before = () => undefined;
    throw Object.assign(new Error('as the test said'), { name: failure });
  };
}

/** Sweeps in another container. */
async function sweepAnew(): Promise<void> {
  await secured.renew();
  await api.local.sweep();
}
