import { expect, test } from 'vitest';
import type { Paths } from '../support/paths.ts';
import { useSecuredApi } from './support/api.ts';
import { securedFlow, securedOf } from './support/paths.ts';
import type { RawItem } from './support/raw.ts';

const secured = useSecuredApi();
const { api } = secured;

/** The item of a conversation with two secured attributes, an ordinary and a pending one. */
async function makeSecured(): Promise<{ readonly made: Paths; readonly item: RawItem }> {
  const made = await api.make({ participants: [{ purpose: 'customer', attributes: { tier: 'gold' } }] });
  await api.ok('PUT', securedOf(made), { body: { attributes: { pin: 'plain-1', card: 'plain-2' }, version: 0 } });
  await api.ok('POST', securedFlow(made), { body: { attributes: { cvv: 'plain-3' } } });
  return { made, item: await secured.raw.conversation(made.id) };
}

function flipped(envelope: unknown, at: number): Uint8Array {
  const bytes = Uint8Array.from(envelope as Uint8Array);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  return bytes;
}

const pendingEnvelope = (item: RawItem) => (item['x/ivr/cvv'] as readonly unknown[])[0];

/** What somebody who can write to the table, but may not use the key, might do to `pin`. */
const changes: readonly { readonly change: string; pin(item: RawItem, other: RawItem): unknown }[] = [
  { change: 'is the one of another name', pin: (item) => item['s/card'] },
  { change: 'is one that was set for another name', pin: (item) => pendingEnvelope(item) },
  { change: 'is the one of the same name in another conversation', pin: (_, other) => other['s/pin'] },
  { change: 'has another version', pin: (item) => flipped(item['s/pin'], 0) },
  { change: 'has another salt', pin: (item) => flipped(item['s/pin'], 1) },
  { change: 'has another commitment', pin: (item) => flipped(item['s/pin'], 33) },
  { change: 'has another ciphertext', pin: (item) => flipped(item['s/pin'], 66) },
  { change: 'has another tag', pin: (item) => flipped(item['s/pin'], -1 + (item['s/pin'] as Uint8Array).length) },
  { change: 'is cut off', pin: (item) => (item['s/pin'] as Uint8Array).slice(0, -1) },
  { change: 'is one byte', pin: () => Uint8Array.of(1) },
];

test('an envelope that is not in its place is named, without the reason, and what is in its place is answered beside it', async () => {
  const token = await api.local.token('conversation:erase secured:read');
  for (const { change, pin } of changes) {
    const [{ made, item }, { item: other }] = [await makeSecured(), await makeSecured()];
    await secured.raw.put('conversations', { ...item, 's/pin': pin(item, other) });
    const answers = [
      await api.ok('GET', securedOf(made)),
      await api.ok('GET', securedFlow(made)),
      await api.ok('GET', `${securedFlow(made)}?name=pin&name=cvv&name=pim`),
      await api.ok('GET', `${made.conversation}/export`, { token }),
      await api.ok('PATCH', securedOf(made), { body: { attributes: { other: 'plain-4' } } }),
      await api.ok('PUT', securedOf(made), { body: { attributes: { card: 'plain-5' }, version: 2 } }),
    ];
    const unreadable = ['pin'];
    const [system, flow, named, whole, patched, replaced] = answers.map(({ body }) => body);
    expect(system, change).toEqual({ attributes: { card: 'plain-2' }, unreadable, version: 1 });
    expect(flow, change).toMatchObject({ attributes: { card: 'plain-2', cvv: 'plain-3' }, unreadable, notSet: [] });
    expect(named, change).toMatchObject({ attributes: { cvv: 'plain-3' }, unreadable, notSet: [{ name: 'pim' }] });
    const pending = [{ execution: 'ivr', name: 'cvv', value: 'plain-3' }];
    expect(whole?.secured, change).toEqual({ attributes: { card: 'plain-2' }, unreadable, pending });
    expect(patched, change).toMatchObject({
      attributes: { card: 'plain-2', other: 'plain-4' },
      unreadable,
      version: 2,
    });
    expect(patched, change).toMatchObject({ names: expect.arrayContaining(['pin', 'card', 'other']) });
    expect(replaced, change).toEqual({ names: ['card'], attributes: { card: 'plain-5' }, version: 3 });
    for (const { text } of answers) expect(text, change).not.toContain('plain-1');
    expect((await api.ok('GET', made.attributes())).body.attributes).toEqual({ tier: 'gold' });
  }
});

test('a pending envelope that is not in its place is named too, and a flush does not make it right', async () => {
  const { made, item } = await makeSecured();
  const [, revision] = item['x/ivr/cvv'] as readonly unknown[];
  await secured.raw.put('conversations', { ...item, 'x/ivr/cvv': [item['s/pin'], revision] });
  const unreadable = ['cvv'];
  const stored = { pin: 'plain-1', card: 'plain-2' };
  expect((await api.ok('GET', securedFlow(made))).body).toMatchObject({ attributes: stored, unreadable });
  const { body } = await api.ok('GET', `${made.conversation}/export`);
  expect(body.secured).toEqual({ attributes: stored, pending: [{ execution: 'ivr', name: 'cvv', unreadable: true }] });
  await api.ok('POST', made.flush());
  expect((await api.ok('GET', securedOf(made))).body).toEqual({ attributes: stored, unreadable, version: 2 });
});

test('an envelope does not open under the data key of another conversation, put into its row', async () => {
  const [{ made, item }, { item: other }] = [await makeSecured(), await makeSecured()];
  const otherKey = await secured.raw.dataKey(other.internalId);
  await secured.raw.put('dataKeys', { ...otherKey, internalId: item.internalId });
  await secured.renew();
  for (const path of [securedOf(made), securedFlow(made), `${made.conversation}/export`]) {
    const { text } = await api.ok('GET', path);
    expect(text).toContain('"unreadable":["pin","card"');
    expect(text).not.toContain('plain');
  }
  const body = { attributes: { pin: 'plain-4' } };
  expect((await api.send('PATCH', securedOf(made), { body })).status).toBeGreaterThanOrEqual(500);
  expect((await secured.raw.conversation(made.id))['s/pin']).toEqual(item['s/pin']);
});

test('envelopes do not open in a conversation that is given the internal id of another with a data key of its own', async () => {
  const [{ made, item }, { item: other }] = [await makeSecured(), await makeSecured()];
  // The envelopes of one, which its own data key opens, under the name of the other's data key.
  await secured.raw.put('conversations', { ...item, internalId: other.internalId });
  await secured.renew();
  const { body } = await api.ok('GET', securedOf(made));
  expect(body).toEqual({ attributes: {}, unreadable: ['pin', 'card'], version: 1 });
});

test('the log tells the operator how many do not open, without a name, a value or which check failed', async () => {
  const { made, item } = await makeSecured();
  await secured.raw.put('conversations', { ...item, 's/pin': item['s/card'] });
  const { headers } = await api.ok('GET', securedOf(made));
  const lines = api.logs.filter((one) => one.includes('"level":"ERROR"')).map((one) => JSON.parse(one));
  expect(lines.at(-1)).toEqual({
    timestamp: expect.anything(),
    level: 'ERROR',
    message: 'secured attributes do not open',
    requestId: headers.get('apigw-requestid'),
    unreadable: 1,
  });
  expect(api.logs.join('\n')).not.toMatch(/plain|"pin"/);
});
