import type { Envelope } from '#domain/conversation.ts';
import type { JsonText } from '#domain/json.ts';

/** Where a secured value belongs: it opens nowhere else. */
export interface Place {
  /** The key of the conversation's item: a keyed hash of its id, which tells nothing of it. */
  readonly key: string;
  /** Names the data key of the conversation. */
  readonly internalId: string;
  /** Something is sealed there already: if the data key is missing, it is lost, and a new one would hide that. */
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
   * Seals values. Makes the data key if there is none yet.
   * @throws KeyServiceUnavailable when KMS does not answer, or refuses.
   * @throws DataKeyRemoved when the conversation has ended.
   * @throws DataKeyLost when something is sealed already, and its data key is lost.
   */
  seal(place: Place, values: ReadonlyMap<string, JsonText>): Promise<ReadonlyMap<string, Envelope>>;
  /**
   * Opens the values that can be opened, and does not say why others can't. Throws like `seal`, except for a data key
   * that is lost.
   */
  open(place: Place, envelopes: ReadonlyMap<string, Envelope>): Promise<Unsealed>;
  /**
   * A short hash of a text under a key that is derived from the data key: without the data key it confirms no guess,
   * and once that is removed never again. Throws like `seal`.
   */
  fingerprint(place: Place, text: string): Promise<string>;
}

/** Removes data keys, for which no KMS is needed. */
export interface DataKeyRemover {
  /** Replaces a data key by a mark that it is removed, so that a late creation fails. */
  shred(internalId: string, now: number): Promise<void>;
}

/** KMS throttles, does not answer, or does not let us use the customer's key. Nothing was changed. */
export class KeyServiceUnavailable extends Error {
  override readonly name = 'KeyServiceUnavailable';
}

/** The data key is removed: what it sealed can never be opened again. */
export class DataKeyRemoved extends Error {
  override readonly name = 'DataKeyRemoved';
}

/** The data key of sealed values is missing or was changed, by a restore for example. Trying again does not help. */
export class DataKeyLost extends Error {
  override readonly name = 'DataKeyLost';
}

/**
 * Runs work, and once more if the data key was removed in between, which happens after the conversation has ended or
 * was erased. The second run reads the conversation as it is since then, and answers accordingly.
 */
export async function retryOnceKeyRemoved<Answer>(work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DataKeyRemoved)) throw error;
    return work();
  }
}
