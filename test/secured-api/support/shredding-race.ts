import { expect } from 'vitest';
import type { Answer } from '../../support/answer.ts';
import type { Api } from '../../support/api.ts';
import type { Paths } from '../../support/paths.ts';
import type { SecuredApi } from './api.ts';
import type { AwsCall } from './container.ts';
import { wrappedKeys } from './creation-race.ts';
import { interleave } from './interleave.ts';
import { securedFlow, securedOf } from './paths.ts';
import { type Rival, startRivals } from './rivals.ts';

/** A request to a conversation, in a container. */
type Send = (api: Api, made: Paths, rival: Rival) => Promise<Answer>;

const body = { attributes: { pin: 'plain-1234' } };

/** Writes that make the data key of a conversation. */
export const creations = {
  'a flow set': (api, made, { headers }) => api.call('POST', securedFlow(made), { headers, body }),
  'a patch': (api, made, { headers }) => api.call('PATCH', securedOf(made), { headers, body }),
} as const satisfies Record<string, Send>;

/** Requests that remove it. */
export const ends = {
  'the erasure': (api, made, { headers }) => api.call('DELETE', made.conversation, { headers }),
  'the end': (api, made, { headers }) => api.call('PATCH', made.conversation, { headers, body: { state: 'handled' } }),
} as const satisfies Record<string, Send>;

/** What came of all orders of a race. */
export interface Raced {
  readonly orders: number;
  /** How many values were sealed in all. */
  readonly sealed: number;
  /** The statuses that the creation was answered with. */
  readonly statuses: ReadonlySet<number>;
}

/**
 * Lets a creation of the data key race with its removal, and looks that the creation took part or was refused, that no
 * data key is left and that nothing opens what was sealed, in every order of the requests with at most so many switches.
 */
export async function raceWithShredding(
  secured: SecuredApi,
  [create, end]: readonly [create: Send, end: Send],
  mostSwitches?: number,
): Promise<Raced> {
  const { api, raw } = secured;
  const [creator, ender, reader] = await startRivals(secured);
  const statuses = new Set<number>();
  let sealed = 0;
  const orders = await interleave(async () => {
    const made = await api.make();
    const seen = witness();
    return {
      actors: [
        { container: creator.container, run: () => create(api, made, creator), onCall: seen.onCall },
        { container: ender.container, run: () => end(api, made, ender) },
      ],
      check: async ({ results: [created, ended], order }) => {
        const shown = `${order.join('')} ${created.text}`;
        expect(ended.status, shown).toBeLessThan(300);
        expect([200, 202, 404, 409], shown).toContain(created.status);
        statuses.add(created.status);
        const left = Object.keys(await raw.conversation(made.id));
        expect(
          left.filter((name) => /^[sxrtn]\//.test(name) || name === 'internalId'),
          shown,
        ).toEqual([]);
        for (const envelope of seen.envelopes()) {
          const place = { key: 'any', internalId: seen.internalId() };
          const opened = reader.container.vault.open(place, new Map([['pin', envelope]]));
          await expect(opened, shown).rejects.toMatchObject({ name: 'DataKeyRemoved' });
        }
        sealed += seen.envelopes().length;
      },
    };
  }, mostSwitches);
  expect(await wrappedKeys(secured)).toBe(0);
  return { orders, sealed, statuses };
}

/** Collects what a container has sealed, and for which internal id. */
function witness() {
  let internalId = '';
  const envelopes: Uint8Array[] = [];
  const onCall = ({ name, input }: AwsCall) => {
    const { Key, ExpressionAttributeValues = {} } = input as {
      readonly Key?: { readonly internalId?: string };
      readonly ExpressionAttributeValues?: Readonly<Record<string, unknown>>;
    };
    if (name === 'GetItem dataKeys') internalId = Key?.internalId ?? '';
    const values = Object.values(ExpressionAttributeValues).flat();
    envelopes.push(...values.filter((value) => value instanceof Uint8Array));
  };
  return { onCall, internalId: () => internalId, envelopes: () => envelopes };
}
