/** An erasure, as far as it is known after a restore. */
export interface Erasure {
  /** The key of the conversation's item: a keyed hash of its id. */
  readonly key: string;
  /** Tells the deliveries of erasures of one conversation apart. */
  readonly delivery: string;
  /** Epoch milliseconds. The conversation that was erased had begun by then; one that began later under its id is another one. */
  readonly at: number;
}

/**
 * The erasures, kept apart from the conversations, so that a restore of those can't bring back who was erased since.
 * The entry is written before the conversation is erased: every acknowledged erasure has one.
 */
export interface ErasureJournal {
  /** Enters an erasure. Entering it again does no harm. */
  record(erasure: Erasure): Promise<void>;
  /** Removes the entry of an erasure that was refused after all. */
  withdraw(erasure: Pick<Erasure, 'key' | 'delivery'>): Promise<void>;
}
