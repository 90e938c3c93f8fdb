import type { InferOutput } from 'valibot';
import type { newParticipant } from '#contract/bodies.ts';
import type { NewParticipant } from '#domain/operations/create-conversation.ts';

/** The participant that a creation or a join describes. */
export function newParticipantOf(body: InferOutput<typeof newParticipant>): NewParticipant {
  const { id, purpose, externalId, addresses, attributes = new Map() } = body;
  return {
    purpose,
    addresses,
    attributes,
    ...(id !== undefined && { id }),
    ...(externalId !== undefined && { externalId }),
  };
}
