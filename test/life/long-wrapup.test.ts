import { expect, test, vi } from 'vitest';
import { useSecuredApi } from '../secured-api/support/api.ts';
import { clocked, useClock } from '../support/clock.ts';
import { days, end, items, keep, sweep } from './support.ts';

const { start, setClock } = useClock();
// Before the handlers are imported, which read it once.
vi.stubEnv('WRAPUP_MAX_SECONDS', String(365 * 24 * 60 * 60));
const secured = useSecuredApi(clocked);
const { api } = secured;

test('a conversation whose retention is over while it is still in wrap-up is removed with its data key', async () => {
  setClock(start);
  await keep(api, 'voice', [], 1);
  const made = await api.make({ data: { phone: '+49301234' } });
  await api.ok('PATCH', `${made.conversation}/secureattributes`, { body: { attributes: { card: '4111' } } });
  await end(api, made.conversation, 'wrapup');
  const [item] = await items();
  setClock(start + days);
  expect(await sweep(api)).toMatchObject({ removed: 1, failed: 0 });
  expect(await items()).toEqual([]);
  expect(await secured.raw.dataKey(item?.internalId?.S ?? '')).toMatchObject({ shredded: expect.anything() });
});
