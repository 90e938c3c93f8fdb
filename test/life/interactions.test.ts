import { beforeEach, describe, expect, test } from 'vitest';
import { useApi } from '../support/api.ts';
import { bagOfBytes } from '../support/bags.ts';
import { emptyTables } from '../support/empty-tables.ts';

const api = useApi();
const list = '/api/v2/interactions';

interface Listed {
  readonly id: string;
  readonly participants: readonly { readonly attributes?: object }[];
}

/** A page of the list. */
async function page(query = ''): Promise<{ interactions: readonly Listed[]; nextToken?: string }> {
  return (await api.ok('GET', `${list}?${query}`)).body as never;
}

/** The ids on all pages, in their order. */
async function all(query = ''): Promise<readonly string[]> {
  const ids: string[] = [];
  let next = '';
  for (;;) {
    const { interactions, nextToken } = await page(`${query}${next}`);
    ids.push(...interactions.map(({ id }) => id));
    if (nextToken === undefined) return ids;
    next = `&nextToken=${nextToken}`;
  }
}

beforeEach(emptyTables);

const customer = {
  purpose: 'customer',
  externalId: 'crm-1',
  addresses: [{ type: 'phone', uri: 'tel:+4930123456' }],
  attributes: { tier: 'gold' },
};

describe('the list of interactions', () => {
  test('has the live ones in the shape of a single one, with attributes only where they are asked for', async () => {
    const made = await api.make({ id: 'one', data: { secret: 'x' }, participants: [customer, { purpose: 'agent' }] });
    const single = (await api.ok('GET', made.interaction)).body;
    expect(await page('expand=attributes')).toEqual({ interactions: [single] });
    const { interactions } = await page();
    const bare = (single as unknown as Listed).participants.map(({ attributes: _, ...one }) => one);
    expect(interactions).toEqual([{ ...single, participants: bare }]);
    expect(JSON.stringify(interactions)).not.toContain('gold');
  });

  test('has active ones, or those in wrap-up, or both, and never one that is over', async () => {
    for (const id of ['active', 'wrapup', 'handled', 'abandoned']) {
      const made = await api.make({ id });
      if (id !== 'active') await api.ok('PATCH', made.conversation, { body: { state: id } });
    }
    expect(await all()).toEqual(['active']);
    expect(await all('state=wrapup')).toEqual(['wrapup']);
    expect([...(await all('state=active,wrapup'))].sort()).toEqual(['active', 'wrapup']);
    expect((await api.call('GET', `${list}?state=handled`)).status).toBe(400);
  });

  test('is narrowed by call queue, channel type, address and external id', async () => {
    await api.make({ id: 'one', queueId: 'sales', participants: [customer] });
    await api.make({ id: 'two', type: 'callback', queueId: 'support', externalId: 'order-7' });
    expect(await all('queueId=sales')).toEqual(['one']);
    expect(await all('type=callback')).toEqual(['two']);
    expect(await all('address=tel:%2B4930123456')).toEqual(['one']);
    expect(await all('externalId=crm-1')).toEqual(['one']);
    expect(await all('externalId=order-7')).toEqual(['two']);
    expect(await all('queueId=support&type=voice')).toEqual([]);
  });

  test('comes in pages of the size that is asked for, each once', async () => {
    const ids = Array.from({ length: 7 }, (_, number) => `call-${number}`);
    for (const id of ids) await api.make({ id });
    const first = await page('pageSize=3');
    expect(first.interactions).toHaveLength(3);
    expect([...(await all('pageSize=3'))].sort()).toEqual(ids);
  });

  test('ends a page before it is too large, and goes on behind it', async () => {
    const ids = Array.from({ length: 70 }, (_, number) => `call-${number}`);
    const attributes = bagOfBytes(64_000);
    for (const id of ids) await api.make({ id, participants: [{ purpose: 'customer', attributes }] });
    const { text } = await api.ok('GET', `${list}?expand=attributes`);
    expect(text.length).toBeLessThan(4 * 1024 * 1024);
    expect(JSON.parse(text)).toHaveProperty('nextToken');
    expect([...(await all('expand=attributes'))].sort()).toEqual(ids.sort());
  });
});

test('an interaction in wrap-up is read with state=wrapup, with what is attached, and takes no writes', async () => {
  const made = await api.make({ participants: [customer] });
  expect((await api.call('GET', `${made.interaction}?state=wrapup`)).status).toBe(404);
  expect((await api.ok('GET', `${made.interaction}?state=active,wrapup`)).body).toMatchObject({ version: 1 });
  await api.ok('PATCH', made.conversation, { body: { state: 'wrapup' } });
  const gone = await api.call('GET', made.interaction);
  expect(gone).toMatchObject({ status: 404, body: { detail: expect.stringContaining('state=wrapup reads it') } });
  const read = await api.ok('GET', `${made.interaction}?state=wrapup`);
  expect(read.body).toMatchObject({ version: 2, participants: [{ type: 'customer', attributes: { tier: 'gold' } }] });
  const body = { participants: [{ id: 'customer', attributes: { tier: 'x' } }] };
  expect((await api.call('PATCH', made.interaction, { body })).status).toBe(404);
  await api.ok('PATCH', made.conversation, { body: { state: 'handled' } });
  expect((await api.call('GET', `${made.interaction}?state=active,wrapup`)).status).toBe(404);
});
