import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { CloudEvent } from '#contract/events.ts';
import { useApi } from '../support/api.ts';

const api = useApi({ events: true });
let history: readonly CloudEvent[];

beforeAll(async () => {
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
  history = told;
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
