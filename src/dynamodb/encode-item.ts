import type { AttributeChanges } from '#domain/attributes.ts';
import type { Conversation, Owner, Participant } from '#domain/conversation.ts';
import { omitUndefined } from '#domain/omit-undefined.ts';
import type { AppliedOperations, Writer } from '#domain/operation-ids.ts';
import type { End } from '#domain/update.ts';
import { encodeCompact } from '#dynamodb/compact-ids.ts';
import { names } from '#dynamodb/names.ts';

/** An item as the document client reads and writes it. */
export type Item = Record<string, unknown>;

/** What is kept of an operation: `[time and fingerprint, revision]`, with an answer between them where one is needed. */
export function encodeOperation(at: number, fingerprint: string, result?: string): readonly string[] {
  return [`${at.toString(36)}:${fingerprint}`, ...(result === undefined ? [] : [result])];
}

/** Who asked for a write; an empty text where there is no client or flow execution. */
export function encodeWriter({ operation, client = '', execution = '' }: Writer): readonly string[] {
  return [operation, client, execution];
}

/** A conversation's item, whole, without its key. Pending writes do not survive a write of the whole. */
export function encodeConversation(conversation: Conversation): Item {
  const { id, type, state, queueId, externalId, channelId, madeBy, startTime, endTime, wrapup, expires } = conversation;
  const { savedNames, savedUntil, savedBy, searchable } = conversation;
  const { code: wrapupCode, notes: wrapupNotes } = wrapup ?? {};
  const { version, bytes, due, lastWrite, saved, participants, internalId, securedVersion } = conversation;
  const item: Item = {
    ...omitUndefined({
      id,
      type,
      state,
      queueId,
      externalId,
      channelId,
      madeBy,
      startTime,
      endTime,
      wrapupCode,
      wrapupNotes,
    }),
    ...omitUndefined({ version, bytes, savedNames, savedUntil, savedBy, searchable, expires }),
    ...(saved && { [names.saved]: encodeNamed(saved) }),
    ...(conversation.writer && { [names.writer]: encodeWriter(conversation.writer) }),
    ...encodeOperations(conversation),
    [names.participants]: participants.length,
    [names.due]: due,
    ...(securedVersion > 0 && { [names.securedVersion]: securedVersion }),
    ...(lastWrite !== startTime && { [names.lastWrite]: lastWrite }),
    ...(internalId !== undefined && { [names.internalId]: internalId }),
    ...(expires !== undefined && internalId === undefined && { [names.timeToLive]: expires }),
    ...encodeLookups(conversation),
  };
  encodeAttributes(item, undefined, conversation.data);
  for (const [name, envelope] of conversation.secured) item[names.secured(name)] = envelope;
  for (const execution of conversation.bots) item[names.bot(execution)] = true;
  for (const [execution, client] of conversation.owners) item[names.executionOwner(execution)] = client;
  participants.forEach((participant, position) => {
    item[names.participant(participant.id)] = encodeParticipant(participant, position);
    item[names.participantVersion(participant.id)] = participant.version;
    if (participant.endTime !== undefined) item[names.participantEnd(participant.id)] = participant.endTime;
    encodeAttributes(item, participant.id, participant.attributes);
  });
  return item;
}

/** The part of an item by which repeated deliveries are recognised. */
export function encodeOperations({ revision, operations }: AppliedOperations): Item {
  const compact = [...operations].filter(([, { isCompact }]) => isCompact);
  const loose = [...operations].filter(([, { isCompact }]) => !isCompact);
  const entries = loose.map(([key, { at, fingerprint, result, revision: before }]) => [
    names.operation(key),
    [...encodeOperation(at, fingerprint, result), before],
  ]);
  return {
    [names.revision]: [revision],
    [names.operationCount]: operations.size,
    ...Object.fromEntries(entries),
    ...encodeCompact(compact),
  };
}

/** A decided end, as the item holds it until the end is carried out. */
export function encodeEnd({ data, ...end }: End): Item {
  return { ...end, ...(data && { [names.saved]: encodeNamed(data) }) };
}

/** Values by name, in a map of their own. */
function encodeNamed(values: AttributeChanges): Item {
  return Object.fromEntries([...values].map(([name, value]) => [names.savedName(name), value]));
}

/** The sets to find a conversation by; DynamoDB has no empty set. */
export function encodeLookups(
  of: Pick<Conversation, 'participants' | 'externalId'>,
): Partial<Record<string, Set<string>>> {
  const addresses = new Set(of.participants.flatMap((one) => one.addresses.map(({ uri }) => uri)));
  const externalIds = new Set([of, ...of.participants].flatMap(({ externalId }) => externalId ?? []));
  return {
    ...(addresses.size > 0 && { [names.addresses]: addresses }),
    ...(externalIds.size > 0 && { [names.externalIds]: externalIds }),
  };
}

/** The parts of a participant that never change, and its place in the order of joining. */
export function encodeParticipant(participant: Participant, position: number): Item {
  const { id, purpose, externalId, addresses } = participant;
  return { id, purpose, addresses, position, ...(externalId !== undefined && { externalId }) };
}

function encodeAttributes(item: Item, owner: Owner, attributes: AttributeChanges): void {
  for (const [name, value] of attributes) item[names.attribute(owner, name)] = value;
}
