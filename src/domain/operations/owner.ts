import { type Conversation, findParticipant, type Owner } from '#domain/conversation.ts';

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
