import type { Chronicle } from '#domain/change-log.ts';
import type { By } from '#domain/events.ts';

/** That secured values were opened for somebody: which names, by whom and when. */
export interface Reveal {
  /** Orders the reveals of a conversation by their time. */
  readonly id: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly names: readonly string[];
  readonly by: By & {
    /** Whom the client asked for, where its token says so. */
    readonly subject?: string;
  };
}

/** Some reveals, oldest first. */
export interface RevealPage {
  readonly reveals: readonly Reveal[];
  /** Whether there are later ones. */
  readonly isCut: boolean;
}

/** Which reveals are read. */
export interface RevealQuery extends Chronicle {
  /** Only those after the one with this id. */
  readonly after: string | undefined;
  /** How many at most. */
  readonly most: number;
}

/** Where reveals are kept, beside the changes: an erasure and the end of the retention remove both. */
export interface RevealLog {
  /** @param until - the epoch second after which nothing of it may be there, whatever else fails */
  add(chronicle: Chronicle, reveal: Reveal, until: number): Promise<void>;
  /** Removes one of a conversation that is gone. */
  withdraw(chronicle: Chronicle, id: string): Promise<void>;
  list(query: RevealQuery): Promise<RevealPage>;
}

/** Is told of secured values before they are opened. */
export interface RevealRecorder {
  /** @throws DataKeyRemoved where the conversation is gone meanwhile: then nothing may be opened. */
  record(conversation: { readonly id: string; readonly startTime: number }, names: readonly string[]): Promise<void>;
}
