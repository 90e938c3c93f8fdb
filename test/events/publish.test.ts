import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CloudEvent } from '#contract/events.ts';
import { type Entry, publish, type Send, type Written } from '../../lambdas/events/publish.ts';

/** The writes of a history: of each the conversation, and how many events it has. */
type History = readonly (readonly [conversation: string, events: number])[];

function writesOf(history: History): readonly Written[] {
  return history.map(([subject, count], position) => ({
    position: String(position),
    events: Array.from({ length: count }, (_, part) => {
      return { id: `${subject}:${position}:${part}`, subject, type: 'x', time: '' } as CloudEvent;
    }),
  }));
}

const idOf = ({ detail }: Entry) => JSON.parse(detail).id;
const idsOf = (writes: readonly Written[]) => writes.flatMap(({ events }) => events.map(({ id }) => id));
const subjectOf = (id: string) => id.split(':', 1)[0];

const history: fc.Arbitrary<History> = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.nat({ max: 4 })), {
  maxLength: 12,
});
/** What becomes of each entry that is sent: taken, not taken, or lost with its request, which may have been taken. */
const fates = fc.infiniteStream(fc.constantFrom('taken', 'taken', 'taken', 'not taken', 'lost', 'taken and lost'));

test('killed, refused and repeated, publishers lose no event, and the bus gets those of a conversation in their order', async () => {
  const property = fc.asyncProperty(history, fates, fc.infiniteStream(fc.boolean()), async (told, fate, kill) => {
    const writes = writesOf(told);
    const taken: string[] = [];
    let isHealthy = false;
    const send: Send = async (entries) => {
      const outcomes = entries.map((entry) => {
        const what = isHealthy ? 'taken' : fate.next().value;
        if (what === 'taken' || what === 'taken and lost') taken.push(idOf(entry));
        return what !== 'taken';
      });
      return outcomes;
    };
    // As Lambda does: everything from the first that failed on comes again; a killed function has answered nothing.
    for (let from = 0; from < writes.length; ) {
      const failed = await publish(writes.slice(from), send);
      if (!isHealthy && kill.next().value) {
        isHealthy = true;
        continue;
      }
      isHealthy = true;
      from = failed.length === 0 ? writes.length : Math.min(...failed.map(Number));
    }
    expect(new Set(taken)).toEqual(new Set(idsOf(writes)));
    for (const subject of ['a', 'b', 'c', 'd']) {
      const all = idsOf(writes).filter((id) => subjectOf(id) === subject);
      const got = taken.filter((id) => subjectOf(id) === subject);
      // Who leaves out what it has seen sees them in order; none comes before one that it follows.
      expect([...new Set(got)]).toEqual(all);
    }
  });
  await fc.assert(property, { numRuns: 300 });
});

test('a conversation that the bus does not take is left, and the others go on', async () => {
  const writes = writesOf([
    ['a', 1],
    ['b', 2],
    ['a', 1],
    ['b', 1],
  ]);
  const taken: string[] = [];
  const failed = await publish(writes, async (entries) => {
    const outcomes = entries.map((entry) => idOf(entry).startsWith('a'));
    taken.push(...entries.map(idOf).filter((id) => !id.startsWith('a')));
    return outcomes;
  });
  expect(failed).toEqual(['0']);
  expect(taken).toEqual(['b:1:0', 'b:1:1', 'b:3:0']);
});

test('no request has more than ten events, or more bytes than the bus takes, and none two of one conversation', async () => {
  const requests: (readonly Entry[])[] = [];
  const many = Array.from({ length: 25 }, (_, number): Written => {
    const large = { id: `${number}:0`, subject: String(number), filler: 'x'.repeat(number < 5 ? 100_000 : 10) };
    const small = { id: `${number}:1`, subject: String(number) };
    return { position: String(number), events: [large, small] as unknown as readonly CloudEvent[] };
  });
  const failed = await publish(many, async (entries) => {
    requests.push(entries);
    return entries.map(() => false);
  });
  expect(failed).toEqual([]);
  expect(requests.flat()).toHaveLength(50);
  for (const entries of requests) {
    expect(entries.length).toBeLessThanOrEqual(10);
    expect(entries.reduce((sum, { detail }) => sum + detail.length, 0)).toBeLessThanOrEqual(250_000);
    const subjects = entries.map((entry) => subjectOf(idOf(entry)));
    expect(new Set(subjects).size).toBe(subjects.length);
  }
});
