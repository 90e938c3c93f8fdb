import type { Strings } from './attributes.ts';

/** Secured attributes, and their own version. */
export interface Secured {
  readonly attributes: Strings;
  /** The names of those that are set, but do not open; absent when all do. */
  readonly unreadable?: readonly string[];
  readonly version: number;
}

/** What a write of secured attributes answers; the values only to who may read them. */
export interface SecuredNames {
  readonly names: readonly string[];
  readonly version: number;
  readonly attributes?: Strings;
  readonly unreadable?: readonly string[];
}
