import { expect } from 'vitest';
import type { SecuredApi } from './api.ts';
import { interleave } from './interleave.ts';
import { securedFlow, securedOf } from './paths.ts';
import { startRivals } from './rivals.ts';

/**
 * Lets two containers make the first secured values of a conversation at once, and looks that both are readable and one
 * data key is kept, in every order of their requests that has at most so many switches.
 */
export async function raceCreations(secured: SecuredApi, mostSwitches?: number): Promise<number> {
  const { api } = secured;
  const [one, two, reader] = await startRivals(secured);
  const keysBefore = await wrappedKeys(secured);
  const orders = await interleave(async () => {
    const made = await api.make();
    const [pin, card] = [{ attributes: { pin: '1' } }, { attributes: { card: '2' } }];
    return {
      actors: [
        {
          container: one.container,
          run: () => api.call('PATCH', securedOf(made), { headers: one.headers, body: pin }),
        },
        {
          container: two.container,
          run: () => api.call('POST', securedFlow(made), { headers: two.headers, body: card }),
        },
      ],
      check: async ({ results, order }) => {
        const shown = order.join('');
        const statuses = results.map(({ status }) => status);
        expect(statuses, shown).toEqual([200, 202]);
        const { body } = await api.ok('GET', securedFlow(made), { headers: reader.headers });
        expect(body.attributes, shown).toEqual({ pin: '1', card: '2' });
      },
    };
  }, mostSwitches);
  expect(await wrappedKeys(secured)).toBe(keysBefore + orders);
  return orders;
}

/** How many data keys there are that are not removed. */
export async function wrappedKeys({ raw }: SecuredApi): Promise<number> {
  return (await raw.all('dataKeys')).filter(({ wrapped }) => wrapped).length;
}
