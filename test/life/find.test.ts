import { beforeAll, describe, expect, test } from 'vitest';
import { emptyTables } from '../support/empty-tables.ts';
import { useFinds } from './finds.ts';
import { end, keep } from './support.ts';

const { api, start, setClock, page, all, make } = useFinds();

describe('a find', () => {
  const customer = {
    ...{ purpose: 'customer', externalId: 'crm-17' },
    addresses: [
      { type: 'phone', uri: 'tel:+4917' },
      { type: 'email', uri: 'a@example.org' },
    ],
  };

  beforeAll(async () => {
    await emptyTables();
    setClock(start);
    await keep(api, 'voice', []);
    await make('plain');
    await make('sales', { queueId: 'sales' });
    await make('task', { type: 'task', queueId: 'sales' });
    await make('known', { participants: [customer] });
    await make('ticket', { externalId: 'crm-18' });
    const joined = await make('joined', { participants: [] });
    await api.ok('POST', joined.participants, { body: customer });
    for (const state of ['wrapup', 'handled', 'abandoned']) {
      const made = await make(state, { queueId: 'ended', externalId: 'crm-19', participants: [customer] });
      await end(api, made.conversation, state);
    }
  });

  test.each([
    { query: 'state=wrapup', found: ['wrapup'] },
    { query: 'state=handled', found: ['handled'] },
    { query: 'state=abandoned', found: ['abandoned'] },
    { query: 'state=active', found: ['joined', 'known', 'plain', 'sales', 'task', 'ticket'] },
    { query: 'state=wrapup&state=handled', found: ['handled', 'wrapup'] },
    { query: 'state=abandoned,wrapup', found: ['abandoned', 'wrapup'] },
    { query: 'state=abandoned,wrapup&state=handled&state=wrapup', found: ['abandoned', 'handled', 'wrapup'] },
    { query: 'type=task', found: ['task'] },
    { query: 'queueId=sales', found: ['sales', 'task'] },
    { query: 'queueId=sales&type=voice', found: ['sales'] },
    { query: 'queueId=ended&state=handled', found: ['handled'] },
    { query: 'queueId=Sales', found: [] },
    { query: 'address=tel:%2B4917', found: ['joined', 'known', 'wrapup'] },
    { query: 'address=a@example.org&state=active', found: ['joined', 'known'] },
    { query: 'address=tel:', found: [] },
    { query: 'externalId=crm-17', found: ['joined', 'known', 'wrapup'] },
    { query: 'externalId=crm-18', found: ['ticket'] },
    { query: 'externalId=crm-19', found: ['wrapup'] },
    { query: 'externalId=crm-17&address=tel:%2B4917&state=wrapup', found: ['wrapup'] },
  ])('for $query finds $found', async ({ query, found }) => {
    expect([...(await all(query))].sort()).toEqual(found);
  });

  test('shows what a list shows, and no attribute', async () => {
    const [handled] = (await page('state=handled')).conversations;
    const time = new Date(start).toISOString();
    const expected = {
      id: 'handled',
      type: 'voice',
      state: 'handled',
      queueId: 'ended',
      startTime: time,
      endTime: time,
    };
    expect(handled).toEqual(expected);
  });

  test.each([
    'state=over',
    'state=active,over',
    'state=',
    'state=active,',
    'type=fax',
    'from=yesterday',
    'to=2026-13-01',
    'from=2026-02-02&to=2026-02-01',
  ])('for %s is refused with 400', async (query) => {
    const refused = await api.call('GET', `/api/v2/conversations?${query}`);
    expect(refused).toMatchObject({ status: 400, body: { code: 'bad-request' } });
  });

  test.each(['garbage', '', '%00', 'e30', Buffer.from('123#x').toString('base64url'), `${'A'.repeat(500)}`])(
    'with the nextToken %j is refused with 400',
    async (token) => {
      const refused = await api.call('GET', `/api/v2/conversations?nextToken=${token}`);
      expect(refused).toMatchObject({ status: 400, body: { code: 'bad-request', errors: [{ name: 'nextToken' }] } });
    },
  );
});
