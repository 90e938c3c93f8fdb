import type { ChannelType } from '#domain/channel-types.ts';
import { type ReadSettings, type Swept, sweep } from '#domain/operations/sweep.ts';
import type { DueEntry } from '#domain/store.ts';
import { toSeconds } from '#domain/time.ts';
import { DynamoDbDueIndex } from '#dynamodb/due-index.ts';
import { storeOptions } from '#http/wiring/conversation-store.ts';
import { endDependencies } from '#http/wiring/end-dependencies.ts';
import { store } from '#http/wiring/indexing-store.ts';
import { formatMetrics, log } from '#http/wiring/log.ts';
import { describeFailure, hashId } from '#http/wiring/log-ids.ts';
import { settings } from '#http/wiring/settings-store.ts';

/** Seconds for which a conversation whose sweep failed is postponed, so that it does not hold up the others. */
const POSTPONE_SECONDS = 600;

/** Milliseconds of the function's time that a run leaves for what is under way; the rest is due in the next run. */
const RESERVE_MS = 15_000;

/** Entries that a run does at once: some wait for DynamoDB while its processor works for others. The SDK has 50 connections. */
const AT_ONCE = 48;

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
  const atOnce = Math.max(1, Math.floor(AT_ONCE / shards.length));
  const ends = await Promise.allSettled(shards.map((shard) => sweepShard(shard, atOnce, counts, isOver)));
  const overdue = ends.map((end) => (end.status === 'fulfilled' ? end.value : 0));
  const units = Object.fromEntries(Object.keys(counts).map((name) => [name, 'Count'] as const));
  const metrics = formatMetrics({ ...units, overdueSeconds: 'Seconds' });
  log('INFO', { message: 'sweep', operation: 'sweep', ...counts, overdueSeconds: Math.max(0, ...overdue), ...metrics });
  // The others are done first: a shard that can't be listed holds up none of them.
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}

/**
 * Does what is due in a shard, some entries at once, until the time of the run is over.
 *
 * @returns for how many seconds the oldest entry that it leaves has been due. If it is longer than a few runs, the
 * sweeper falls behind
 */
async function sweepShard(
  shard: number,
  atOnce: number,
  counts: Record<Outcome, number>,
  isOver: () => boolean,
): Promise<number> {
  for await (const page of index.listDue(shard, Date.now())) {
    for (let at = 0; at < page.length; at += atOnce) {
      const readSettings = shareSettings();
      const outcomes = await Promise.all(page.slice(at, at + atOnce).map((entry) => sweepOne(entry, readSettings)));
      for (const outcome of outcomes) counts[outcome] += 1;
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

/** Entries that are done at once share what is read of a channel type: none of them is ended by what was there before its run came to it. */
function shareSettings(): ReadSettings {
  const read = new Map<ChannelType, ReturnType<ReadSettings>>();
  return (type) => {
    const shared = read.get(type) ?? settings.readChannelType(type);
    read.set(type, shared);
    return shared;
  };
}

async function sweepOne(entry: DueEntry, readSettings: ReadSettings): Promise<Outcome> {
  try {
    const outcome = await sweep(store, endDependencies, entry, readSettings);
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
