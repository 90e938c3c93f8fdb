import { randomUUID } from 'node:crypto';
import { rename, rm, stat } from 'node:fs/promises';
import type { FoundConversation } from '#domain/find.ts';
import { stringify } from '#domain/json.ts';
import { writeCsvHead, writeCsvRows } from '#http/response/csv.ts';
import type { History } from '../../clients/typescript/src/index.ts';
import type { Job } from './arguments.ts';
import { readSpool, spool, write } from './spool.ts';

/** What was written. */
export interface Downloaded {
  readonly conversations: number;
  readonly savedNames: number;
}

/** How a download is followed, and ended. */
export interface Watch {
  /** Told after each conversation: how many there are so far, and the last one of them. */
  readonly progress: (count: number, last: History) => void;
  /** Ends it; nothing is written then. */
  readonly signal: AbortSignal;
}

/**
 * Writes conversations into a CSV file, in memory that does not grow with them: which columns there are is known at the
 * end only, so all goes to a file next to it first. The CSV appears whole, or what was there before stays.
 */
export async function download(
  conversations: AsyncIterable<History>,
  { file, form }: Job,
  { progress, signal }: Watch,
): Promise<Downloaded> {
  const there = await stat(file).catch(() => undefined);
  if (there?.isDirectory()) throw new Error(`${file} is a directory; --csv must name a file`);
  const draft = `${file}.${randomUUID()}`;
  const [jsonLines, csv] = [`${draft}.jsonl`, `${draft}.csv`];
  try {
    const { count, names } = await spool(jsonLines, conversations, progress);
    const columns = [...names].sort();
    async function* texts() {
      yield writeCsvHead(columns, form);
      for await (const some of readSpool(jsonLines)) {
        signal.throwIfAborted();
        yield writeCsvRows(columns, some.map(toFoundConversation), form);
      }
    }
    await write(csv, texts());
    await rename(csv, file);
    return { conversations: count, savedNames: names.size };
  } finally {
    await Promise.all([jsonLines, csv].map((one) => rm(one, { force: true })));
  }
}

/** As the API has it before it writes a row of CSV. */
function toFoundConversation({ data, startTime, endTime, state = 'handled', ...entry }: History): FoundConversation {
  const saved = new Map(Object.entries(data).map(([name, value]) => [name, stringify(value)]));
  return { ...entry, state, startTime: Date.parse(startTime), endTime: Date.parse(endTime), saved };
}
