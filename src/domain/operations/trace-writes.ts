import type { Change, ChangeReader } from '#domain/change-log.ts';
import type { Conversation, Owner } from '#domain/conversation.ts';
import { readConversation } from '#domain/execute.ts';
import { limits } from '#domain/limits.ts';
import type { ConversationStore } from '#domain/store.ts';

/** Where a name is: with an owner, among secured attributes, or in what is saved. */
export type NamePlace =
  | { readonly kind: 'attributes'; readonly owner: Owner }
  | { readonly kind: 'secured' }
  | { readonly kind: 'saved' };

/** A conversation, and which change gave each of its names the value that it has. */
export interface TracedWrites {
  readonly conversation: Conversation;
  /** The change that gave a name its value; undefined where that is not known. */
  changeOf(place: NamePlace, name: string): Change | undefined;
  /** Whether the last writes to the conversation are not in the log. */
  readonly isLate: boolean;
}

/**
 * Which change gave each name of a conversation the value that it has. It reads the log from the newest change back, until each
 * name is found or `limits.provenancePages` are read.
 *
 * @throws Refusal `conversation-not-found`
 */
export async function traceWrites(
  store: ConversationStore,
  log: ChangeReader,
  conversationId: string,
): Promise<TracedWrites> {
  const conversation = await readConversation(store, conversationId);
  const wanted = new Set(listKeys(conversation));
  const found = new Map<string, Change>();
  const chronicle = { key: store.itemKey(conversationId), startTime: conversation.startTime };
  let newest: Change | undefined;
  // What has been written since the conversation was read has given it no value that it had then.
  let upTo = conversation.revision;
  for (let page = 0; page < limits.provenancePages && (page === 0 || wanted.size > 0); page++) {
    const { changes, isCut } = await log.listBack({ ...chronicle, upTo, most: limits.changesPerPage });
    newest ??= changes[0];
    for (const change of changes) trace(change, wanted, found);
    const last = changes.at(-1);
    if (!isCut || !last) break;
    upTo = last.revision - 1;
  }
  return {
    conversation,
    changeOf: (place, name) => found.get(keyOf(place, name)),
    isLate: newest?.version !== conversation.version || newest.securedVersion !== conversation.securedVersion,
  };
}

/** Takes the names that a change has written from those that are wanted: an earlier change did not give them what they have. */
function trace(change: Change, wanted: Set<string>, found: Map<string, Change>): void {
  for (const event of change.events) {
    const place = placeOf(event);
    if (!place) continue;
    for (const name of event.set ?? []) {
      const key = keyOf(place, name);
      if (wanted.delete(key)) found.set(key, change);
    }
    // It has a value that the log does not know of yet.
    for (const name of event.removed ?? []) wanted.delete(keyOf(place, name));
  }
}

function placeOf({ type, participantId }: Change['events'][number]): NamePlace | undefined {
  if (type === 'attributes.changed') return { kind: 'attributes', owner: participantId };
  if (type === 'secured-attributes.changed') return { kind: 'secured' };
  return type === 'saved-data.changed' ? { kind: 'saved' } : undefined;
}

function listKeys({ data, participants, secured, saved }: Conversation): readonly string[] {
  const listed = (place: NamePlace, of: ReadonlyMap<string, unknown> = new Map()) =>
    [...of.keys()].map((name) => keyOf(place, name));
  return [
    ...listed({ kind: 'attributes', owner: undefined }, data),
    ...participants.flatMap(({ id, attributes }) => listed({ kind: 'attributes', owner: id }, attributes)),
    ...listed({ kind: 'secured' }, secured),
    ...listed({ kind: 'saved' }, saved),
  ];
}

function keyOf(place: NamePlace, name: string): string {
  return JSON.stringify([place.kind, place.kind === 'attributes' ? place.owner : null, name]);
}
