import { toSeconds } from '#domain/due.ts';
import { type Swept, sweep } from '#domain/operations/sweep.ts';
import type { DueEntry } from '#domain/store.ts';
import { DynamoDbDueIndex } from '#dynamodb/due-index.ts';
import { store, storeOptions } from '#http/wiring/conversation-store.ts';
import { ending } from '#http/wiring/end-dependencies.ts';
import { embeddedMetrics, log } from '#http/wiring/log.ts';
import { failureOf, hashed } from '#http/wiring/log-ids.ts';

/** How many are dealt with at a time. */
const parallel = 10;

/** Seconds for which a conversation that could not be dealt with is put off, so that it does not stop the others. */
const putOffSeconds = 600;

/** Milliseconds of the function's time that a run leaves for the last batch; the rest is due in the next run. */
const reserve = 15_000;

const index = new DynamoDbDueIndex(storeOptions);

/** Started every minute: does what is due. */
export async function handler(_event: unknown, context: { getRemainingTimeInMillis(): number }): Promise<void> {
  const counts = { ended: 0, handled: 0, flushed: 0, removed: 0, shredded: 0, postponed: 0, gone: 0, failed: 0 };
  for await (const batch of batches(index.listDue(Date.now()))) {
    const outcomes = await Promise.all(batch.map(sweepOne));
    for (const outcome of outcomes) counts[outcome] += 1;
    if (context.getRemainingTimeInMillis() < reserve) break;
  }
  const units = Object.fromEntries(Object.keys(counts).map((name) => [name, 'Count'] as const));
  const metrics = embeddedMetrics({ ...units, overdueSeconds: 'Seconds' });
  log('INFO', { message: 'sweep', operation: 'sweep', ...counts, overdueSeconds: await overdueSeconds(), ...metrics });
}

/** For how many seconds the oldest that the run has left was due: more than a few runs, and the sweeper falls behind. */
async function overdueSeconds(): Promise<number> {
  const now = Date.now();
  const oldest = await index.findOldest(now);
  return oldest === undefined ? 0 : toSeconds(now) - oldest;
}

async function* batches(pages: AsyncIterable<readonly DueEntry[]>): AsyncGenerator<readonly DueEntry[]> {
  for await (const page of pages) {
    for (let start = 0; start < page.length; start += parallel) yield page.slice(start, start + parallel);
  }
}

async function sweepOne(entry: DueEntry): Promise<Swept | 'failed'> {
  try {
    const outcome = await sweep(store, ending, entry);
    // Nothing that is still to be done is lost by it: the store looks again.
    if (outcome === 'gone') await index.forget(entry);
    return outcome;
  } catch (error) {
    const failure = failureOf(error instanceof Error ? error : new Error(String(error)), [entry.id]);
    log('ERROR', { message: 'sweep failed', conversationHash: hashed(entry.id), ...failure });
    await index.postpone(entry, Math.floor(Date.now() / 1000) + putOffSeconds).catch(() => undefined);
    return 'failed';
  }
}
