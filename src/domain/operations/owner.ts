import {
  type Conversation,
  findParticipant,
  listPresent,
  type Owner,
  type OwnerName,
  theCustomer,
} from '#domain/conversation.ts';
import { numberId } from '#domain/ids.ts';
import type { Requirements } from '#domain/update.ts';

/**
 * The owner that a request means. Before the conversation is read a participant's id is taken as exact, and the customer
 * as the first one whom the server gave an id; with it, a name becomes the participant's id, and one that names nobody
 * stays as it is, for the requirements to refuse.
 */
export function resolveOwner(owner: OwnerName, known: Conversation | undefined): Owner {
  if (owner === undefined) return undefined;
  if (typeof owner === 'object') return known ? findFirstCustomer(known) : numberId('customer', 1);
  return known ? (findParticipant(known, owner)?.id ?? owner) : owner;
}

function findFirstCustomer(known: Conversation): string {
  return listPresent(known).find(({ purpose }) => purpose === 'customer')?.id ?? NO_CUSTOMER;
}

/** No id: nobody has it. It says in a refusal whom the request meant. */
const NO_CUSTOMER = 'a customer who is present';

/** The participants among owners. */
export function listParticipants(...owners: readonly Owner[]): readonly string[] {
  return owners.filter((owner) => owner !== undefined);
}

/**
 * What must hold for owners to be whom a request means still. Where an alias was resolved, nobody may have joined since,
 * who would have made it mean nobody. The first customer stays the first until it leaves; who is taken for it before the
 * conversation is read must have been the first to join.
 */
export function requireSameOwners(
  given: readonly OwnerName[],
  resolved: readonly Owner[],
  known: Conversation | undefined,
): Pick<Requirements, 'participantCount' | 'firstCustomer'> {
  const isAliased = resolved.some((owner, position) => ![owner, theCustomer].includes(given[position]));
  if (known) return isAliased ? { participantCount: known.participants.length } : {};
  const [guessed] = resolved.filter((_, position) => given[position] === theCustomer);
  return guessed === undefined ? {} : { firstCustomer: guessed };
}
