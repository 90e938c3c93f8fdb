import type { InferOutput } from 'valibot';
import type { newParticipant } from '#contract/bodies.ts';
import type { NewParticipant } from '#domain/operations/create-conversation.ts';

/** A participant who is there from the start, or joins. */
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
