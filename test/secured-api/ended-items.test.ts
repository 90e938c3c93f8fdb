import { describe, expect, test } from 'vitest';
import { hashWithKey } from '#domain/hashes.ts';
import { decodeCompact } from '#dynamodb/compact-ids.ts';
import type { Paths } from '../support/paths.ts';
import { pathsOf } from '../support/paths.ts';
import { useSecuredApi } from './support/api.ts';
import { securedFlow, securedOf } from './support/paths.ts';

const secured = useSecuredApi();
const { api } = secured;

/** What differs between any two conversations: ids, times, and what chance gave. */
const ofItsOwn = ['pk', 'id', 'internalId', 'startTime', 'endTime', 'expires', 'due', 'timeToLive'];
const places = ['dayShard', 'dueShard', 'started'];
/** How many operation ids are kept together, and when they were gathered, follows from the size of what was there. */
const together = ['ids', 'idStamps'];

/** An item without what differs between any two, and its operation ids without their names and times. */
function bare(item: Record<string, unknown>): unknown {
  const entries = Object.entries(item).filter(([name]) => ![...ofItsOwn, ...places, ...together].includes(name));
  const [operations, others] = [true, false].map((is) => entries.filter(([name]) => name.startsWith('o/') === is));
  const stamps = operations?.map(([, entry]) => (entry as unknown[]).map((part) => String(part).replace(/^\w+:/, '')));
  const gathered = decodeCompact(item).map(([, { fingerprint, revision }]) => [fingerprint, String(revision)]);
  return { ...Object.fromEntries(others ?? []), stamps: [...(stamps ?? []), ...gathered].toSorted() };
}

/** Writes a value by every write that a conversation has, each with an Idempotency-Key and without one. */
async function writeEverywhere(value: string): Promise<Paths> {
  const withKey = () => ({ 'idempotency-key': crypto.randomUUID() });
  const make = { type: 'voice', data: { made: value }, participants: [{ purpose: 'customer' }] };
  const { body: made } = await api.ok('POST', '/api/v2/conversations', { body: make, headers: withKey() });
  const paths = pathsOf(made.id);
  const body = { attributes: { pin: value } };
  const writes = [
    ['PATCH', paths.conversation, { data: { pin: value } }],
    ['PATCH', paths.attributes(), body],
    ['PATCH', paths.interaction, { participants: [{ id: 'customer', ...body }] }],
    ['POST', paths.participants, { purpose: 'agent', ...body }],
    ['POST', paths.flow(), body],
    ['POST', securedFlow(paths), body],
    ['POST', paths.flush(), body],
    ['PATCH', securedOf(paths), body],
    ['PUT', securedOf(paths), body],
    ['POST', paths.flow('left'), body],
    ['POST', securedFlow(paths, 'left'), body],
  ] as const;
  for (const [method, path, content] of writes) {
    for (const headers of [withKey(), {}]) {
      const version = method === 'PUT' ? (await api.ok('GET', securedOf(paths))).body.version : undefined;
      await api.ok(method, path, { body: { ...content, version }, headers });
    }
  }
  return paths;
}

const endings = [
  { how: 'handled', states: ['handled'] },
  { how: 'handled after its wrap-up', states: ['wrapup', 'handled'] },
  { how: 'abandoned', states: ['abandoned'] },
];

describe.each(endings)('a conversation that is $how', ({ states }) => {
  const ended = async (value: string) => {
    const paths = await writeEverywhere(value);
    for (const state of states) {
      const headers = { 'idempotency-key': crypto.randomUUID() };
      const data = states[0] === state ? { data: { last: value } } : {};
      await api.ok('PATCH', paths.conversation, { body: { state, ...data }, headers });
    }
    return secured.raw.conversation(paths.id);
  };

  test('has in its item nothing that depends on what was written and is not listed', async () => {
    const [one, other] = [await ended('271828'), await ended('a longer value: 314159')];
    expect(one.operations).toBeGreaterThan(20);
    expect(decodeCompact(one).length, 'some of its operation ids are kept together').toBeGreaterThan(0);
    expect(bare(one)).toEqual(bare(other));
  });
});

test('contact data leave no hash of what was in them when their conversation has ended', async () => {
  await api.ok('PUT', '/api/v2/settings/channels/callback', { body: { savedAttributes: ['tier'], retentionDays: 1 } });
  const added = async (state: string, next?: string) => {
    const made = await api.make({ type: 'callback' });
    await api.ok('PATCH', made.conversation, { body: { state } });
    const headers = { 'idempotency-key': crypto.randomUUID() };
    await api.ok('POST', '/RI/cmi/contactData', { body: { contact_id: made.id, data: { tier: 'gold' } }, headers });
    if (next) await api.ok('PATCH', made.conversation, { body: { state: next } });
    return secured.raw.conversation(made.id);
  };
  for (const item of [await added('wrapup', 'handled'), await added('handled')]) {
    const stamps = Object.entries(item).flatMap(([name, entry]) => (name.startsWith('o/') ? [entry as unknown[]] : []));
    for (const [stamp] of stamps) expect(stamp).toMatch(/^\w+:\*?$/);
  }
});

test('an erased conversation leaves no hash of a request', async () => {
  const made = await api.make();
  await api.ok('DELETE', made.conversation, { headers: { 'idempotency-key': 'erased', 'if-match': '"1"' } });
  const item = await secured.raw.conversation(made.id);
  const [stamp] = Object.entries(item).flatMap(([name, entry]) => (name.startsWith('o/') ? [entry as unknown[]] : []));
  expect(stamp?.[0]).toMatch(/^\w+:\*?$/);
});

describe.each([
  { write: 'a secured set', method: 'POST', path: securedFlow },
  { write: 'a patch of secured attributes', method: 'PATCH', path: securedOf },
])('$write', ({ method, path }) => {
  const body = { attributes: { pin: '271828' } };
  const stampsOf = async (id: string) =>
    Object.entries(await secured.raw.conversation(id)).flatMap(([name, entry]) =>
      name.startsWith('o/') ? [{ key: name.slice(2), hash: String((entry as unknown[])[0]).split(':')[1] }] : [],
    );

  test('without an Idempotency-Key leaves no hash of its body', async () => {
    const made = await api.make();
    await api.ok(method, path(made), { body });
    expect((await stampsOf(made.id)).map(({ hash }) => hash)).toEqual(['', '', '']);
  });

  test('under an Idempotency-Key leaves one that the key of the ids can not test', async () => {
    const made = await api.make();
    await api.ok(method, path(made), { body, headers: { 'idempotency-key': 'tested' } });
    const [stamp, ...others] = (await stampsOf(made.id)).filter(({ hash }) => hash !== '');
    expect([stamp?.hash?.length, others]).toEqual([8, []]);
    const idKey = process.env.ID_KEY ?? '';
    const texts = [JSON.stringify(body), `\n${JSON.stringify(body)}`];
    const guesses = texts.flatMap((text) => [
      hashWithKey(idKey, 'body', text),
      hashWithKey(idKey, 'request', stamp?.key ?? '', text),
    ]);
    expect(guesses.map((guess) => guess.toString('base64url').slice(0, 8))).not.toContain(stamp?.hash);
  });
});

test('a removal of secured attributes needs no data key to be known again, and is told from a write of values', async () => {
  const made = await api.make();
  await api.ok('PATCH', securedOf(made), { body: { attributes: { pin: '1', card: '2' } } });
  const headers = { 'idempotency-key': 'removed' };
  const removal = { headers, body: { attributes: { pin: null } } };
  const calls = secured.kmsCalls();
  await secured.renew();
  const token = await api.local.token('secured:write');
  const answers = [
    await api.ok('PATCH', securedOf(made), { ...removal, token }),
    await api.ok('PATCH', securedOf(made), { ...removal, token }),
  ];
  expect(answers.map(({ body: { version } }) => version)).toEqual([2, 2]);
  expect(secured.kmsCalls()).toBe(calls);
  const other = await api.call('PATCH', securedOf(made), { headers, body: { attributes: { pin: '3' } } });
  expect(other).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
});
