/** An erasure, as it is known after a restore. */
export interface Erasure {
  /** The key of the conversation's item: a keyed hash of its id. */
  readonly key: string;
  /** Tells the deliveries of erasures of one conversation apart. */
  readonly delivery: string;
  /** Epoch milliseconds. The conversation that was erased had begun by then; one that began later under its id is another one. */
  readonly at: number;
}

/**
 * What was erased, kept apart from the conversations, so that a restore of these can't bring back who was erased since. An entry is
 * there before its conversation is erased: an erasure that was acknowledged has one.
 */
export interface ErasureJournal {
  /** Enters an erasure. Entering it again does no harm. */
  record(erasure: Erasure): Promise<void>;
  /** Takes out an erasure that was refused after all. */
  withdraw(erasure: Pick<Erasure, 'key' | 'delivery'>): Promise<void>;
}
