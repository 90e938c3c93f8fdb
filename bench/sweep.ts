/**
 * What the sweeper does with conversations that are to end: what each takes of a processor, and how many a run ends in a second
 * where each call to DynamoDB takes so long.
 *
 *     npm run bench:sweep -- [pages of a shard] [batches] [milliseconds of a call]
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { DUE_SHARDS } from '#dynamodb/item-keys.ts';
import { bundle } from '../lib/bundle/bundle.ts';
import { RunningFunction } from './running-function.ts';
import { makeItem, startStandIn } from './store.ts';

const [pages = 2, batches = 9, milliseconds = 6] = process.argv.slice(2).map(Number);

/** Entries of a page of the index. */
const PAGE = 50;

/** What DynamoDB would take a quarter of the shards for: as a run of the schedule has. */
const part = { part: 0, of: 4 };

const id = '0192a3b4-c5d6-7e8f-9012-3456789abcde';
const { item = {}, environment } = await makeItem(id);
const entry = { pk: item.pk, id: item.id, dueShard: item.dueShard, due: item.due };
let given = 0;

/** Every entry is of the same conversation, which is as it was at each look. */
function answer(
  call: string,
  { TableName, ExclusiveStartKey: from }: { TableName: string; ExclusiveStartKey?: object },
) {
  if (call === 'Query') {
    const page = Number((from as { page?: { N: string } })?.page?.N ?? 0) + 1;
    given += PAGE;
    return {
      Items: Array.from({ length: PAGE }, () => entry),
      ...(page < pages && { LastEvaluatedKey: { page: { N: String(page) } } }),
    };
  }
  return call === 'GetItem' && TableName === environment.CONVERSATIONS_TABLE ? { Item: item } : {};
}

await mkdir(resolve('.cache'), { recursive: true });
const directory = await mkdtemp(resolve('.cache/bench-sweep-'));
const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
const store = await startStandIn(answer, milliseconds);
try {
  const { directory: built } = await bundle({ handlers: ['sweep'], to: directory });
  const own = { ACTIVE_MAX_SECONDS: '1', AWS_ENDPOINT_URL_DYNAMODB: store.url };
  const running = await RunningFunction.start(join(built, 'sweep.mjs'), { ...environment, ...own });
  const sweep = async () => (await running.invoke(part, 600_000)).processorMicroseconds;
  const costs: number[] = [];
  const speeds: number[] = [];
  for (let run = 0, before = await sweep(); run < batches; run++) {
    given = 0;
    const began = performance.now();
    const after = await sweep();
    speeds.push(given / ((performance.now() - began) / 1000));
    costs.push((after - before) / given);
    before = after;
  }
  await running.stop();
  process.stdout.write(
    `${DUE_SHARDS / part.of} shards, ${pages * PAGE} conversations each, calls of ${milliseconds} ms: ` +
      `${median(speeds).toFixed(0)} conversations a second, ${median(costs).toFixed(0)} us of a processor each\n`,
  );
} finally {
  store.close();
  await rm(directory, { recursive: true });
}
