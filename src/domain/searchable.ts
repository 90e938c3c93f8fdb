/** The names by whose values conversations are found, each with the number of the index that has them. */
export type Searchable = readonly (readonly [name: string, index: number])[];

/** What a conversation is found by in the indexes of some names. */
export interface FoundBy {
  /** Epoch milliseconds. */
  readonly startTime: number;
  /** It has ended, and the values are those that are kept. */
  readonly isKept: boolean;
  /** What it is depends on more attributes than a write has conditions for: nothing at all may be written in between. @default it does not */
  readonly dependsOnAll?: true;
  /** A name, and its text; undefined where the conversation is not found by it. */
  readonly values: readonly { readonly index: number; readonly name: string; readonly text: string | undefined }[];
}

/** A search by the value of a searchable name. */
export interface ValueSearch {
  readonly name: string;
  /** The number of the index that has its values. */
  readonly index: number;
  /** The whole value, or what it begins with. */
  readonly by: 'equals' | 'startsWith';
  readonly text: string;
}
