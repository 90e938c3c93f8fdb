import { readTargets, type targets } from '#contract/flow-words.ts';
import { type OwnerName, theCustomer } from '#domain/conversation.ts';
import type { Input } from '#http/request/input.ts';

interface Placement {
  readonly participantId?: string | undefined;
  readonly target?: (typeof targets)[number] | undefined;
}

/**
 * Whose attributes a flow means: those of a participant, by default the first customer who is present, or the conversation's
 * `data`.
 */
export function readOwner({ violations }: Pick<Input, 'violations'>, { participantId, target }: Placement): OwnerName {
  if (target !== 'conversation') return participantId ?? theCustomer;
  if (participantId !== undefined) {
    violations.malformed('participantId', 'must be left out with target "conversation", which has no participant');
  }
  return undefined;
}

/** The same from a query, which may ask for the participant's and the conversation's attributes at once. */
export function readOwnerFromQuery(input: Pick<Input, 'checkId' | 'parameter' | 'violations'>): {
  readonly owner: OwnerName;
  readonly orData: boolean;
} {
  const given = input.parameter('target');
  const target = readTargets.find((one) => one === given);
  if (given !== undefined && target === undefined) {
    input.violations.malformed('target', `is ${JSON.stringify(given)}; it must be one of ${readTargets.join(', ')}`);
  }
  const participantId = input.parameter('participantId');
  if (participantId !== undefined && target !== 'conversation') input.checkId('participantId', participantId);
  const orData = target === 'any';
  return { owner: readOwner(input, { participantId, target: orData ? 'participant' : target }), orData };
}
