import {
  type Conversation,
  findParticipant,
  isAlias,
  listPresent,
  type Owner,
  type OwnerName,
  theCustomer,
} from '#domain/conversation.ts';
import { numberId } from '#domain/ids.ts';
import type { Requirements } from '#domain/update.ts';

/** How many writes in a row read the conversation after one that was wrong about an id. */
const WRITES_AFTER_WRONG_GUESS = 99;

/**
 * Whether a write that names no participant, or an alias, may be sent before the conversation is read, to the one that it would
 * most probably mean. Where participants have ids of their own the write fails, is paid for, and a second one follows: a read
 * costs less than that.
 */
export class OwnerGuess {
  readonly #readsLeft = new Map<OwnerName, number>();

  /** Asked once for each write. An id is no guess. */
  isWorthTrying(owner: OwnerName): boolean {
    const left = this.#readsLeft.get(owner) ?? 0;
    if (left === 0) return true;
    this.#readsLeft.set(owner, left - 1);
    return false;
  }

  wasWrong(owner: OwnerName): void {
    this.#readsLeft.set(owner, WRITES_AFTER_WRONG_GUESS);
  }
}

/**
 * The owner that a request means. Without the conversation, a participant's id is taken literally, and the customer
 * is assumed to be `customer-1`, the first one that got its id from the server, and so is the agent. With it, an id or alias becomes the
 * participant's id; one that names no participant stays as it is, and the requirements refuse it.
 */
export function resolveOwner(owner: OwnerName, known: Conversation | undefined): Owner {
  if (owner === undefined) return undefined;
  if (typeof owner === 'object') return known ? findFirstCustomer(known) : numberId('customer', 1);
  if (!known) return isAlias(owner) ? numberId(owner, 1) : owner;
  return findParticipant(known, owner)?.id ?? owner;
}

/** Whether a first write without the conversation would go to another participant than the one that it means. */
export function isWrongGuess(owner: OwnerName, known: Conversation): boolean {
  if (isAlias(owner)) return !hasNumbered(known, owner);
  return owner === theCustomer && resolveOwner(owner, known) !== resolveOwner(owner, undefined);
}

/**
 * Whether an alias means the participant that has its id from the server, since there are no others: `customer-1` alone, or
 * beside `agent-1`.
 */
export function hasNumbered(
  { participants }: Pick<Conversation, 'participants'>,
  alias: 'customer' | 'agent',
): boolean {
  const [customer, agent] = (['customer', 'agent'] as const).map((of) =>
    participants.some(({ id, purpose }) => id === numberId(of, 1) && purpose === of),
  );
  const areBoth = participants.length === 2 && agent === true;
  return customer === true && (areBoth || (alias === 'customer' && participants.length === 1));
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
 * first until it leaves; one that was assumed without the conversation must have been the first to join, and with an alias there may be no others.
 */
export function requireSameOwners(
  given: readonly OwnerName[],
  resolved: readonly Owner[],
  known: Conversation | undefined,
): Pick<Requirements, 'participantCount' | 'firstCustomer' | 'numbered'> {
  const isAliased = resolved.some((owner, position) => ![owner, theCustomer].includes(given[position]));
  if (known) return isAliased ? { participantCount: known.participants.length } : {};
  const [guessed] = resolved.filter((_, position) => given[position] === theCustomer);
  const numbered = given.find(isAlias);
  return { ...(guessed !== undefined && { firstCustomer: guessed }), ...(numbered !== undefined && { numbered }) };
}
