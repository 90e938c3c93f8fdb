import type { Attributes } from '#domain/attributes.ts';
import type { Conversation, Participant } from '#domain/conversation.ts';
import { parse } from '#domain/json.ts';

/** Attributes as a JSON object. `Object.fromEntries` defines `__proto__` like any other name. */
export function attributesObject(attributes: Attributes): object {
  return Object.fromEntries([...attributes].map(([name, value]) => [name, parse(value)]));
}

/** A participant in a conversation. */
export function participantObject({ id, purpose, version, attributes }: Participant): object {
  return { id, purpose, version, attributes: attributesObject(attributes) };
}

/** A conversation, with its participants unless `expand` leaves them out. */
export function conversationObject(conversation: Conversation, withParticipants = true): object {
  const { id, type, state, queueId, startTime, version, data, participants } = conversation;
  return {
    id,
    type,
    state,
    queueId,
    startTime: new Date(startTime).toISOString(),
    version,
    data: attributesObject(data),
    ...(withParticipants && { participants: participants.map(participantObject) }),
  };
}

/** A conversation as the `interactions` view shows it: the purpose of a participant is called `type` there. */
export function interactionObject({ id, version, participants }: Conversation): object {
  return { id, version, participants: participants.map(interactionParticipant) };
}

function interactionParticipant({ id, purpose, externalId, version, attributes, addresses }: Participant): object {
  return { id, type: purpose, externalId, version, attributes: attributesObject(attributes), addresses };
}
