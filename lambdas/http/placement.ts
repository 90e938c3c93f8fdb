import { type OwnerName, theCustomer } from '#domain/conversation.ts';
import type { Input } from '#http/input.ts';
import { readTargets, targets } from '#http/schemas.ts';

interface Placement {
  readonly participantId?: string | undefined;
  readonly target?: string | undefined;
}

/** Whose attributes a flow means: those of a participant, by default the first customer who is present, or the conversation's `data`. */
export function ownerIn(input: Input, { participantId, target }: Placement): OwnerName {
  if (target !== undefined && !targets.includes(target as (typeof targets)[number])) return undefined;
  if (target === 'conversation') {
    if (participantId === undefined) return undefined;
    input.violations.malformed('participantId', 'may not stand beside target "conversation", which has no participant');
  }
  return participantId === undefined ? theCustomer : input.checkedId('participantId', participantId);
}

/** The same from a query, where a participant's and the conversation's may be asked for at once. */
export function ownerInQuery(input: Input): { readonly owner: OwnerName; readonly orData: boolean } {
  const target = input.parameter('target');
  if (target !== undefined && !readTargets.includes(target as (typeof readTargets)[number])) {
    input.violations.malformed('target', `is ${JSON.stringify(target)}; it must be one of ${readTargets.join(', ')}`);
  }
  const orData = target === 'any';
  const placement = { participantId: input.parameter('participantId'), target: orData ? 'participant' : target };
  return { owner: ownerIn(input, placement), orData };
}
