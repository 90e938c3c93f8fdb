import { createReadStream, createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { parse } from '#domain/json.ts';
import type { History } from '../../clients/typescript/src/index.ts';

/** What a spool has. */
export interface Spooled {
  readonly count: number;
  /** Every saved name that a conversation has. */
  readonly names: ReadonlySet<string>;
}

/** Conversations that are written or read at once. */
const batchSize = 100;

/** Writes conversations to a new file for this user alone, one a line, as fast as the disk takes them. */
export async function spool(
  file: string,
  conversations: AsyncIterable<History>,
  progress: (count: number, last: History) => void,
): Promise<Spooled> {
  const names = new Set<string>();
  let count = 0;
  async function* lines() {
    for await (const one of conversations) {
      for (const name of Object.keys(one.data)) names.add(name);
      progress(++count, one);
      yield formatLine(one);
    }
  }
  async function* texts() {
    for await (const some of splitIntoBatches(lines())) yield some.join('');
  }
  await write(file, texts());
  return { count, names };
}

/** What `spool` wrote, some conversations at a time. */
export async function* readSpool(file: string): AsyncGenerator<readonly History[]> {
  const lines = createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Number.POSITIVE_INFINITY });
  for await (const some of splitIntoBatches(lines)) yield some.map((text) => parse(text) as unknown as History);
}

/** Writes texts to a new file for this user alone; they are on the disk when it ends. */
export async function write(file: string, texts: AsyncIterable<string>): Promise<void> {
  await pipeline(texts, createWriteStream(file, { flags: 'wx', mode: 0o600, flush: true }));
}

async function* splitIntoBatches<Item>(items: AsyncIterable<Item>): AsyncGenerator<readonly Item[]> {
  let batch: Item[] = [];
  for await (const item of items) {
    batch.push(item);
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** JSON leaves two line ends of Unicode as they are, at which `readline` would break. */
function formatLine(entry: History): string {
  const text = JSON.stringify(entry).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
  return `${text}\n`;
}
