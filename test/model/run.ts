import type fc from 'fast-check';
import type { Api } from '../support/api.ts';
import { isDefined } from './checks.ts';
import type { Request } from './requests.ts';
import { exchange } from './session.ts';
import { step } from './step.ts';
import type { World } from './world.ts';

/** What commands of one run share. */
export interface Run {
  readonly api: Api;
  /** Epoch milliseconds at which the run began. */
  readonly start: number;
  /** Requests with an Idempotency-Key so far. */
  readonly keyed: Request[];
  /** Sets the clock of everything. */
  setClock(now: number): void;
  /** Counts what was sent, by operation and status. */
  count(request: Request, status: number): void;
}

export type Command = fc.AsyncCommand<World, Run>;

/** Sends a request, and has the model judge the answer. */
export async function send(world: World, run: Run, request: Request): Promise<void> {
  if (!isDefined(world, request)) return;
  const given = await exchange(run.api, request);
  run.count(request, given.status);
  if ('key' in request && request.key !== undefined) run.keyed.push(request);
  const wrong = step(world, request, given);
  if (wrong !== undefined) throw new Error(`${request.op} ${JSON.stringify(request, showMaps)}: ${wrong}`);
}

/** For `JSON.stringify`. */
export function showMaps(_: string, value: unknown): unknown {
  return value instanceof Map ? [...value] : value;
}
