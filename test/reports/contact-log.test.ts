import { beforeAll, expect, test } from 'vitest';
import { inState, keep, queueClients } from '../contact-data/support.ts';
import { useApi } from '../support/api.ts';
import { newConversation } from '../support/fixtures.ts';
import { csvRows } from './csv-rows.ts';
import { day, firstDay } from './generate.ts';
import { all, contactLog, pageIn } from './pages.ts';
import { expire, writeAll } from './table.ts';

const api = useApi({ clientsFile: queueClients });

/** One conversation of each channel type in each call queue, by hours. */
const types = ['voice', 'callback', 'webchat', 'webmessaging', 'email', 'task'] as const;
const queues = ['sales', 'support', 'sale', undefined] as const;
const period = { from: '2026-03-01', to: '2026-03-02' };

beforeAll(async () => {
  const template = await newConversation({ participants: [] });
  const conversations = types.flatMap((type, hour) =>
    queues.map((queueId, minute) => ({
      ...template,
      id: `${type}-${queueId ?? 'none'}`,
      type,
      state: 'handled' as const,
      ...(queueId && { queueId }),
      startTime: firstDay + hour * 3_600_000 + minute * 60_000,
      endTime: firstDay + day,
      expires: Math.floor(Date.now() / 1000) + 3600,
      saved: new Map(),
    })),
  );
  await writeAll(api, conversations);
});

/** What is found, in the order of types and queues. */
async function found(query: object, options: object = {}): Promise<readonly string[]> {
  return (await all(api, { ...period, ...query }, options)).map(({ id }) => id).reverse();
}

const idsOf = (ofTypes: readonly string[], ofQueues: readonly (string | undefined)[]) =>
  ofTypes.flatMap((type) => ofQueues.map((queueId) => `${type}-${queueId ?? 'none'}`));

test('the log gives what the history gives, with the wrap-up', async () => {
  await keep(api, ['tier']);
  const made = await inState(api, 'wrapup', { queueId: 'sales', data: { tier: 'gold' } });
  const wrapup = { code: 'sale', notes: 'Calls again.' };
  await api.ok('PATCH', made.conversation, { body: { state: 'handled', wrapup } });
  const history = await api.ok('GET', `${made.conversation}/history`);
  expect(history.body).toMatchObject({ id: made.id, type: 'voice', queueId: 'sales', wrapup, data: { tier: 'gold' } });
  const page = pageIn(await api.ok('GET', contactLog));
  // Whose list it was is not in the index that the log reads.
  const { savedBy, ...kept } = history.body as { readonly savedBy?: string };
  expect(savedBy).toBe('type');
  expect(page).toEqual({ conversations: [kept] });
  await api.ok('DELETE', made.conversation);
});

test('only what has ended is in the log: wrap-up and handled, not active, not abandoned, not expired', async () => {
  await keep(api, ['tier']);
  const from = new Date().toISOString();
  const [, wrapup, handled, , expired] = [
    await inState(api, 'active'),
    await inState(api, 'wrapup'),
    await inState(api, 'handled'),
    await inState(api, 'abandoned'),
    await inState(api, 'handled'),
  ];
  await expire(api, expired.id);
  const log = await all(api, { from });
  expect(log.map(({ id }) => id)).toEqual([handled.id, wrapup.id]);
});

test('the filters take what has exactly the type and exactly the call queue', async () => {
  expect(await found({})).toEqual(idsOf(types, queues));
  for (const type of types) expect(await found({ type })).toEqual(idsOf([type], queues));
  for (const queueId of ['sales', 'support', 'sale']) expect(await found({ queueId })).toEqual(idsOf(types, [queueId]));
  expect(await found({ queueId: 'sales', type: 'voice' })).toEqual(['voice-sales']);
  for (const queueId of ['Sales', 'none', '*']) expect(await found({ queueId })).toEqual([]);
});

test.for([
  ['sales', ['sales']],
  ['sales-and-support', ['sales', 'support']],
  ['no-queue', []],
] as const)('the log of %s leaves out what is in no call queue of theirs, or in none', async ([client, own]) => {
  const token = await api.local.token(undefined, client);
  expect(await found({}, { token })).toEqual(idsOf(types, own));
  expect(await found({ type: 'task' }, { token })).toEqual(idsOf(['task'], own));
  for (const queueId of ['sales', 'support', 'sale']) {
    const isOwn = (own as readonly string[]).includes(queueId);
    expect(await found({ queueId }, { token })).toEqual(isOwn ? idsOf(types, [queueId]) : []);
  }
  const csv = await api.ok('GET', `${contactLog}?from=2026-03-01&to=2026-03-02`, {
    token,
    headers: { accept: 'text/csv' },
  });
  const ids = csvRows(csv.text)
    .slice(1)
    .map(([id]) => id);
  expect(ids.reverse()).toEqual(idsOf(types, own));
});

test('from is inclusive and to exclusive, to the millisecond', async () => {
  const at = (milliseconds: number) => new Date(firstDay + milliseconds).toISOString();
  expect(await found({ from: at(60_000), to: at(120_000) })).toEqual(['voice-support']);
  expect(await found({ from: at(60_000), to: at(120_001) })).toEqual(['voice-support', 'voice-sale']);
  expect(await found({ from: at(60_001), to: at(120_000) })).toEqual([]);
  expect(await found({ from: at(59_999), to: at(60_000) })).toEqual([]);
  expect(await found({ from: at(0), to: at(1) })).toEqual(['voice-sales']);
  expect(await found({ from: at(-1), to: at(0) })).toEqual([]);
  expect(await found({ from: at(0), to: at(0) })).toEqual([]);
});

test('a time may be a date, and in any offset', async () => {
  const one = ['voice-support'];
  expect(await found({ from: '2026-03-01T00:01Z', to: '2026-03-01T00:02:00Z' })).toEqual(one);
  expect(await found({ from: '2026-03-01T01:01:00+01:00', to: '2026-02-28T19:02:00-05:00' })).toEqual(one);
  expect(await found({ from: '2026-02-28', to: '2026-03-01' })).toEqual([]);
});

test.for([
  ['from=yesterday', 'from'],
  ['from=2026-3-1', 'from'],
  ['to=2026-02-30', 'to'],
  ['from=2026-13-01', 'from'],
  ['from=2026-03-01T24:30:00Z', 'from'],
  ['from=2026-03-01T08:00:00', 'from'],
  ['from=', 'from'],
  ['from=2026-03-02&to=2026-03-01', 'from'],
  ['from=2000-01-01&to=2026-03-01', 'from'],
  ['type=fax', 'type'],
  ['type=', 'type'],
  ['nextToken=abc', 'nextToken'],
  ['nextToken=', 'nextToken'],
] as const)('refuses ?%s with 400 and names %s', async ([query, name]) => {
  const refused = await api.call('GET', `${contactLog}?${query}`);
  expect([refused.status, refused.body.errors?.map((error) => error.name)]).toEqual([400, [name]]);
});

test('without a period the last seven days count', async () => {
  const template = await newConversation({ participants: [] });
  const ended = (id: string, startTime: number) => ({
    ...template,
    id,
    startTime,
    state: 'handled' as const,
    endTime: startTime,
    saved: new Map(),
  });
  const now = Date.now();
  await writeAll(api, [ended('six-days', now - 6 * day), ended('eight-days', now - 8 * day)]);
  const ids = (await all(api, {})).map(({ id }) => id);
  expect(ids).toContain('six-days');
  expect(ids).not.toContain('eight-days');
  const before = new Date(now - 7 * day).toISOString();
  expect((await all(api, { to: before })).map(({ id }) => id)).toContain('eight-days');
});

test.for([
  'to=1970-01-01',
  'to=1970-01-05',
  'from=1970-01-01&to=1970-01-01',
  'from=1969-12-31&to=1970-01-02',
  'to=1969-12-31T23:59:59Z',
  'from=1500-01-01&to=1509-12-31',
  'from=0000-01-01&to=0000-01-01',
  'to=9999-12-31',
])('the edge of time ?%s is empty, and no failure', async (query) => {
  expect((await api.call('GET', `${contactLog}?${query}`)).body).toMatchObject({ conversations: [] });
});

test('a time before 1970 is one like any other: the limit of ten years is what refuses it', async () => {
  for (const query of ['from=1969-12-31', 'from=1500-01-01']) {
    const { status, body } = await api.call('GET', `${contactLog}?${query}`);
    const reason = 'must not be more than ten years before "to"';
    expect([status, body.errors]).toEqual([400, [{ name: 'from', reason }]]);
  }
  const { body } = await api.call('GET', `${contactLog}?from=1969-02-01&to=1969-01-01`);
  expect(body.errors).toEqual([{ name: 'from', reason: 'must not be after "to"' }]);
});

test('a page says nothing of a conversation but what is kept', async () => {
  const { text } = await api.ok('GET', `${contactLog}?from=2026-03-01&to=2026-03-02&type=voice&queueId=sales`);
  const [entry] = JSON.parse(text).conversations;
  expect(Object.keys(entry).sort()).toEqual(['data', 'endTime', 'id', 'queueId', 'startTime', 'type']);
});
