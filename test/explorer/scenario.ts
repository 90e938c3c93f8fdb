import type { State } from '#domain/conversation.ts';
import type { Step } from './step.ts';

/**
 * What may become of a request:
 * - `answered`: it takes effect, if its condition holds, and is answered.
 * - `lost`: the same, but the answer is lost: the SDK sends the same request again.
 * - `doubled`: it is answered, and arrives once more at any later time.
 * - `orphaned`: it takes effect, but its caller is gone, and will ask again under the same Idempotency-Key.
 * - `unsent`: its caller was gone before sending it, but after another write, and will ask again.
 * - `failed`: all attempts of the SDK fail before it takes effect; what gives up is asked again.
 * - `timedOut`: the same after it took effect.
 * - `stale`: a read that is not strong sees what was there before the last write.
 */
export type Fate = 'answered' | 'lost' | 'doubled' | 'orphaned' | 'unsent' | 'failed' | 'timedOut' | 'stale';

/** Who asks what, and what may go wrong. */
export interface Scenario {
  readonly title: string;
  /** Done one after another before anything else. */
  readonly before?: readonly Step[];
  /** Callers by name, each with its operations one after another. */
  readonly callers: Readonly<Record<string, readonly Step[]>>;
  /** How many requests may come to something else than `answered`. @default 1 */
  readonly faults?: number;
  /** What may go wrong. @default lost, doubled, orphaned, unsent: a request that failed is mostly as good as one unsent */
  readonly fates?: readonly Fate[];
  /** Done at the end of every execution, one after another; nothing goes wrong any more. */
  readonly after?: readonly Step[];
  /** What may be there when all is over. @default anything */
  readonly ends?: readonly (State | 'erased' | 'nothing' | 'settings')[];
  /** As dynalite: no item with a failed condition. @default false */
  readonly tellsNoOldItem?: boolean;
}
