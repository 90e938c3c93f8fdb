import { describe, expect, test } from 'vitest';
import { sorted } from '../support/answer.ts';
import { useApi } from '../support/api.ts';
import { atOnce } from '../support/repeat.ts';

const api = useApi();

let keys = 0;
const newKey = () => ({ 'idempotency-key': `key ${++keys}` });

describe('a flush that is replayed ten times', () => {
  test.each([
    { how: 'under its Idempotency-Key', headers: newKey(), answers: ['language', 'tier'] },
    { how: 'without one', headers: {}, answers: [] },
  ])("$how leaves the agent's value", async ({ headers, answers }) => {
    const made = await api.make();
    await api.ok('POST', made.flow(), { body: { attributes: { tier: 'gold', language: 'de' } } });
    const flush = await api.ok('POST', made.flush(), { headers });
    expect(sorted(flush.body.flushed)).toEqual(['language', 'tier']);
    await api.ok('PATCH', made.attributes(), { body: { attributes: { tier: 'platinum' } } });
    for (let replay = 0; replay < 10; replay++) {
      const { body } = await api.ok('POST', made.flush(), { headers });
      expect([body.version, sorted(body.flushed)]).toEqual([3, answers]);
    }
    const { body } = await api.ok('GET', made.attributes());
    expect(body.attributes).toEqual({ tier: 'platinum', language: 'de' });
  });

  test('at once, under its Idempotency-Key, answers the same names each time', async () => {
    const made = await api.make();
    await api.ok('POST', made.flow(), { body: { attributes: { tier: 'gold' } } });
    const headers = newKey();
    const flushes = await atOnce(10, () => api.ok('POST', made.flush(), { headers }));
    for (const { body } of flushes) expect(body).toEqual({ flushed: ['tier'], version: 2 });
  });
});

test('a flush under a key that it had before the next set does not hide that set from the next flush', async () => {
  const made = await api.make();
  const headers = newKey();
  await api.ok('POST', made.flow(), { body: { attributes: { first: '1' } } });
  await api.ok('POST', made.flush(), { headers });
  await api.ok('POST', made.flow(), { body: { attributes: { second: '2' } } });
  expect((await api.ok('POST', made.flush(), { headers })).body.flushed).toEqual(['first']);
  expect((await api.ok('POST', made.flush())).body.flushed).toEqual(['second']);
});
