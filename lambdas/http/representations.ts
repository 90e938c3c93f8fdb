import type { Attributes } from '#domain/attributes.ts';
import type { Conversation, Participant } from '#domain/conversation.ts';
import type { FoundConversation } from '#domain/find.ts';
import { parse } from '#domain/json.ts';

/** Attributes as a JSON object. `Object.fromEntries` defines `__proto__` like any other name. */
export function attributesObject(attributes: Attributes): object {
  return Object.fromEntries([...attributes].map(([name, value]) => [name, parse(value)]));
}

/** A participant in a conversation. */
export function participantObject({ id, purpose, version, attributes, endTime }: Participant): object {
  return { id, purpose, version, attributes: attributesObject(attributes), endTime: isoTime(endTime) };
}

/** What a representation of a conversation has beside what it always has. */
export type Expansion = 'participants' | 'wrapup' | 'data';

/** A conversation. Its `data` is always there. */
export function conversationObject(
  conversation: Conversation,
  expand: readonly Expansion[] = ['participants'],
): object {
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
export function writtenObject(
  { id, version }: { readonly id: string; readonly version?: number },
  names: Iterable<string>,
): object {
  return { id, version, names: [...names] };
}

/** A conversation in a list. */
export function summaryObject({ id, type, state, queueId, startTime, endTime }: FoundConversation): object {
  return { id, type, state, queueId, startTime: isoTime(startTime), endTime: isoTime(endTime) };
}

/** An ended conversation: what is kept of it. */
export function historyObject({ id, type, queueId, startTime, endTime, wrapup, saved }: FoundConversation): object {
  const data = attributesObject(saved ?? new Map());
  return { id, type, queueId, startTime: isoTime(startTime), endTime: isoTime(endTime), wrapup, data };
}

/** An epoch millisecond as RFC 3339 has it. */
export function isoTime(milliseconds: number | undefined): string | undefined {
  return milliseconds === undefined ? undefined : new Date(milliseconds).toISOString();
}

/** A conversation as the `interactions` view shows it: the purpose of a participant is called `type` there. */
export function interactionObject({ id, version, participants }: Conversation): object {
  return { id, version, participants: participants.map(interactionParticipant) };
}

function interactionParticipant({ purpose, externalId, addresses, ...participant }: Participant): object {
  const { id, version, attributes, endTime } = participant;
  const bag = attributesObject(attributes);
  return { id, type: purpose, externalId, version, attributes: bag, addresses, endTime: isoTime(endTime) };
}
