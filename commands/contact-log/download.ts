import { randomUUID } from 'node:crypto';
import { rename, rm, stat } from 'node:fs/promises';
import type { Job } from './arguments.ts';
import type { Client } from './client.ts';
import { type Entry, pages } from './pages.ts';
import { head, rows } from './rows.ts';
import { spool, unspool, write } from './spool.ts';

/** What was written. */
export interface Downloaded {
  readonly conversations: number;
  readonly savedNames: number;
}

/** Who waits for a download. */
export interface Watch {
  /** Told after each page: conversations so far, and the last one of them. */
  readonly progress: (count: number, last: Entry | undefined) => void;
  /** Ends it; nothing is written then. */
  readonly signal: AbortSignal;
}

/**
 * Downloads the contact log of a period into a CSV file, in memory that does not grow with it: which columns there are
 * shows at the end only, so all goes to a file beside it first. The CSV appears whole, or what was there before stays.
 */
export async function download(client: Client, job: Job, { progress, signal }: Watch): Promise<Downloaded> {
  const there = await stat(job.file).catch(() => undefined);
  if (there?.isDirectory()) throw new Error(`${job.file} is a directory; --csv must name a file`);
  const draft = `${job.file}.${randomUUID()}`;
  const [jsonLines, csv] = [`${draft}.jsonl`, `${draft}.csv`];
  try {
    const { count, names } = await spool(jsonLines, pages(client, job), progress);
    async function* texts() {
      yield head(names, job.form);
      for await (const entries of unspool(jsonLines)) {
        signal.throwIfAborted();
        yield rows(names, entries, job.form);
      }
    }
    await write(csv, texts());
    await rename(csv, job.file);
    return { conversations: count, savedNames: names.size };
  } finally {
    await Promise.all([jsonLines, csv].map((file) => rm(file, { force: true })));
  }
}
