import { describe, expect, test } from 'vitest';
import { useApi } from '../support/api.ts';

const api = useApi();

describe('a patch by an alias that comes again under its Idempotency-Key', () => {
  const joining = [
    { what: 'the alias means nobody any more', id: 'second' },
    { what: 'the alias is the id of somebody else now', id: 'agent' },
  ];

  test.each(joining)('is answered for whom it patched when $what', async ({ id }) => {
    const made = await api.make({ participants: [{ id: 'first', purpose: 'agent' }] });
    const request = { headers: { 'idempotency-key': `desk-${id}` }, body: { attributes: { desk: 7 } } };
    const first = await api.ok('PATCH', made.attributes('agent'), request);
    await api.ok('POST', made.participants, { body: { id, purpose: 'agent' } });
    const again = await api.call('PATCH', made.attributes('agent'), request);
    expect([again.status, again.body]).toEqual([200, first.body]);
  });
});
