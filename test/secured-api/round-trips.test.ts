import { describe, expect, test } from 'vitest';
import type { Paths } from '../support/paths.ts';
import { useSecuredApi } from './support/api.ts';
import { bag } from './support/bags.ts';
import { securedFlow, securedOf } from './support/paths.ts';
import { openRaw } from './support/raw.ts';

const secured = useSecuredApi();
const { api } = secured;

const read = 'GetItem conversations';
const update = 'UpdateItem conversations';

/** Secured attributes of a conversation whose data key is in memory. */
async function makeWarm(): Promise<Paths> {
  const made = await api.make();
  await api.ok('PUT', securedOf(made), { body: { attributes: bag(50, 'x'), version: 0 } });
  return made;
}

async function makeCold(): Promise<Paths> {
  const made = await makeWarm();
  await secured.renew();
  return made;
}

/** Writes of one secured attribute where there is none yet. */
const body = { attributes: { pin: '1' } };
const set = (made: Paths) => api.ok('POST', securedFlow(made), { body });
const patch = (made: Paths) => api.ok('PATCH', securedOf(made), { body });
const put = (made: Paths) => api.ok('PUT', securedOf(made), { body: { ...body, version: 0 } });

test.each([set, patch, put])(
  'the first secured write of a conversation takes three round trips more than the ordinary two, for its data key (%o)',
  async (write) => {
    const made = await api.make();
    expect(await secured.container.during(() => write(made))).toEqual([
      ...[read, update],
      ...['GetItem dataKeys', 'GenerateDataKey', 'PutItem dataKeys'],
      update,
    ]);
  },
);

test('the same where the first of its writes forgets operation ids that have had their time', async () => {
  const made = await api.make();
  // The next write that knows of them forgets as many as it may, 64.
  const raw = openRaw();
  const stamp = `${(Math.floor(Date.now() / 1000) - 120).toString(36)}:`;
  const ids = Array.from({ length: 70 }, (_, number) => [`o/of-others-${number}`, [stamp, number + 1]]);
  const item = await raw.conversation(made.id);
  await raw.put('conversations', { ...item, ...Object.fromEntries(ids), revision: [71], operations: 71 });
  const calls = await secured.container.during(() => patch(made));
  expect(calls.filter((call) => call === update)).toHaveLength(2);
  const left = Object.keys(await raw.conversation(made.id)).filter((name) => name.startsWith('o/of-others-'));
  expect(left).toHaveLength(6);
});

test.each([set, patch])(
  'a secured write takes two round trips with the data key in memory, and one more with a call to KMS without (%o)',
  async (write) => {
    const made = await makeWarm();
    expect(await secured.container.during(() => write(made))).toEqual([read, update]);
    await secured.renew();
    expect(await secured.container.during(() => write(made))).toEqual([read, 'GetItem dataKeys', 'Decrypt', update]);
  },
);

describe.each([
  ['a flow get', securedFlow],
  ['GET', securedOf],
])('%s of 50', (_operation, path) => {
  test('takes one round trip with the data key in memory, and one more with a call to KMS without', async () => {
    const made = await makeWarm();
    expect(await secured.container.during(() => api.ok('GET', path(made)))).toEqual([read]);
    await secured.renew();
    const cold = await secured.container.during(() => api.ok('GET', path(made)));
    expect(cold).toEqual([read, 'GetItem dataKeys', 'Decrypt']);
  });
});

test('a replacement of 50 takes two round trips with the data key in memory', async () => {
  const made = await makeWarm();
  const replacement = { attributes: bag(50, 'y', 'm'), version: 1 };
  const calls = await secured.container.during(() => api.ok('PUT', securedOf(made), { body: replacement }));
  expect(calls).toEqual([read, update]);
});

test('a flush of ordinary and secured writes is one read and one write', async () => {
  const made = await makeCold();
  await api.ok('POST', securedFlow(made), { body: { attributes: bag(50, 'y') } });
  await api.ok('POST', made.flow(), { body: { attributes: bag(50, 'z') } });
  expect(await secured.container.during(() => api.ok('POST', made.flush()))).toEqual([read, update]);
});

test('a repeated delivery of a secured write takes one read', async () => {
  const made = await makeWarm();
  const request = { headers: { 'idempotency-key': 'once' }, body };
  await api.ok('POST', securedFlow(made), request);
  const again = await secured.container.during(() => api.ok('POST', securedFlow(made), request));
  expect(again).toEqual([read]);
});

test('an ordinary set takes one round trip, whatever secured attributes there are', async () => {
  const made = await makeCold();
  const ordinary = { target: 'conversation', attributes: { tier: 'gold' } };
  const calls = await secured.container.during(() => api.ok('POST', made.flow(), { body: ordinary }));
  expect(calls).toEqual([update]);
});

test('the end of a conversation with secured attributes takes two round trips more, to remove its data key', async () => {
  const made = await makeCold();
  const end = () => api.ok('PATCH', made.conversation, { body: { state: 'handled' } });
  const write = 'PutItem conversations';
  expect(await secured.container.during(end)).toEqual([
    ...[read, 'GetItem settings', write],
    ...['PutItem dataKeys', update],
  ]);
});

test('an erasure takes three round trips, and two more where there is a data key', async () => {
  const [without, made] = [await api.make(), await makeCold()];
  const erasure = [read, 'PutItem erasures', 'PutItem conversations'];
  expect(await secured.container.during(() => api.ok('DELETE', without.conversation))).toEqual(erasure);
  const withKey = await secured.container.during(() => api.ok('DELETE', made.conversation));
  expect(withKey).toEqual([...erasure, 'PutItem dataKeys', update]);
});
