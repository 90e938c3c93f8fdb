import type { Owner } from '#domain/conversation.ts';
import type { Input } from '#http/input.ts';
import { targets } from '#http/schemas.ts';

interface Placement {
  readonly participantId?: string | undefined;
  readonly target?: string | undefined;
}

/** Whose attributes a flow means: those of a participant, by default the customer, or the conversation's `data`. */
export function ownerIn(input: Input, { participantId, target }: Placement): Owner {
  if (target !== undefined && !targets.includes(target as (typeof targets)[number])) return undefined;
  if (target === 'conversation') {
    if (participantId === undefined) return undefined;
    input.violations.malformed('participantId', 'may not stand beside target "conversation", which has no participant');
  }
  return participantId === undefined ? 'customer' : input.checkedId('participantId', participantId);
}

/** The same from a query. */
export function ownerInQuery(input: Input): Owner {
  const target = input.parameter('target');
  if (target !== undefined && !targets.includes(target as (typeof targets)[number])) {
    input.violations.malformed('target', `is ${JSON.stringify(target)}; it must be one of ${targets.join(', ')}`);
  }
  return ownerIn(input, { participantId: input.parameter('participantId'), target });
}
