import type { Named } from '../../reference/requirements.ts';
import type { Scenario } from '../scenario.ts';
import { type BagChanges, minutes, type Step } from '../step.ts';
import type { PatchRequest } from '../steps.ts';
import { sweep } from '../sweeper-steps.ts';

/** Attributes of the customer, as a patch has them: by the id, as that of `create`. */
export function customer(attributes: BagChanges, version?: Named, participant = 'caller'): PatchRequest {
  return { participants: [{ participant, attributes, ...(version && { version }) }] };
}

/** The same by an alias: the conversation is read first. */
export function byAlias(attributes: BagChanges, version?: Named): PatchRequest {
  return customer(attributes, version, 'customer');
}

/** By a field of the body. */
export const version = (number: number): Named => ({ oneOf: [number], by: 'version' });

/** By If-Match. */
export const ifMatch = (number: number): Named => ({ oneOf: [number], by: 'if-match' });

/** When a batch that was set at the start has been left alone too long. */
export const afterLease = { after: minutes(70) };

/** When the record of a conversation that ended at the start is over. */
export const afterRetention = { after: minutes(73 * 60) };

/** The second in which that happens. */
export const atRetention = { after: minutes(72 * 60) };

/** A second before. */
export const beforeRetention = { after: minutes(72 * 60) - 1_000 };

/** When the id of a conversation that was erased at the start is free again. */
export const afterErasure = { after: minutes(31 * 24 * 60) };

/** The sweeper, until the conversation is handled: its lease, its end, the end of its wrap-up. */
const sweeps = (): readonly Step[] => [2 * 60, 26 * 60, 27 * 60].map((count) => sweep({ after: minutes(count) }));

/** Whatever became of it, the sweeper takes it to its end. */
export const swept = (): Pick<Scenario, 'after' | 'ends'> => ({ after: sweeps(), ends: ['handled'] });

/** What is left to the sweeper of an erasure. */
export const keyRemoved = (): Pick<Scenario, 'after' | 'ends'> => ({
  after: [sweep({ isErased: true })],
  ends: ['erased'],
});

/**
 * What may go wrong where a refusal may cease to hold: somebody joins, the id is made, there is room again. A request
 * that was refused and arrives once more after that takes effect, since a refusal leaves nothing in the item; so
 * nothing is doubled there.
 */
export const notDoubled = ['lost', 'orphaned', 'unsent'] as const;
