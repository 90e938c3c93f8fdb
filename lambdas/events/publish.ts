import type { CloudEvent } from '#contract/events.ts';

/** What one write to an item is told by. */
export interface Written {
  /** Its place in the stream. */
  readonly position: string;
  readonly events: readonly CloudEvent[];
}

/** An event as a bus takes it. */
export interface Entry {
  readonly type: string;
  readonly time: string;
  /** JSON. */
  readonly detail: string;
}

/** Sends entries to the bus, at once. @returns for each whether the bus has not taken it */
export type Send = (entries: readonly Entry[]) => Promise<readonly boolean[]>;

/**
 * What EventBridge takes in one request.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html
 */
const MOST = { entries: 10, bytes: 250_000 };

interface Waiting {
  readonly position: string;
  readonly entry: Entry;
}

/**
 * Tells events, those of one conversation one after the other: the next one is sent when the bus has taken the one before. If it
 * takes one not, the rest of that conversation is left for the next delivery, and others go on.
 *
 * @returns the places of the writes from which on something is still to be told
 */
export async function publish(writes: readonly Written[], send: Send): Promise<readonly string[]> {
  const queues = Map.groupBy(listWaiting(writes), ({ subject }) => subject);
  let waiting = [...queues.values()].map((all) => all.map(({ one }) => one));
  const failed: string[] = [];
  while (waiting.length > 0) {
    const refused = new Set<Waiting>();
    const heads = waiting.flatMap(([head]) => head ?? []);
    await Promise.all(
      splitIntoRequests(heads).map(async (some) => {
        const outcomes = await send(some.map(({ entry }) => entry));
        for (const [position, one] of some.entries()) if (outcomes[position] ?? true) refused.add(one);
      }),
    );
    failed.push(...[...refused].map(({ position }) => position));
    waiting = waiting.flatMap(([head, ...rest]) => (head && refused.has(head) ? [] : rest.length > 0 ? [rest] : []));
  }
  return failed;
}

function listWaiting(writes: readonly Written[]) {
  return writes.flatMap(({ position, events }) =>
    events.map((event) => {
      const entry = { type: event.type, time: event.time, detail: JSON.stringify(event) };
      return { subject: event.subject, one: { position, entry } };
    }),
  );
}

function splitIntoRequests(all: readonly Waiting[]): readonly (readonly Waiting[])[] {
  const requests: Waiting[][] = [];
  let room = 0;
  for (const one of all) {
    const bytes = Buffer.byteLength(one.entry.detail);
    const last = requests.at(-1);
    if (last && last.length < MOST.entries && bytes <= room) last.push(one);
    else {
      requests.push([one]);
      room = MOST.bytes;
    }
    room -= bytes;
  }
  return requests;
}
