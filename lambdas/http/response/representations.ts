import type { TypeOf } from '#contract/schema.ts';
import type { Attributes as AttributesSchema, StringAttributes } from '#contract/schemas/attributes.ts';
import type * as schemas from '#contract/schemas/conversations.ts';
import type { Attributes } from '#domain/attributes.ts';
import type { Conversation, Participant } from '#domain/conversation.ts';
import type { FoundConversation } from '#domain/find.ts';
import { parse } from '#domain/json.ts';
import type { View } from '#domain/rules.ts';

/** Attributes as a JSON object, as the caller may see them. `Object.fromEntries` defines `__proto__` like any other name. */
export function representAttributes(attributes: Attributes, view: View): TypeOf<typeof AttributesSchema> {
  const shown = [...view.show(attributes)].map(([name, value]) => [name, parse(value)] as const);
  return Object.fromEntries(shown) as TypeOf<typeof AttributesSchema>;
}

/** The same of attributes whose values are all strings. */
export function representStrings(attributes: Attributes, view: View): TypeOf<typeof StringAttributes> {
  const shown = [...view.show(attributes)].map(([name, value]) => [name, parse(value) as string] as const);
  return Object.fromEntries(shown) as TypeOf<typeof StringAttributes>;
}

/** The other spellings among names that were asked for, with the names that they mean; undefined where there are none. */
export function representAliases(names: readonly string[], view: View): Readonly<Record<string, string>> | undefined {
  const aliases = names.flatMap((name) => (view.nameOf(name) === name ? [] : [[name, view.nameOf(name)] as const]));
  return aliases.length === 0 ? undefined : Object.fromEntries(aliases);
}

/** A participant in a conversation. */
export function representParticipant(participant: Participant, view: View): TypeOf<typeof schemas.Participant> {
  const { id, purpose, version, attributes, endTime } = participant;
  return {
    id,
    purpose,
    version,
    attributes: representAttributes(attributes, view),
    masked: view.listMasked(attributes.keys()),
    endTime: formatOptionalTime(endTime),
  };
}

/** The optional parts of a representation of a conversation; `data` is always included. */
export const expansions = ['participants', 'wrapup', 'data'] as const;

/** A conversation. */
export function representConversation(
  conversation: Conversation,
  view: View,
  expand: readonly (typeof expansions)[number][] = ['participants'],
): TypeOf<typeof schemas.Conversation> {
  const { version, data, participants, wrapup } = conversation;
  return {
    ...representSummary(conversation),
    version,
    data: representAttributes(data, view),
    masked: view.listMasked(data.keys()),
    ...(expand.includes('participants') && {
      participants: participants.map((one) => representParticipant(one, view)),
    }),
    ...(expand.includes('wrapup') && { wrapup }),
  };
}

/**
 * What a write answers to a caller that may not read: an id, its version where there is one, and the names that were
 * written.
 */
export function representWritten<Version extends number | undefined>(
  { id, version }: { readonly id: string; readonly version: Version },
  names: Iterable<string>,
): { readonly id: string; readonly version: Version; readonly names: readonly string[] } {
  return { id, version, names: [...names] };
}

/** A conversation in a list. */
export function representSummary(conversation: FoundConversation): TypeOf<typeof schemas.ConversationSummary> {
  const { id, type, state, queueId, startTime, endTime } = conversation;
  return { id, type, state, queueId, startTime: formatTime(startTime), endTime: formatOptionalTime(endTime) };
}

/** An ended conversation: what is kept of it. */
export function representHistory(conversation: FoundConversation, view: View): TypeOf<typeof schemas.History> {
  const { id, type, queueId, startTime, endTime = startTime, wrapup, saved = new Map() } = conversation;
  const times = { startTime: formatTime(startTime), endTime: formatTime(endTime) };
  const data = representAttributes(saved, view);
  return { id, type, queueId, ...times, wrapup, data, masked: view.listMasked(saved.keys()) };
}

/** Whose saved list says what is kept of a conversation; undefined before its end. */
export function representSavedBy({
  savedNames,
  savedBy,
}: Pick<Conversation, 'savedNames' | 'savedBy'>): TypeOf<typeof schemas.History>['savedBy'] {
  return savedNames && (savedBy ?? 'type');
}

/** An epoch millisecond as RFC 3339 has it. */
export function formatTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

/** The same of one that may be absent. */
export function formatOptionalTime(milliseconds: number | undefined): string | undefined {
  return milliseconds === undefined ? undefined : formatTime(milliseconds);
}

/** A conversation as the `interactions` view shows it: the purpose of a participant is called `type` there. */
export function representInteraction(
  { id, version, participants }: Conversation,
  view: View,
): TypeOf<typeof schemas.Interaction> {
  return { id, version, participants: participants.map((one) => representInteractionParticipant(one, view)) };
}

/** The same in a list, where its participants have attributes if they are asked for. */
export function representListedInteraction(
  conversation: Conversation,
  hasAttributes: boolean,
  view: View,
): TypeOf<typeof schemas.InteractionList>['interactions'][number] {
  const { id, version, participants } = representInteraction(conversation, view);
  const listed = participants.map(({ attributes, masked, ...one }) => {
    return { ...one, ...(hasAttributes && { attributes, masked }) };
  });
  return { id, version, participants: listed };
}

function representInteractionParticipant(
  participant: Participant,
  view: View,
): TypeOf<typeof schemas.InteractionParticipant> {
  const { id, purpose, externalId, addresses, version, attributes, endTime } = participant;
  const values = representAttributes(attributes, view);
  return {
    id,
    type: purpose,
    externalId,
    version,
    attributes: values,
    masked: view.listMasked(attributes.keys()),
    addresses,
    endTime: formatOptionalTime(endTime),
  };
}
