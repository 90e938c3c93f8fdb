import type { CloudEvent } from '#contract/events.ts';

/** When the conversation began, the revision and the part: the end of an event's id. */
function placeOf({ id }: CloudEvent): readonly number[] {
  return id.split(':').slice(-3).map(Number);
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((one, position) => one !== b[position]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}

/**
 * What carries events, those of each conversation together and in the order in which it happened.
 *
 * @param eventOf - the event that one carries
 */
export function sortByConversation<Carrier>(
  all: readonly Carrier[],
  eventOf: (one: Carrier) => CloudEvent,
): readonly (readonly Carrier[])[] {
  const groups = Map.groupBy(all, (one) => eventOf(one).subject);
  return [...groups.values()].map((group) =>
    group.toSorted((one, other) => compare(placeOf(eventOf(one)), placeOf(eventOf(other)))),
  );
}
