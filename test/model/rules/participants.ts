import {
  checkBags,
  checkIfMatch,
  earlier,
  found,
  present,
  record,
  requireActive,
  requireAttributes,
  requireCurrent,
} from '../checks.ts';
import { type Expected, Refused } from '../expected.ts';
import type { RequestOf } from '../requests.ts';
import { requireRoom } from '../room.ts';
import { type Conversation, change, type Done, live, type Participant, participantOf, type World } from '../world.ts';
import { joined, type Learnt } from './conversations.ts';
import { isBlind } from './written.ts';

export function join(world: World, request: RequestOf<'join'>, learnt: Learnt): Expected {
  const { c, participant } = request;
  checkBags({ bag: participant.attributes, values: 'json', removals: false });
  const conversation = found(world, c);
  const before = earlier(world, conversation, request);
  if (before) return joinAnswer(conversation, before.participant);
  if (participant.attributes && participant.attributes.size > 0) requireAttributes(conversation);
  requireActive(conversation);
  if (conversation.participants.some(({ id }) => id === participant.id)) throw new Refused('participant-exists');
  const one = joined(conversation, participant, learnt.id);
  const after = { ...conversation, participants: [...conversation.participants, one] };
  requireRoom(after);
  conversation.participants = after.participants;
  conversation.version += 1;
  record(world, conversation, request, { participant: one.id });
  return joinAnswer(conversation, one.id);
}

/** The participant as it is now; what the answer says of one who is erased the design leaves open. */
function joinAnswer({ id: c, participants }: Conversation, joinedId = ''): Expected {
  const one = participants.find(({ id }) => id === joinedId);
  if (!one) return { status: 201 };
  const { id, purpose, version, attributes, endTime } = one;
  const location = `/api/v2/conversations/${c}/participants/${id}/attributes`;
  return { status: 201, body: { id, purpose, version, attributes, endTime }, etag: version, location };
}

/** Who has left keeps what it has; from then on only that is read. */
export function leave(world: World, request: RequestOf<'leave'>): Expected {
  const { c, p, ifMatch } = request;
  checkIfMatch(ifMatch);
  const conversation = found(world, c);
  if (earlier(world, conversation, request)) return { status: 204 };
  const participant = present(conversation, p);
  requireActive(conversation);
  requireCurrent({ current: participant.version, ifMatch });
  participant.endTime = new Date(world.now).toISOString();
  participant.version += 1;
  conversation.version += 1;
  record(world, conversation, request);
  return { status: 204 };
}

export function readAttributes(world: World, { c, p }: RequestOf<'readAttributes'>): Expected {
  const participant = participantOf(found(world, c), p);
  if (!participant) throw new Refused('participant-not-found');
  const { attributes, version } = participant;
  return { status: 200, body: { attributes, version }, etag: version };
}

export function patchAttributes(world: World, request: RequestOf<'patchAttributes'>): Expected {
  const { c, p, attributes, version, ifMatch } = request;
  checkIfMatch(ifMatch);
  checkBags({ bag: attributes, values: 'json', removals: true });
  const conversation = found(world, c);
  const before = earlier(world, conversation, request);
  if (before) {
    const patched = conversation.participants.find(({ id }) => id === before.participant);
    return patched ? attributesAnswer(patched) : { status: 200 };
  }
  requireAttributes(conversation);
  const participant = present(conversation, p);
  requireActive(conversation);
  requireCurrent({ current: participant.version, ifMatch, version });
  const more = { participant: participant.id };
  apply(world, conversation, request, [{ owner: participant.id, bag: attributes }], more);
  return attributesAnswer(participantOf(conversation, p) ?? participant);
}

function attributesAnswer({ attributes, version }: Participant): Expected {
  return { status: 200, body: { attributes, version }, etag: version };
}

/** One write that changes attributes, or none when there is nothing to change. */
function apply(
  world: World,
  conversation: Conversation,
  request: RequestOf<'patchAttributes' | 'patchInteraction'>,
  changes: Parameters<typeof change>[1],
  more: Partial<Done> = {},
): void {
  if (changes.every(({ bag }) => bag.size === 0)) return;
  const copy = (one: Participant) => ({ ...one, attributes: new Map(one.attributes) });
  const after = { ...conversation, participants: conversation.participants.map(copy) };
  change(after, changes);
  requireRoom(after);
  conversation.participants = after.participants;
  conversation.version += 1;
  record(world, conversation, request, more);
}

export function readInteraction(world: World, { c }: RequestOf<'readInteraction'>): Expected {
  return interactionAnswer(liveInteraction(world, c));
}

function liveInteraction(world: World, id: string): Conversation {
  const conversation = live(world, id);
  if (conversation?.state !== 'active') throw new Refused('conversation-not-found');
  return conversation;
}

function interactionAnswer({ id, version, participants }: Conversation): Expected {
  const shown = participants.map(({ purpose, ...one }) => ({ ...one, type: purpose }));
  return { status: 200, body: { id, version, participants: shown }, etag: version };
}

export function patchInteraction(world: World, request: RequestOf<'patchInteraction'>): Expected {
  const { c, participants, ifMatch } = request;
  checkIfMatch(ifMatch);
  if (isBlind(request)) refuseRepeated(participants);
  checkBags(...participants.map(({ attributes }) => ({ bag: attributes, values: 'json' as const, removals: true })));
  if (isTwice(participants.map(({ id }) => id))) throw new Refused('unprocessable-content');
  const there = found(world, c);
  if (earlier(world, there, request)) return interactionAnswer(there);
  const conversation = liveInteraction(world, c);
  const ids = participants.map(({ id }) => participantOf(conversation, id)?.id ?? id);
  const isEmail = participants.length > 0 && conversation.type === 'email';
  const isWrong = isTwice(ids) || participants.some((one) => isChanged(conversation, one));
  if (isEmail && isWrong) throw new Refused(['channel-takes-no-attributes', 'unprocessable-content']);
  if (isEmail) requireAttributes(conversation);
  if (isWrong) throw new Refused('unprocessable-content');
  const named = participants.map((one) => ({ ...one, participant: present(conversation, one.id) }));
  const versions = named.map(({ participant, version }) => ({ current: participant.version, version }));
  requireCurrent({ current: conversation.version, ifMatch, version: request.version }, ...versions);
  const changes = named.map(({ participant, attributes }) => ({ owner: participant.id, bag: attributes }));
  apply(world, conversation, request, changes);
  return interactionAnswer(conversation);
}

/** Who may not read can repeat nothing. */
function refuseRepeated(participants: RequestOf<'patchInteraction'>['participants']): void {
  const names = participants.flatMap(({ type }, position) =>
    type === undefined ? [] : [`participants.${position}.type`],
  );
  if (names.length > 0) throw new Refused('bad-request', { names });
}

/** Whether a read-only field is not as it was read. */
function isChanged(conversation: Conversation, { id, type }: { id: string; type?: string | undefined }): boolean {
  const purpose = participantOf(conversation, id)?.purpose;
  return type !== undefined && purpose !== undefined && purpose !== type;
}

function isTwice(ids: readonly string[]): boolean {
  return new Set(ids).size < ids.length;
}
