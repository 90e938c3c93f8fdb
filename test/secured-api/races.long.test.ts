import { describe, expect, test } from 'vitest';
import { useSecuredApi } from './support/api.ts';
import { raceCreations } from './support/creation-race.ts';
import { creations, ends, raceWithShredding } from './support/shredding-race.ts';

const secured = useSecuredApi();

describe('in every order of their requests', { timeout: 3_600_000 }, () => {
  const races = Object.entries(creations).flatMap(([creation, create]) =>
    Object.entries(ends).map(([end, run]) => ({ creation, end, race: [create, run] as const })),
  );

  test.each(races)(
    '$creation that makes the data key and $end leave no key and nothing that opens',
    async ({ race }) => {
      const { orders, sealed } = await raceWithShredding(secured, race);
      expect(orders).toBeGreaterThan(200);
      expect(sealed).toBeGreaterThan(100);
    },
  );

  test('two containers that make the data key keep one, and both their values are readable', async () => {
    expect(await raceCreations(secured)).toBeGreaterThan(200);
  });
});
