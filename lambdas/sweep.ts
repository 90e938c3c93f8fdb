import { type Swept, sweep } from '#domain/operations/sweep.ts';
import type { DueEntry } from '#domain/store.ts';
import { toSeconds } from '#domain/time.ts';
import { DynamoDbDueIndex } from '#dynamodb/due-index.ts';
import { storeOptions } from '#http/wiring/conversation-store.ts';
import { endDependencies } from '#http/wiring/end-dependencies.ts';
import { store } from '#http/wiring/indexing-store.ts';
import { formatMetrics, log } from '#http/wiring/log.ts';
import { describeFailure, hashId } from '#http/wiring/log-ids.ts';

/** Seconds for which a conversation whose sweep failed is postponed, so that it does not hold up the others. */
const POSTPONE_SECONDS = 600;

/** Milliseconds of the function's time that a run leaves for what is under way; the rest is due in the next run. */
const RESERVE_MS = 15_000;

const index = new DynamoDbDueIndex(storeOptions);

/** What has become of entries. */
type Outcome = Swept | 'failed';

/** Which part of what is due a run does: every shard whose number gives this rest. The schedule starts one for each. */
interface Part {
  /** From 0. @default 0 */
  readonly part?: number;
  /** How many there are. @default 1: the run does all of it */
  readonly of?: number;
}

/** Started every minute: does what is due, a worker for each shard. */
export async function handler(
  { part = 0, of = 1 }: Part,
  context: { getRemainingTimeInMillis(): number },
): Promise<void> {
  const counts: Record<Outcome, number> = {
    ...{ ended: 0, handled: 0, flushed: 0, removed: 0, shredded: 0, postponed: 0, gone: 0, failed: 0 },
  };
  const shards = Array.from({ length: index.shards }, (_, shard) => shard).filter((shard) => shard % of === part);
  const isOver = () => context.getRemainingTimeInMillis() < RESERVE_MS;
  const overdue = await Promise.all(shards.map((shard) => sweepShard(shard, counts, isOver)));
  const units = Object.fromEntries(Object.keys(counts).map((name) => [name, 'Count'] as const));
  const metrics = formatMetrics({ ...units, overdueSeconds: 'Seconds' });
  log('INFO', { message: 'sweep', operation: 'sweep', ...counts, overdueSeconds: Math.max(0, ...overdue), ...metrics });
}

/**
 * Does what is due in a shard, one entry after another, until the time of the run is over.
 *
 * @returns for how many seconds the oldest entry that it leaves has been due. If it is longer than a few runs, the
 * sweeper falls behind
 */
async function sweepShard(shard: number, counts: Record<Outcome, number>, isOver: () => boolean): Promise<number> {
  for await (const page of index.listDue(shard, Date.now())) {
    for (const entry of page) {
      counts[await sweepOne(entry)] += 1;
      if (isOver()) return measureOverdueSeconds(shard);
    }
  }
  return 0;
}

async function measureOverdueSeconds(shard: number): Promise<number> {
  const now = Date.now();
  const oldest = await index.findOldest(shard, now);
  return oldest === undefined ? 0 : toSeconds(now) - oldest;
}

async function sweepOne(entry: DueEntry): Promise<Outcome> {
  try {
    const outcome = await sweep(store, endDependencies, entry);
    // This loses nothing that is still to be done: the store checks again.
    if (outcome === 'gone') await index.forget(entry);
    return outcome;
  } catch (error) {
    const failure = describeFailure(error instanceof Error ? error : new Error(String(error)), [entry.id]);
    log('ERROR', { message: 'sweep failed', conversationHash: hashId(entry.id), ...failure });
    await index.postpone(entry, Math.floor(Date.now() / 1000) + POSTPONE_SECONDS).catch(() => undefined);
    return 'failed';
  }
}
