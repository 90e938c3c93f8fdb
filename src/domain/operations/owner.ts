import { type Conversation, findParticipant, type Owner } from '#domain/conversation.ts';
import type { Requirements } from '#domain/update.ts';

/**
 * The owner that a request means. Before the conversation is read a participant's id is taken as exact; with it, an
 * alias becomes the participant's id, and one that names nobody stays as it is, for the requirements to refuse.
 */
export function resolveOwner(owner: Owner, known: Conversation | undefined): Owner {
  if (owner === undefined || !known) return owner;
  return findParticipant(known, owner)?.id ?? owner;
}

/** The participants among owners. */
export function participantsIn(...owners: readonly Owner[]): readonly string[] {
  return owners.filter((owner) => owner !== undefined);
}

/** Where an alias was resolved: nobody may have joined since, who would have made it mean somebody else, or nobody. */
export function unlessJoined(
  given: readonly Owner[],
  resolved: readonly Owner[],
  known: Conversation | undefined,
): Pick<Requirements, 'participantCount'> {
  const isAliased = resolved.some((owner, position) => owner !== given[position]);
  return known && isAliased ? { participantCount: known.participants.length } : {};
}
