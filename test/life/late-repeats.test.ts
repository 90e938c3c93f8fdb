import { afterEach, describe, expect, test } from 'vitest';
import { useClockedApi } from '../support/clock.ts';
import type { Paths } from '../support/paths.ts';
import { keyedWrites } from './keyed-writes.ts';

const { api, start, setClock } = useClockedApi();
afterEach(() => setClock(start));

// 24 hours, a minute: written out here as the contract has them, so that a changed constant is seen.
const day = 24 * 60 * 60 * 1000;
const expired = { status: 409, body: { code: 'idempotency-key-expired' } };
const bag = { attributes: { tier: 'gold' } };

const writes = [
  ...keyedWrites,
  { write: 'an end', method: 'PATCH', path: (made: Paths) => made.conversation, body: { state: 'handled' } },
  {
    write: 'a creation under an id of its own',
    method: 'POST',
    path: () => '/api/v2/conversations',
    body: ({ id }: Paths) => ({ id: `${id}-own`, type: 'voice', participants: [] }),
  },
];

describe.each(writes)('$write under an Idempotency-Key', ({ method, path, body }) => {
  test('is applied once for 24 hours, and refused after them as long as it is known', async () => {
    const made = await api.make();
    const headers = { 'idempotency-key': crypto.randomUUID() };
    const request = { headers, body: typeof body === 'function' ? body(made) : body };
    const first = await api.ok(method, path(made), request);
    const shown = async () => (await api.ok('GET', `${made.conversation}/export`)).text;
    const before = await shown();
    setClock(start + day);
    expect((await api.send(method, path(made), request)).status).toBe(first.status);
    setClock(start + day + 1000);
    expect(await api.send(method, path(made), request)).toMatchObject(expired);
    expect(await shown()).toBe(before);
  });
});

test('a value that somebody has overwritten since does not come back, however late its write comes again', async () => {
  const made = await api.make();
  const request = { headers: { 'idempotency-key': 'late' }, body: bag };
  await api.ok('PATCH', made.attributes(), request);
  await api.ok('PATCH', made.attributes(), { body: { attributes: { tier: 'theirs' } } });
  for (const late of [16 * 60 * 1000, day, 2 * day]) {
    setClock(start + late);
    await api.send('PATCH', made.attributes(), request);
    expect((await api.ok('GET', made.attributes())).body.attributes, `${late} ms late`).toEqual({ tier: 'theirs' });
  }
});

test('what comes without a key does not make one forgotten', async () => {
  const made = await api.make();
  const request = { headers: { 'idempotency-key': 'among-many' }, body: bag };
  await api.ok('PATCH', made.attributes(), request);
  for (let number = 0; number < 100; number++) {
    setClock(start + number * 2000);
    await api.ok('PATCH', made.attributes(), { body: { attributes: { tier: `theirs ${number}` } } });
  }
  await api.ok('PATCH', made.attributes(), request);
  expect((await api.ok('GET', made.attributes())).body.attributes).toEqual({ tier: 'theirs 99' });
});
