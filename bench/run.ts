/**
 * What a user pays for the functions: processor time and time to the first answer, through a Runtime API as Lambda has it, next
 * to what one would write instead, in turns. Only the ratios carry over to another machine.
 *
 *     npm run bench -- [starts] [batches]
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { buildKinds, type Kind, makeEvent, type Operation, operations } from './functions.ts';
import { type Figure, printTable, writeResults } from './report.ts';
import { RunningFunction } from './running-function.ts';
import { startStore } from './store.ts';

const [starts = 15, batches = 8] = process.argv.slice(2).map(Number);

/** Requests that are sent before any is measured, so that the code is compiled. */
const WARM_UP = 400;

/** Requests of a batch. */
const BATCH = 150;

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

const store = await startStore();
await mkdir(resolve('.cache'), { recursive: true });
const directory = await mkdtemp(resolve('.cache/bench-'));
try {
  const kinds = await buildKinds(directory);
  const cold = await measureStarts(kinds);
  const warm = await measureWarm(kinds);
  const size = kinds.map((kind) => ({ kind: kind.title, what: 'set, code', unit: 'KB', value: kind.kilobytes }));
  const figures = compare([...size, ...cold, ...warm], kinds);
  printTable(figures);
  const about = { node: process.version, platform: `${process.platform} ${process.arch}`, starts, batches, BATCH };
  await writeResults(join(import.meta.dirname, 'results'), figures, about);
} finally {
  store.close();
  await rm(directory, { recursive: true });
}

type Median = Pick<Figure, 'kind' | 'what' | 'unit' | 'value'>;

function start(kind: Kind, operation: Operation): Promise<RunningFunction> {
  return RunningFunction.start(kind.fileOf(operation), { ...store.environment, OPERATION: operation });
}

async function invoke(running: RunningFunction, operation: Operation): Promise<number> {
  const { body, processorMicroseconds } = await running.invoke(makeEvent(operation, store.conversationId));
  const { statusCode } = JSON.parse(body);
  if (!(statusCode >= 200 && statusCode < 300)) throw new Error(`${operation} was answered ${body}`);
  return processorMicroseconds;
}

/** Milliseconds from the start of the process to the first answer of `set`. */
async function measureStarts(kinds: readonly Kind[]): Promise<readonly Median[]> {
  const times = new Map<string, number[]>(kinds.map(({ title }) => [title, []]));
  for (let run = 0; run < starts; run++) {
    for (const kind of kinds) {
      const began = performance.now();
      const running = await start(kind, 'set');
      await invoke(running, 'set');
      times.get(kind.title)?.push(performance.now() - began);
      await running.stop();
    }
  }
  return [...times].map(([kind, all]) => ({
    kind,
    what: 'set, start to first answer',
    unit: 'ms',
    value: median(all),
  }));
}

/** Microseconds of a processor that a request takes once the code is compiled: the median of batches. */
async function measureWarm(kinds: readonly Kind[]): Promise<readonly Median[]> {
  const medians: Median[] = [];
  for (const operation of operations) {
    const all = await Promise.all(
      kinds.map(async (kind) => ({ kind, running: await start(kind, operation), costs: [] as number[] })),
    );
    for (const { running } of all) for (let sent = 0; sent < WARM_UP; sent++) await invoke(running, operation);
    for (let batch = 0; batch < batches; batch++) {
      for (const { running, costs } of all) {
        const before = await invoke(running, operation);
        let after = before;
        for (let sent = 0; sent < BATCH; sent++) after = await invoke(running, operation);
        costs.push((after - before) / BATCH);
      }
    }
    for (const { kind, running, costs } of all) {
      await running.stop();
      medians.push({ kind: kind.title, what: `${operation}, warm`, unit: 'us', value: median(costs) });
    }
  }
  return medians;
}

/** Compares each figure with that of the smallest function with the SDK, and both without what an empty one takes. */
function compare(all: readonly Median[], kinds: readonly Kind[]): readonly Figure[] {
  const titleOf = (name: string) => kinds.find((kind) => kind.name === name)?.title;
  const figureOf = (what: string, name: string) =>
    all.find((one) => one.what === what && one.kind === titleOf(name))?.value ?? Number.NaN;
  return all.map((one) => {
    const [empty, sdk] = [figureOf(one.what, 'empty'), figureOf(one.what, 'sdk')];
    const isEmpty = one.kind === titleOf('empty');
    const ratioAboveEmpty = isEmpty ? Number.NaN : (one.value - empty) / (sdk - empty);
    return { ...one, ratio: one.value / sdk, ratioAboveEmpty };
  });
}
