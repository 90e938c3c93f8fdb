import { expect, test } from 'vitest';
import { useSecuredApi } from './support/api.ts';
import { securedFlow, securedOf } from './support/paths.ts';

const secured = useSecuredApi();
const { api } = secured;

async function makeSecured(pin: string) {
  const made = await api.make();
  await api.ok('PUT', securedOf(made), { body: { attributes: { pin, card: 'plain-2' }, version: 0 } });
  return { made, item: await secured.raw.conversation(made.id) };
}

test('under a data key in the row of another nothing opens, and all names are told as of moved envelopes', async () => {
  const [one, other] = [await makeSecured('plain-1'), await makeSecured('plain-4')];
  const key = await secured.raw.dataKey(other.item.internalId);
  await secured.raw.put('dataKeys', { ...key, internalId: one.item.internalId });
  await secured.renew();
  const { body } = await api.ok('GET', securedOf(one.made));
  expect(body).toEqual({ attributes: {}, unreadable: ['pin', 'card'], version: 1 });
});

test('envelopes that are moved to another conversation with their internal id do not open', async () => {
  const [victim, thief] = [await makeSecured('plain-1'), await makeSecured('plain-3')];
  const { internalId, 's/pin': pin, 's/card': card } = victim.item;
  await secured.raw.put('conversations', { ...thief.item, internalId, 's/pin': pin, 's/card': card });
  await secured.renew();
  const { body } = await api.ok('GET', securedOf(thief.made));
  expect(body).toEqual({ attributes: {}, unreadable: ['pin', 'card'], version: 1 });
});

test.each([
  { where: 'set', write: ['PUT', securedOf, { attributes: { card: 'plain-1' }, version: 0 }] as const },
  { where: 'pending', write: ['POST', securedFlow, { attributes: { card: 'plain-1' } }] as const },
])(
  'a conversation that has sealed values ($where) never gets another data key, though its own is lost',
  async ({ write }) => {
    const made = await api.make();
    const [method, path, body] = write;
    await api.ok(method, path(made), { body });
    const item = await secured.raw.conversation(made.id);
    const lost = { ...item, internalId: `lost-${made.id}` };
    await secured.raw.put('conversations', lost);
    await secured.renew();
    for (const [way, to] of [
      ['PATCH', securedOf],
      ['POST', securedFlow],
    ] as const) {
      const refused = await api.send(way, to(made), { body: { attributes: { pin: 'plain-2' } } });
      expect(refused).toMatchObject({ status: 500, body: { code: 'data-key-lost' } });
    }
    expect(await secured.raw.dataKey(lost.internalId)).toBeUndefined();
    expect(await secured.raw.conversation(made.id)).toEqual(lost);
  },
);

test('a data key that is lost is told in reads and the export of an active conversation as names that do not open', async () => {
  const { made, item } = await makeSecured('plain-1');
  await api.ok('POST', securedFlow(made), { body: { attributes: { cvv: 'plain-3' } } });
  await secured.raw.loseDataKey(item.internalId);
  await secured.renew();
  const all = ['pin', 'card'];
  expect((await api.ok('GET', securedOf(made))).body).toEqual({ attributes: {}, unreadable: all, version: 1 });
  const flow = (await api.ok('GET', `${securedFlow(made)}?name=cvv`)).body;
  expect(flow).toMatchObject({ attributes: {}, unreadable: ['cvv'] });
  const pending = [{ execution: 'ivr', name: 'cvv', unreadable: true }];
  const whole = (await api.ok('GET', `${made.conversation}/export`)).body;
  expect(whole.secured).toEqual({ attributes: {}, unreadable: all, pending });
  // A write that needs no data key is applied, and answered as what it was.
  const patched = await api.ok('PATCH', securedOf(made), { body: { attributes: { card: null } } });
  expect(patched.body).toEqual({ names: ['pin'], attributes: {}, unreadable: ['pin'], version: 2 });
});

test('when all that was sealed under a lost data key is removed, secured attributes are set anew', async () => {
  const { made, item } = await makeSecured('plain-1');
  await secured.raw.loseDataKey(item.internalId);
  await secured.renew();
  const emptied = await api.ok('PUT', securedOf(made), { body: { attributes: {}, version: 1 } });
  expect(emptied.body).toEqual({ names: [], attributes: {}, version: 2 });
  await api.ok('PATCH', securedOf(made), { body: { attributes: { pin: 'plain-2' } } });
  expect((await api.ok('GET', securedOf(made))).body).toEqual({ attributes: { pin: 'plain-2' }, version: 3 });
});

test('a secured write whose repeat can’t be compared, since its data key is lost, is answered as the one it was', async () => {
  const made = await api.make();
  const request = { body: { attributes: { pin: 'plain-1' } }, headers: { 'idempotency-key': 'once' } };
  const first = await api.ok('POST', securedFlow(made), request);
  const { internalId } = await secured.raw.conversation(made.id);
  await secured.raw.loseDataKey(internalId);
  await secured.renew();
  expect((await api.ok('POST', securedFlow(made), request)).body).toEqual(first.body);
});
