import { expect, test, vi } from 'vitest';
import { useSecuredApi } from '../secured-api/support/api.ts';
import { clocked, useClock } from '../support/clock.ts';
import { days, end, hours, items, keep, sweep } from './support.ts';

const { start, setClock } = useClock();
// Before the handlers are imported, which read them once. None is the default, or another's.
vi.stubEnv('PENDING_LEASE_SECONDS', String(10 * 60));
vi.stubEnv('ACTIVE_MAX_SECONDS', String(2 * 60 * 60));
vi.stubEnv('WRAPUP_MAX_SECONDS', String(365 * 24 * 60 * 60));
const secured = useSecuredApi(clocked);
const { api } = secured;

test('what a deployment says of leases counts: for pending writes, for active conversations and for wrap-ups', async () => {
  setClock(start);
  const made = await api.make();
  const look = async () => (await api.ok('GET', made.conversation)).body;
  setClock(start + 1.5 * hours);
  await sweep(api);
  await api.ok('POST', made.flow(), { body: { attributes: { tier: 'gold' } } });
  setClock(start + 1.5 * hours + 10 * 60_000 - 1000);
  await sweep(api);
  expect((await look()).participants).toMatchObject([{ attributes: {} }]);
  setClock(start + 1.5 * hours + 10 * 60_000);
  await sweep(api);
  expect((await look()).participants).toMatchObject([{ attributes: { tier: 'gold' } }]);
  setClock(start + 3.5 * hours - 1000);
  await sweep(api);
  expect(await look()).toMatchObject({ state: 'active' });
  setClock(start + 3.5 * hours);
  await sweep(api);
  expect(await look()).toMatchObject({ state: 'wrapup' });
  setClock(start + 80 * days);
  await sweep(api);
  expect(await look()).toMatchObject({ state: 'wrapup' });
  await api.ok('DELETE', made.conversation);
});

test('the settings of a channel type say otherwise than the deployment how long its conversations may be active', async () => {
  setClock(start);
  await api.ok('PUT', '/api/v2/settings/channels/task', {
    body: { savedAttributes: [], retentionDays: 1, activeMaxSeconds: 3 * 60 * 60 },
  });
  const [task, email] = [await api.make({ type: 'task' }), await api.make({ type: 'email' })];
  const states = async () =>
    Promise.all([task, email].map(async (made) => (await api.ok('GET', made.conversation)).body.state));
  setClock(start + 2 * hours);
  await sweep(api);
  expect(await states()).toEqual(['active', 'wrapup']);
  setClock(start + 3 * hours);
  await sweep(api);
  expect(await states()).toEqual(['wrapup', 'wrapup']);
});

test('a conversation whose retention is over while it is still in wrap-up is removed with its data key', async () => {
  setClock(start);
  await keep(api, 'voice', [], 1);
  const made = await api.make({ data: { phone: '+49301234' } });
  await api.ok('PATCH', `${made.conversation}/secureattributes`, { body: { attributes: { card: '4111' } } });
  await end(api, made.conversation, 'wrapup');
  const item = (await items()).find(({ id }) => id?.S === made.id);
  setClock(start + days - 1000);
  await sweep(api);
  expect((await api.ok('GET', made.conversation)).body).toMatchObject({ state: 'wrapup' });
  setClock(start + days);
  expect(await sweep(api)).toMatchObject({ removed: 1, failed: 0 });
  expect((await items()).map(({ id }) => id?.S)).not.toContain(made.id);
  expect(await secured.raw.dataKey(item?.internalId?.S ?? '')).toMatchObject({ shredded: true });
});
