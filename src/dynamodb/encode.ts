import type { AttributeChanges } from '#domain/attributes.ts';
import type { Conversation, Owner, Participant } from '#domain/conversation.ts';
import { names } from '#dynamodb/names.ts';

/** An item as the document client reads and writes it. */
export type Item = Record<string, unknown>;

/** What is kept of an operation: `[time and fingerprint, revision]`, with an answer between them where one is needed. */
export function operationEntry(at: number, fingerprint: string, result?: string): readonly string[] {
  return [`${at.toString(36)}.${fingerprint}`, ...(result === undefined ? [] : [result])];
}

/** A conversation's item, whole. */
export function encode(conversation: Conversation): Item {
  const { id, type, state, queueId, externalId, startTime, version, revision, bytes } = conversation;
  const item: Item = { id, type, state, startTime, version, bytes, [names.revision]: [revision] };
  if (queueId !== undefined) item.queueId = queueId;
  if (externalId !== undefined) item.externalId = externalId;
  encodeAttributes(item, undefined, conversation.data);
  item[names.participants] = conversation.participants.length;
  conversation.participants.forEach((participant, position) => {
    item[names.participant(participant.id)] = encodeParticipant(participant, position);
    item[names.participantVersion(participant.id)] = participant.version;
    encodeAttributes(item, participant.id, participant.attributes);
  });
  for (const [key, { at, fingerprint, result, revision: before }] of conversation.operations) {
    item[names.operation(key)] = [...operationEntry(at, fingerprint, result), before];
  }
  return item;
}

/** What of a participant never changes, and its place in the order of joining. */
export function encodeParticipant(participant: Participant, position: number): Item {
  const { id, purpose, externalId, addresses } = participant;
  return { id, purpose, addresses, position, ...(externalId !== undefined && { externalId }) };
}

function encodeAttributes(item: Item, owner: Owner, attributes: AttributeChanges): void {
  for (const [name, value] of attributes) item[names.attribute(owner, name)] = value;
}
