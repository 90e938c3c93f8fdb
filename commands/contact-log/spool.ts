import { createReadStream, createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { parse } from '#domain/json.ts';
import type { Entry } from './pages.ts';

/** What stands in a spool. */
export interface Spooled {
  readonly count: number;
  /** Every saved name that a conversation has. */
  readonly names: ReadonlySet<string>;
}

/** Writes conversations to a new file for this user alone, one a line, as fast as the disk takes them. */
export async function spool(
  file: string,
  pages: AsyncIterable<readonly Entry[]>,
  progress: (count: number, last: Entry | undefined) => void,
): Promise<Spooled> {
  const names = new Set<string>();
  let count = 0;
  async function* lines() {
    for await (const page of pages) {
      for (const name of page.flatMap(({ data }) => Object.keys(data))) names.add(name);
      count += page.length;
      progress(count, page.at(-1));
      yield page.map(line).join('');
    }
  }
  await write(file, lines());
  return { count, names };
}

/** What `spool` wrote, some conversations at a time. */
export async function* unspool(file: string, atATime = 100): AsyncGenerator<readonly Entry[]> {
  const lines = createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Number.POSITIVE_INFINITY });
  let batch: Entry[] = [];
  for await (const text of lines) {
    batch.push(parse(text) as unknown as Entry);
    if (batch.length < atATime) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** Writes texts to a new file for this user alone; they are on the disk when it ends. */
export async function write(file: string, texts: AsyncIterable<string>): Promise<void> {
  await pipeline(texts, createWriteStream(file, { flags: 'wx', mode: 0o600, flush: true }));
}

/** JSON leaves two line ends of Unicode as they are, at which `readline` would break. */
function line(entry: Entry): string {
  const text = JSON.stringify(entry).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
  return `${text}\n`;
}
