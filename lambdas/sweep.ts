import { type Swept, sweep } from '#domain/operations/sweep.ts';
import type { DueEntry } from '#domain/store.ts';
import { toSeconds } from '#domain/time.ts';
import { DynamoDbDueIndex } from '#dynamodb/due-index.ts';
import { store, storeOptions } from '#http/wiring/conversation-store.ts';
import { endDependencies } from '#http/wiring/end-dependencies.ts';
import { formatMetrics, log } from '#http/wiring/log.ts';
import { describeFailure, hashId } from '#http/wiring/log-ids.ts';

/** How many entries are swept at a time. */
const MAX_PARALLEL = 10;

/** Seconds for which a conversation whose sweep failed is postponed, so that it does not hold up the others. */
const POSTPONE_SECONDS = 600;

/** Milliseconds of the function's time that a run leaves for the last batch; the rest is due in the next run. */
const RESERVE_MS = 15_000;

const index = new DynamoDbDueIndex(storeOptions);

/** Started every minute: does what is due. */
export async function handler(_event: unknown, context: { getRemainingTimeInMillis(): number }): Promise<void> {
  const counts = { ended: 0, handled: 0, flushed: 0, removed: 0, shredded: 0, postponed: 0, gone: 0, failed: 0 };
  for await (const batch of splitIntoBatches(index.listDue(Date.now()))) {
    const outcomes = await Promise.all(batch.map(sweepOne));
    for (const outcome of outcomes) counts[outcome] += 1;
    if (context.getRemainingTimeInMillis() < RESERVE_MS) break;
  }
  const units = Object.fromEntries(Object.keys(counts).map((name) => [name, 'Count'] as const));
  const metrics = formatMetrics({ ...units, overdueSeconds: 'Seconds' });
  log('INFO', {
    message: 'sweep',
    operation: 'sweep',
    ...counts,
    overdueSeconds: await measureOverdueSeconds(),
    ...metrics,
  });
}

/**
 * For how many seconds the oldest entry that the run has left has been due. If it is longer than a few runs, the
 * sweeper falls behind.
 */
async function measureOverdueSeconds(): Promise<number> {
  const now = Date.now();
  const oldest = await index.findOldest(now);
  return oldest === undefined ? 0 : toSeconds(now) - oldest;
}

async function* splitIntoBatches(pages: AsyncIterable<readonly DueEntry[]>): AsyncGenerator<readonly DueEntry[]> {
  for await (const page of pages) {
    for (let start = 0; start < page.length; start += MAX_PARALLEL) yield page.slice(start, start + MAX_PARALLEL);
  }
}

async function sweepOne(entry: DueEntry): Promise<Swept | 'failed'> {
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
