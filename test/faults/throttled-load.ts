import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from '../support/answer.ts';
import type { Api } from '../support/api.ts';
import type { Paths } from '../support/paths.ts';
import { atOnce } from '../support/repeat.ts';

/** What callers did to one conversation, and what they were told. */
export interface Episode {
  readonly made: Paths;
  /** The value of each name whose write was acknowledged. */
  readonly acknowledged: ReadonlyMap<string, string>;
  /** Acknowledged patches. */
  readonly patches: number;
  /** The names of each acknowledged flush. */
  readonly flushes: readonly (readonly string[])[];
  /** Answers other than an acknowledgement: each was followed by a retry under the same Idempotency-Key. */
  readonly failures: readonly Answer[];
}

const executions = 3;
const patchers = 3;
const rounds = 12;

/**
 * Three executions that set and flush and three that patch, at once on one conversation; each request is sent again under
 * its Idempotency-Key until it is acknowledged.
 */
export async function runEpisode(api: Api): Promise<Episode> {
  const made = await untilMade(api);
  const acknowledged = new Map<string, string>();
  const flushes: (readonly string[])[] = [];
  const failures: Answer[] = [];
  let patches = 0;
  const write = async (method: string, path: string, body: object) => {
    const headers = { 'idempotency-key': randomUUID() };
    for (;;) {
      const answer = await api.send(method, path, { body, headers });
      if (answer.status < 300) return answer;
      failures.push(answer);
      if (answer.status !== 503) return answer;
      await sleep(20);
    }
  };
  const attributes = (name: string, value: string) => {
    acknowledged.set(name, value);
    return { attributes: { [name]: value } };
  };
  const execute = async (execution: number) => {
    const flow = `flow-${execution}`;
    for (let round = 0; round < rounds; round++) {
      await write('POST', made.flow(flow), attributes(`set-${execution}-${round}`, `${round}`));
      await write('POST', made.flow(flow), attributes(`counter-${execution}`, `${round}`));
      if (round % 2 === 1) flushes.push((await write('POST', made.flush(flow), {})).body.flushed);
    }
  };
  const patch = async (patcher: number) => {
    for (let round = 0; round < rounds; round++) {
      await write('PATCH', made.attributes(), attributes(`patch-${patcher}-${round}`, `${round}`));
      patches += 1;
    }
  };
  await Promise.all([atOnce(executions, execute), atOnce(patchers, patch)]);
  return { made, acknowledged, patches, flushes, failures };
}

async function untilMade(api: Api): Promise<Paths> {
  try {
    return await api.make();
  } catch {
    return untilMade(api);
  }
}
