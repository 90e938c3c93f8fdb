import type { Conversation } from '#domain/conversation.ts';
import type { FittedUpdate, OperationId } from '#domain/update.ts';

/** What became of a conditional write. A failed condition is expected: a value, not an error. */
export type UpdateOutcome =
  | { readonly applied: true; readonly conversation: Conversation }
  /** Not applied; with the conversation as it is now, or undefined when there is none. */
  | { readonly applied: false; readonly conversation: Conversation | undefined };

/**
 * Where conversations are kept. Each method is one conditional write, or one read that sees every write acknowledged
 * before it. Errors of the store itself (throttling, time-outs) are thrown as `StoreUnavailable`.
 */
export interface Store {
  /** The conversation, or undefined when there is none, or it is erased. */
  read(id: string): Promise<Conversation | undefined>;
  /** Makes a conversation unless its id is in use or erased. */
  create(conversation: Conversation): Promise<boolean>;
  /** Applies an update if the conversation meets its requirements and does not hold its operation id yet. */
  update(id: string, update: FittedUpdate): Promise<UpdateOutcome>;
  /** Leaves of a conversation only that its id is taken, for 30 days. False when there is none. */
  erase(id: string, operation: OperationId): Promise<boolean>;
}

/** The store (or the key service) did not answer in time or throttles. The write may have taken effect: retry it. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}
