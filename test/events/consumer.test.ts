import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { CloudEvent } from '#contract/events.ts';
import type { handler as Handler } from '../../lambdas/events/publish-events.ts';
import { recordWrites, type WriteRecord } from '../../local/records.ts';
import { nameTable } from '../../local/tables.ts';
import { useApi } from '../support/api.ts';
import { toStreamRecord, useBus } from './bus.ts';

const api = useApi({ events: true });
const bus = useBus([]);
let handler: typeof Handler;
let history: readonly CloudEvent[];
const records: WriteRecord[] = [];

/** Plays a conversation to its erasure. @returns what was told of it */
async function play(): Promise<readonly CloudEvent[]> {
  const told: CloudEvent[] = [];
  const stop = api.local.listen((event) => told.push(event));
  const made = await api.make({ queueId: 'sales', data: { a: 1 } });
  const secured = `${made.conversation}/secureattributes`;
  await api.ok('POST', made.flow(), { body: { attributes: { b: '1' } } });
  await api.ok('PATCH', secured, { body: { attributes: { pin: '1' } } });
  await api.ok('POST', made.participants, { body: { purpose: 'agent', attributes: { c: 1 } } });
  await api.ok('POST', made.flush());
  await api.ok('PATCH', made.conversation, { body: { queueId: 'support', data: { a: 2 } } });
  await api.ok('PATCH', secured, { body: { attributes: { pin: '2' } } });
  await api.ok('PATCH', made.conversation, { body: { state: 'wrapup', wrapup: { code: 'x' } } });
  await api.ok('PATCH', made.conversation, { body: { state: 'handled' } });
  await api.ok('DELETE', made.conversation);
  stop();
  return told;
}

beforeAll(async () => {
  ({ handler } = await import('../../lambdas/events/publish-events.ts'));
  const { documentClient } = await import('../../lambdas/http/wiring/document-client.ts');
  recordWrites(documentClient, nameTable('conversations'), (record) => {
    records.push(record);
  });
  history = await play();
  await play();
});

/** What the page on events asks of a consumer, and no more: what it has put in order, and whether something is missing. */
function consume(delivered: readonly CloudEvent[]): { readonly ids: readonly string[]; readonly isWhole: boolean } {
  const once = [...new Map(delivered.map((event) => [event.id, event])).values()];
  const inOrder = once.toSorted(({ data: a }, { data: b }) => a.revision - b.revision || a.part - b.part);
  const writes = [...Map.groupBy(inOrder, ({ data }) => data.revision).values()];
  let [version, securedVersion] = [0, 0];
  let isWhole = true;
  for (const parts of writes) {
    const [{ data } = { data: undefined }] = parts;
    if (data === undefined) continue;
    const follows = data.previousVersion === version && data.previousSecuredVersion === securedVersion;
    isWhole &&= follows && parts.length === data.parts;
    ({ version, securedVersion } = data);
  }
  return { ids: inOrder.map(({ id }) => id), isWhole };
}

test('reordered and repeated, the events of a conversation are put in their order again by revision and part', () => {
  const all = history.map(({ id }) => id);
  expect(all.length).toBeGreaterThan(12);
  const property = fc.property(
    fc.shuffledSubarray([...history], { minLength: history.length }),
    fc.subarray([...history]),
    (shuffled, again) => {
      expect(consume([...shuffled, ...again])).toEqual({ ids: all, isWhole: true });
    },
  );
  fc.assert(property);
});

test('whichever event is lost before the last write, a consumer sees that something is missing', () => {
  const { revision } = history.at(-1)?.data ?? { revision: 0 };
  for (const lost of history.filter(({ data }) => data.revision < revision)) {
    const rest = history.filter((event) => event !== lost);
    expect([lost.type, consume(rest).isWhole]).toEqual([lost.type, false]);
  }
});

test('throttled and killed, the function tells every event of real writes, first in their order, to the erasure', async () => {
  // Writes to two conversations, in turn.
  const half = records.length / 2;
  const inTurn = records.slice(0, half).flatMap((one, at) => [one, records[half + at] ?? one]);
  const stream = inTurn.map(toStreamRecord);
  const all = Map.groupBy(await tellAll(stream, [], []), ({ subject }) => subject);
  const property = fc.asyncProperty(
    fc.array(fc.boolean(), { maxLength: 60 }),
    fc.array(fc.boolean(), { maxLength: 6 }),
    async (takes, kills) => {
      const told = Map.groupBy(await tellAll(stream, takes, kills), ({ subject }) => subject);
      expect([...told.keys()].sort()).toEqual([...all.keys()].sort());
      for (const [subject, events] of told) {
        const firsts = [...new Set(events.map(({ id }) => id))];
        expect(firsts).toEqual(all.get(subject)?.map(({ id }) => id));
        expect(consume(events).isWhole).toBe(true);
        expect(events.at(-1)?.type).toBe('conversation.erased.v1');
      }
    },
  );
  await fc.assert(property, { numRuns: 60 });
});

/**
 * Delivers records as Lambda does, until all are told: everything from the first that failed on comes again, and everything where
 * the function was killed before its answer came.
 *
 * @param takes - whether the bus takes each entry that it is sent; all later ones it does
 * @param kills - whether each run is killed at its end; no later one is
 */
async function tellAll(
  stream: readonly ReturnType<typeof toStreamRecord>[],
  takes: readonly boolean[],
  kills: readonly boolean[],
): Promise<readonly CloudEvent[]> {
  const before = bus.events.length;
  const [fates, ends] = [[...takes], [...kills]];
  bus.refuses = () => !(fates.shift() ?? true);
  for (let left = stream; left.length > 0; ) {
    const { batchItemFailures } = await handler({ Records: left });
    if (ends.shift()) continue;
    const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    const first = left.findIndex(({ dynamodb }) => failed.has(dynamodb.SequenceNumber));
    left = first < 0 ? [] : left.slice(first);
  }
  return bus.events.slice(before);
}
