import { applyChanges } from '#domain/changes.ts';
import { attributesOf, type Conversation, type State } from '#domain/conversation.ts';
import type { JsonText } from '#domain/json.ts';
import { parse } from '#domain/json.ts';
import { collectSaved } from '#domain/saved.ts';
import type { FoundBy, Searchable, ValueSearch } from '#domain/searchable.ts';
import type { Changes, OwnerValues, Plan } from '#domain/update.ts';

/** What a conversation is found by in the indexes of these names. @param searchable - of one that has ended those that it had then */
export function describeFoundBy(conversation: Conversation, searchable: Searchable): FoundBy {
  const { startTime, state } = conversation;
  const values = searchable.map(([name, index]) => ({ index, name, text: findText(conversation, name) }));
  return { startTime, isKept: isKept(state), values };
}

/** Whether a write changes values by which an active conversation may be found. */
export function touchesSearchable(changes: Changes, searchable: Searchable): boolean {
  return listTouched(changes, searchable).length > 0;
}

/**
 * The most values that a write requires to be as they were read. With more, or beside others that it requires, it has no room for the
 * conditions.
 */
const MOST_VALUES = 12;

/**
 * A write, with what the conversation is found by after it where it may change that. Which value of a name counts depends on those that
 * others have, so these must still be there; if not, the write is planned anew.
 */
export function addFoundBy(planned: Plan, known: Conversation, searchable: Searchable): Plan {
  const { state, participants, searchable: then = [] } = known;
  const { require, changes } = planned;
  const touched = listTouched(changes, state === 'active' ? searchable : then);
  // In wrap-up it is found by attributes, which change no more.
  if (touched.length === 0 || state === 'wrapup') return planned;
  const foundBy = describeFoundBy(applyChanges(known, changes), touched);
  // What is kept of a name is what this write makes it.
  if (foundBy.isKept) return { ...planned, changes: { ...changes, foundBy } };
  const others = listOthers(known, changes, touched);
  const count = others.reduce((sum, one) => sum + one.attributes.size, 0);
  const isAlone = [...(require.expected ?? []), ...(require.values ?? [])].every((one) => one.attributes.size === 0);
  if (count > MOST_VALUES || !isAlone)
    return { ...planned, changes: { ...changes, foundBy: { ...foundBy, dependsOnAll: true } } };
  const unchanged = { participantCount: participants.length, values: others };
  return { ...planned, require: { ...require, ...unchanged }, changes: { ...changes, foundBy } };
}

/** The values of these names where the write does not replace them. */
function listOthers(known: Conversation, { attributes = [] }: Changes, names: Searchable): readonly OwnerValues[] {
  return [undefined, ...known.participants.map(({ id }) => id)].map((owner) => {
    const there = attributesOf(known, owner);
    const isWritten = (name: string) =>
      attributes.some((change) => change.owner === owner && change.attributes.has(name));
    const others = names.filter(([name]) => !isWritten(name));
    return { owner, attributes: new Map(others.map(([name]) => [name, there.get(name)] as const)) };
  });
}

/** Whether a conversation has the value that is looked for: an active one among its attributes, one that is over in what is kept. */
export function hasValue(conversation: Conversation, search: ValueSearch): boolean {
  return isWanted(findText(conversation, search.name), search);
}

/** Whether the value that is looked for is among those that are kept. */
export function keepsValue({ saved }: Pick<Conversation, 'saved'>, search: ValueSearch): boolean {
  return isWanted(textOf(saved?.get(search.name)), search);
}

function isWanted(found: string | undefined, { by, text }: ValueSearch): boolean {
  return found !== undefined && (by === 'equals' ? found === text : found.startsWith(text));
}

/** The text by which a conversation is found. Other values than texts, and the empty one, are not looked for. */
function findText(conversation: Conversation, name: string): string | undefined {
  const { state, saved } = conversation;
  return textOf(isKept(state) ? saved?.get(name) : collectSaved(conversation, [name]).get(name));
}

function isKept(state: State): boolean {
  return state === 'handled' || state === 'abandoned';
}

function textOf(value: JsonText | undefined): string | undefined {
  const text = value === undefined ? undefined : parse(value);
  return typeof text === 'string' && text !== '' ? text : undefined;
}

function listTouched({ attributes = [], join, saved }: Changes, searchable: Searchable): Searchable {
  if (searchable.length === 0) return [];
  const names = new Set(
    [...attributes.map((change) => change.attributes), join?.attributes, saved].flatMap((some) => [
      ...(some?.keys() ?? []),
    ]),
  );
  return searchable.filter(([name]) => names.has(name));
}
