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

/** How many sets in a row read the conversation after one that was wrong about the id of the customer. */
const SETS_AFTER_WRONG_GUESS = 99;

/**
 * Whether a set that names no participant may be written before the conversation is read, to the customer that it would
 * most probably mean. Where customers have ids of their own the write fails, is paid for, and a second one follows: a read
 * costs less than that.
 */
export class CustomerGuess {
  #readsLeft = 0;

  /** Asked once for each set. */
  isWorthTrying(): boolean {
    if (this.#readsLeft === 0) return true;
    this.#readsLeft -= 1;
    return false;
  }

  wasWrong(): void {
    this.#readsLeft = SETS_AFTER_WRONG_GUESS;
  }
}

/**
 * The owner that a request means. Without the conversation, a participant's id is taken literally, and the customer
 * is assumed to be `customer-1`, the first one that got its id from the server. With it, an id or alias becomes the
 * participant's id; one that names no participant stays as it is, and the requirements refuse it.
 */
export function resolveOwner(owner: OwnerName, known: Conversation | undefined): Owner {
  if (owner === undefined) return undefined;
  if (typeof owner === 'object') return known ? findFirstCustomer(known) : numberId('customer', 1);
  return known ? (findParticipant(known, owner)?.id ?? owner) : owner;
}

/** Whether a first write without the conversation would go to another participant than the one that it means. */
export function isWrongGuess(owner: OwnerName, known: Conversation): boolean {
  return owner === theCustomer && resolveOwner(owner, known) !== resolveOwner(owner, undefined);
}

function findFirstCustomer(known: Conversation): string {
  return listPresent(known).find(({ purpose }) => purpose === 'customer')?.id ?? NO_CUSTOMER;
}

/** Not a valid id, so no participant has it. A refusal quotes it to say whom the request meant. */
const NO_CUSTOMER = 'a customer who is present';

/** The participants among owners. */
export function listParticipants(...owners: readonly Owner[]): readonly string[] {
  return owners.filter((owner) => owner !== undefined);
}

/**
 * Requires that the request still means the owners that it was resolved to. If an alias was resolved, no participant
 * may have joined since: a second one with that purpose would make the alias ambiguous. The first customer stays the
 * first until it leaves; one that was assumed without the conversation must have been the first to join.
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
