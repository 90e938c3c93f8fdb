import type { TypeOf } from '#contract/schema.ts';
import type { Changes } from '#contract/schemas/changes.ts';
import type { Change, ChangeEvent } from '#domain/change-log.ts';
import { attributesOf, type Conversation } from '#domain/conversation.ts';
import type { ListedChanges } from '#domain/operations/list-changes.ts';
import type { View } from '#domain/rules.ts';
import { formatTime, representAttributes } from '#http/response/representations.ts';

type Shown = TypeOf<typeof Changes>;
type ShownEvent = Shown['changes'][number]['events'][number];

/**
 * Changes, as the caller may see them. The value of a name, as it is now, is with the last change that has it.
 *
 * @param since - the revision that was asked for
 * @param mayReadSaved - whether the caller may read what is saved
 */
export function representChanges(
  { conversation, changes, isCut }: ListedChanges,
  since: number,
  view: View,
  mayReadSaved: boolean,
): Shown {
  const told = new Set<string>();
  // From the last one back: what a later one has an earlier one need not show.
  const shown = changes.toReversed().map(({ at, events, by, ...numbers }: Change) => ({
    ...numbers,
    time: formatTime(at),
    by,
    events: events
      .toReversed()
      .map((event) => representEvent(event, conversation, view, mayReadSaved, told))
      .toReversed(),
  }));
  return {
    changes: shown.toReversed(),
    revision: changes.at(-1)?.revision ?? since,
    version: conversation.version,
    ...(isCut && { more: true as const }),
  };
}

function representEvent(
  { set: allSet, removed: allRemoved, ...event }: ChangeEvent,
  conversation: Conversation,
  view: View,
  mayReadSaved: boolean,
  told: Set<string>,
): ShownEvent {
  if (allSet === undefined || allRemoved === undefined) return event;
  const isKnown = (name: string) => !view.hides(name);
  const [set, removed] = [allSet.filter(isKnown), allRemoved.filter(isKnown)];
  const named = { ...event, set, removed };
  const { type, participantId } = event;
  if (type === 'secured-attributes.changed' || (type === 'saved-data.changed' && !mayReadSaved)) return named;
  const isOfSaved = type === 'saved-data.changed';
  const there = isOfSaved ? (conversation.saved ?? new Map()) : attributesOf(conversation, participantId);
  const placeOf = (name: string) => JSON.stringify([isOfSaved, participantId, name]);
  const isTold = (name: string) => told.has(placeOf(name));
  const values = new Map([...there].filter(([name]) => set.includes(name) && !isTold(name)));
  for (const name of [...set, ...removed]) told.add(placeOf(name));
  if (values.size === 0) return named;
  return { ...named, values: representAttributes(values, view), masked: view.listMasked(values.keys()) };
}
