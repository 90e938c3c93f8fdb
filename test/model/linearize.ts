import { applyPending } from '../reference/flows.ts';
import type { Given } from './expected.ts';
import type { Request } from './requests.ts';
import { step } from './step.ts';
import { copyWorld, live, type World } from './world.ts';

/** A request that was sent while others were under way, and its answer. */
export interface Exchange {
  readonly request: Request;
  readonly given: Given;
}

/** What raced. */
export interface Race {
  readonly exchanges: readonly Exchange[];
  /** Executions that a sweeper at work may have flushed, each at most once. */
  readonly swept: readonly { readonly c: string; readonly f: string }[];
  /** Reads after the race: all must agree with one order. */
  readonly reads: readonly Exchange[];
}

/** An order in which the model gives every answer and every read, or undefined: then the race is not linearizable. */
export function linearize(world: World, { exchanges, swept, reads }: Race): readonly string[] | undefined {
  if (exchanges.length === 0) {
    const isSame = accepts(world, reads);
    if (isSame) return [];
  }
  for (const [at, { request, given }] of exchanges.entries()) {
    const after = copyWorld(world);
    if (step(after, request, given) !== undefined) continue;
    const rest = linearize(after, { exchanges: exchanges.toSpliced(at, 1), swept, reads });
    if (rest) return [request.op, ...rest];
  }
  for (const [at, { c, f }] of swept.entries()) {
    const after = copyWorld(world);
    const held = live(after, c);
    if (held?.conversation.state !== 'active' || !held.conversation.pending.has(f)) continue;
    held.conversation = applyPending(held.conversation, f);
    const rest = linearize(after, { exchanges, swept: swept.toSpliced(at, 1), reads });
    if (rest) return [`sweep ${f}`, ...rest];
  }
  return undefined;
}

function accepts(world: World, reads: readonly Exchange[]): boolean {
  return reads.every(({ request, given }) => step(copyWorld(world), request, given) === undefined);
}
