import { applyChanges } from '#domain/changes.ts';
import type { Conversation, State } from '#domain/conversation.ts';
import type { JsonText } from '#domain/json.ts';
import { parse } from '#domain/json.ts';
import { collectSaved } from '#domain/saved.ts';
import type { FoundBy, Searchable, ValueSearch } from '#domain/searchable.ts';
import type { Changes } from '#domain/update.ts';

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

/** The changes of a write, with what the conversation is found by after it where they may change that. */
export function addFoundBy(changes: Changes, known: Conversation, searchable: Searchable): Changes {
  const { state, searchable: then = [] } = known;
  // In wrap-up it is found by attributes, which change no more.
  if (state === 'wrapup') return changes;
  const touched = listTouched(changes, state === 'active' ? searchable : then);
  if (touched.length === 0) return changes;
  return { ...changes, foundBy: describeFoundBy(applyChanges(known, changes), touched) };
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
