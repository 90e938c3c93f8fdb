import { expect, test } from 'vitest';
import type { Answer } from '../support/answer.ts';
import { useSecuredApi } from './support/api.ts';
import { securedFlow, securedOf } from './support/paths.ts';

const secured = useSecuredApi();
const { api } = secured;

async function makeSecured(pin: string) {
  const made = await api.make();
  await api.ok('PUT', securedOf(made), { body: { attributes: { pin, card: 'plain-2' }, version: 0 } });
  return { made, item: await secured.raw.conversation(made.id) };
}

function told({ status, body }: Answer): object {
  return { status, body: { ...body, contextId: '' } };
}

test('a data key in the row of another is refused with the error of a moved envelope: it does not pass by itself', async () => {
  const [one, two, other] = [await makeSecured('plain-1'), await makeSecured('plain-3'), await makeSecured('plain-4')];
  await secured.raw.put('conversations', { ...one.item, 's/pin': one.item['s/card'] });
  const key = await secured.raw.dataKey(other.item.internalId);
  await secured.raw.put('dataKeys', { ...key, internalId: two.item.internalId });
  await secured.renew();
  const moved = await api.send('GET', securedOf(one.made));
  expect(told(await api.send('GET', securedOf(two.made)))).toEqual(told(moved));
});

test('envelopes that are moved to another conversation with their internal id are refused', async () => {
  const [victim, thief] = [await makeSecured('plain-1'), await makeSecured('plain-3')];
  const { internalId, 's/pin': pin, 's/card': card } = victim.item;
  await secured.raw.put('conversations', { ...thief.item, internalId, 's/pin': pin, 's/card': card });
  await secured.renew();
  const answer = await api.send('GET', securedOf(thief.made));
  expect(answer.text).not.toContain('plain-1');
  expect(answer.status).toBe(500);
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
      expect(refused.status, refused.text).toBeGreaterThanOrEqual(500);
    }
    expect(await secured.raw.dataKey(lost.internalId)).toBeUndefined();
    expect(await secured.raw.conversation(made.id)).toEqual(lost);
  },
);
