import { expect, test } from 'vitest';
import { tally } from '../support/answer.ts';
import { useSecuredApi } from './support/api.ts';
import { raceCreations, wrappedKeys } from './support/creation-race.ts';
import { securedOf } from './support/paths.ts';
import { startRivals } from './support/rivals.ts';
import { creations, ends, raceWithShredding } from './support/shredding-race.ts';

// The turn changes twice at most here; `races.long.test.ts` plays all orders.
const mostSwitches = 2;

const secured = useSecuredApi();
const { api } = secured;

test('a flow set that makes the data key and the erasure of the conversation leave no key and nothing that opens', async () => {
  const { sealed, statuses } = await raceWithShredding(
    secured,
    [creations['a flow set'], ends['the erasure']],
    mostSwitches,
  );
  expect(sealed).toBeGreaterThan(10);
  expect(statuses).toEqual(new Set([202, 404]));
});

test('a patch that makes the data key and the end of the conversation leave no key and nothing that opens', async () => {
  const { sealed, statuses } = await raceWithShredding(secured, [creations['a patch'], ends['the end']], mostSwitches);
  expect(sealed).toBeGreaterThan(10);
  expect(statuses).toEqual(new Set([200, 409]));
});

test('two containers that make the data key at once keep one, and both their values are readable', async () => {
  expect(await raceCreations(secured, mostSwitches)).toBeGreaterThan(20);
});

test('six first secured writes of a conversation at once in three containers all succeed, under one data key', async () => {
  const rivals = await startRivals(secured);
  const before = await wrappedKeys(secured);
  const made = await api.make();
  const answers = await Promise.all(
    [...rivals, ...rivals].map(({ headers }, number) =>
      api.call('PATCH', securedOf(made), { headers, body: { attributes: { [`n${number}`]: 'x' } } }),
    ),
  );
  expect(tally(answers)).toEqual({ 200: 6 });
  expect(await wrappedKeys(secured)).toBe(before + 1);
  await secured.renew();
  const { body } = await api.ok('GET', securedOf(made));
  expect(body.version).toBe(6);
  expect(Object.values(body.attributes)).toEqual(Array(6).fill('x'));
});
