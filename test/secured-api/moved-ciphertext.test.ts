import { expect, test } from 'vitest';
import type { Answer } from '../support/answer.ts';
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

/** An answer without what differs from request to request. */
function told({ status, text, body, headers }: Answer): object {
  return { status, body: { ...body, contextId: '' }, length: text.length, retryAfter: headers.get('retry-after') };
}

test('every envelope that is not in its place is refused with one error, which does not tell the reason', async () => {
  const answers: Answer[] = [];
  for (const { change, pin } of changes) {
    const [{ made, item }, { item: other }] = [await makeSecured(), await makeSecured()];
    await secured.raw.put('conversations', { ...item, 's/pin': pin(item, other) });
    for (const path of [securedOf(made), `${securedFlow(made)}?name=pin`, `${made.conversation}/export`]) {
      const answer = await api.send('GET', path);
      expect(answer.status, change).toBe(500);
      expect(answer.text, change).not.toContain('plain');
      answers.push(answer);
    }
    // What is in its place is opened as before, and ordinary attributes are served.
    const whole = await api.ok('GET', `${securedFlow(made)}?name=card&name=cvv`);
    expect(whole.body.attributes, change).toEqual({ card: 'plain-2', cvv: 'plain-3' });
    expect((await api.ok('GET', made.attributes())).body.attributes).toEqual({ tier: 'gold' });
  }
  expect(new Set(answers.map((answer) => JSON.stringify(told(answer)))).size).toBe(1);
  const errors = api.logs.filter((line) => line.includes('"level":"ERROR"')).map((line) => JSON.parse(line));
  expect(errors).toHaveLength(answers.length);
  expect(new Set(errors.map(({ error, reason }) => `${error}: ${reason}`)).size).toBe(1);
});

test('a pending envelope that is not in its place is refused too, and a flush does not make it right', async () => {
  const { made, item } = await makeSecured();
  const [, revision] = item['x/ivr/cvv'] as readonly unknown[];
  await secured.raw.put('conversations', { ...item, 'x/ivr/cvv': [item['s/pin'], revision] });
  expect((await api.send('GET', securedFlow(made))).status).toBe(500);
  await api.ok('POST', made.flush());
  const answer = await api.send('GET', securedOf(made));
  expect(answer.status).toBe(500);
  expect(answer.text).not.toContain('plain');
});

test('an envelope does not open under the data key of another conversation, put into its row', async () => {
  const [{ made, item }, { item: other }] = [await makeSecured(), await makeSecured()];
  const otherKey = await secured.raw.dataKey(other.internalId);
  await secured.raw.put('dataKeys', { ...otherKey, internalId: item.internalId });
  await secured.renew();
  for (const path of [securedOf(made), securedFlow(made), `${made.conversation}/export`]) {
    const answer = await api.send('GET', path);
    expect(answer.status).toBeGreaterThanOrEqual(500);
    expect(answer.text).not.toContain('plain');
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
  const answer = await api.send('GET', securedOf(made));
  expect(answer.status).toBe(500);
  expect(answer.text).not.toContain('plain');
});

test('the log tells the operator of a refused envelope, without the value or which check failed', async () => {
  const { made, item } = await makeSecured();
  await secured.raw.put('conversations', { ...item, 's/pin': item['s/card'] });
  const { headers } = await api.send('GET', securedOf(made));
  expect(headers.get('content-type')).toBe('application/problem+json');
  const line = api.logs.findLast((one) => one.includes('"level":"ERROR"')) ?? '';
  expect(JSON.parse(line)).toMatchObject({
    operation: 'get-secureattributes',
    error: 'EnvelopeError',
    reason: 'The secured value cannot be opened: it is not what was sealed for this place under this key',
  });
  expect(api.logs.join('\n')).not.toContain('plain');
});
