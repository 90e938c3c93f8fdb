import type { Envelope } from '#domain/conversation.ts';
import type { JsonText } from '#domain/json.ts';

/** Where a secured value belongs: it opens nowhere else. */
export interface Place {
  /** The key of the conversation's item: a keyed hash of its id, which tells nothing of it. */
  readonly key: string;
  /** Names the data key of the conversation. */
  readonly internalId: string;
  /** Something is sealed there already: a data key that is missing is lost, and another one would hide that. */
  readonly isSealed?: boolean;
}

/** What came of opening envelopes. */
export interface Unsealed {
  readonly values: ReadonlyMap<string, JsonText>;
  /** The names of those that do not open: cut off, changed, moved, or sealed under a data key that is lost. */
  readonly unreadable: readonly string[];
}

/** Seals and opens secured values with the data key of a conversation, which only the customer's KMS key unwraps. */
export interface Vault {
  /**
   * Seals values. Makes the data key when there is none, and nothing is sealed under one.
   * @throws KeyServiceUnavailable when KMS does not answer, or refuses.
   * @throws DataKeyRemoved when the conversation has ended.
   * @throws DataKeyLost when something is sealed already, and its data key is lost.
   */
  seal(place: Place, values: ReadonlyMap<string, JsonText>): Promise<ReadonlyMap<string, Envelope>>;
  /** Opens what opens, without a word of why something does not. Throws like `seal`, but for a data key that is lost. */
  open(place: Place, envelopes: ReadonlyMap<string, Envelope>): Promise<Unsealed>;
  /**
   * A short hash of a text, under a key of its own that comes from the data key: who does not have that can test no guess
   * with it, nor can anybody once the data key is removed. Throws like `seal`.
   */
  fingerprint(place: Place, text: string): Promise<string>;
}

/** Removes data keys, for which no KMS is needed. */
export interface DataKeyRemover {
  /** Leaves in the place of a data key that it is removed, so that a creation which comes too late fails. */
  shred(internalId: string, now: number): Promise<void>;
}

/** KMS throttles, does not answer, or does not let us use the customer's key. Nothing was changed. */
export class KeyServiceUnavailable extends Error {
  override readonly name = 'KeyServiceUnavailable';
}

/** The data key is removed: what it sealed can't be opened by anybody any more. */
export class DataKeyRemoved extends Error {
  override readonly name = 'DataKeyRemoved';
}

/** The data key of sealed values is not where it was, or was changed: in a restore, say. It does not pass by itself. */
export class DataKeyLost extends Error {
  override readonly name = 'DataKeyLost';
}

/**
 * A data key is removed after its conversation has ended or is erased. Who read the conversation before that and misses
 * the key now reads it once more, and is answered as everybody is from then on.
 */
export async function retryOnceKeyRemoved<Answer>(work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DataKeyRemoved)) throw error;
    return work();
  }
}
