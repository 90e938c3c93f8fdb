import type { TypeOf } from '#contract/schema.ts';
import type { Attributes as AttributesSchema, StringAttributes } from '#contract/schemas/attributes.ts';
import type * as schemas from '#contract/schemas/conversations.ts';
import type { Attributes } from '#domain/attributes.ts';
import type { Conversation, Participant } from '#domain/conversation.ts';
import type { FoundConversation } from '#domain/find.ts';
import { parse } from '#domain/json.ts';

/** Attributes as a JSON object. `Object.fromEntries` defines `__proto__` like any other name. */
export function attributesObject(attributes: Attributes): TypeOf<typeof AttributesSchema> {
  return Object.fromEntries([...attributes].map(([name, value]) => [name, parse(value)]));
}

/** The same of attributes whose values are all strings. */
export function stringsObject(attributes: Attributes): TypeOf<typeof StringAttributes> {
  return Object.fromEntries([...attributes].map(([name, value]) => [name, parse(value) as string]));
}

/** A participant in a conversation. */
export function participantObject(participant: Participant): TypeOf<typeof schemas.Participant> {
  const { id, purpose, version, attributes, endTime } = participant;
  return { id, purpose, version, attributes: attributesObject(attributes), endTime: optionalTime(endTime) };
}

/** What a representation of a conversation may have beside what it always has; `data` is always there. */
export const expansions = ['participants', 'wrapup', 'data'] as const;

/** A conversation. */
export function conversationObject(
  conversation: Conversation,
  expand: readonly (typeof expansions)[number][] = ['participants'],
): TypeOf<typeof schemas.Conversation> {
  const { version, data, participants, wrapup } = conversation;
  return {
    ...summaryObject(conversation),
    version,
    data: attributesObject(data),
    ...(expand.includes('participants') && { participants: participants.map(participantObject) }),
    ...(expand.includes('wrapup') && { wrapup }),
  };
}

/** What a write answers to who may not read: an id, its version where there is one, and the names that were written. */
export function writtenObject<Version extends number | undefined>(
  { id, version }: { readonly id: string; readonly version: Version },
  names: Iterable<string>,
): { readonly id: string; readonly version: Version; readonly names: readonly string[] } {
  return { id, version, names: [...names] };
}

/** A conversation in a list. */
export function summaryObject(conversation: FoundConversation): TypeOf<typeof schemas.ConversationSummary> {
  const { id, type, state, queueId, startTime, endTime } = conversation;
  return { id, type, state, queueId, startTime: isoTime(startTime), endTime: optionalTime(endTime) };
}

/** An ended conversation: what is kept of it. */
export function historyObject(conversation: FoundConversation): TypeOf<typeof schemas.History> {
  const { id, type, queueId, startTime, endTime = startTime, wrapup, saved } = conversation;
  const data = attributesObject(saved ?? new Map());
  return { id, type, queueId, startTime: isoTime(startTime), endTime: isoTime(endTime), wrapup, data };
}

/** An epoch millisecond as RFC 3339 has it. */
export function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

/** The same of one that may be absent. */
export function optionalTime(milliseconds: number | undefined): string | undefined {
  return milliseconds === undefined ? undefined : isoTime(milliseconds);
}

/** A conversation as the `interactions` view shows it: the purpose of a participant is called `type` there. */
export function interactionObject({ id, version, participants }: Conversation): TypeOf<typeof schemas.Interaction> {
  return { id, version, participants: participants.map(interactionParticipant) };
}

function interactionParticipant(participant: Participant): TypeOf<typeof schemas.InteractionParticipant> {
  const { id, purpose, externalId, addresses, version, attributes, endTime } = participant;
  const bag = attributesObject(attributes);
  return { id, type: purpose, externalId, version, attributes: bag, addresses, endTime: optionalTime(endTime) };
}
