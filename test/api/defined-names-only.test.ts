import { beforeAll, expect, test } from 'vitest';
import { securedOf } from '../secured-api/support/paths.ts';
import { useApi } from '../support/api.ts';

const api = useApi({ definedNamesOnly: true });
const shop = '/api/v2/webchat/channels/shop';

beforeAll(async () => {
  await api.ok('PUT', '/api/v2/settings/attributes/customerTier', { body: {} });
  const webchat = { attributes: { allowed: ['customerTier', 'other'] } };
  await api.ok('PATCH', shop, { body: { settings: { webchat } } });
});

test('where only defined names are taken, another is refused with 422, with the one that was probably meant', async () => {
  const { conversation, flow } = await api.make({ data: { customerTier: 'gold' } });
  const body = { data: { customertier: 'gold', customerTeir: 'gold', else: 1, customerTier: 'silver' } };
  const refused = await api.call('PATCH', conversation, { body });
  const reason = 'is not defined, and names without a definition are not taken here';
  expect([refused.status, refused.body.errors]).toEqual([
    422,
    [
      { name: 'data.customertier', reason, didYouMean: 'customerTier' },
      { name: 'data.customerTeir', reason, didYouMean: 'customerTier' },
      { name: 'data.else', reason },
    ],
  ]);
  expect((await api.ok('GET', conversation)).body.data).toEqual({ customerTier: 'gold' });
  expect((await api.call('POST', flow(), { body: { attributes: { tier: 'x' } } })).status).toBe(422);
  await api.ok('POST', flow(), { body: { attributes: { customerTier: 'x', tier: null } } });
});

test('there secured attributes need a definition too, and of a guest only what is defined is taken', async () => {
  const made = await api.make();
  expect((await api.call('PATCH', securedOf(made), { body: { attributes: { pin: '1' } } })).status).toBe(422);
  const metadata = { customerTier: 'gold', other: 1 };
  const taken = await api.ok('POST', `${shop}/messages`, { body: { message: { text: 'Hello' }, metadata } });
  expect(taken.body).toMatchObject({ accepted: ['customerTier'], dropped: [{ name: 'other', reason: 'not-allowed' }] });
});
