import { type Conversation, type Participant, participantOf } from '../../reference/conversation.ts';
import * as reference from '../../reference/patches.ts';
import { Refused, refuse } from '../../reference/requirements.ts';
import { checkBags, checkIfMatch, earlier, found, versionsOf, write } from '../checks.ts';
import type { Expected } from '../expected.ts';
import type { RequestOf } from '../requests.ts';
import { type Held, live, type World } from '../world.ts';
import { newcomer, participantIn } from './conversations.ts';
import { isBlind } from './written.ts';

export function join(world: World, request: RequestOf<'join'>): Expected {
  const { c, participant } = request;
  checkBags({ bag: participant.attributes, values: 'json', removals: false });
  const held = found(world, c);
  const before = earlier(world, held, request);
  if (before) return joinAnswer(held.conversation, before.participant);
  const { next, joined } = reference.join(held.conversation, newcomer(participant));
  write(world, held, request, next, { participant: joined.id });
  return joinAnswer(next, joined.id);
}

/** The participant as it is now; what the answer says of one who is erased the contract leaves open. */
function joinAnswer({ id: c, participants }: Conversation, joinedId = ''): Expected {
  const one = participants.find(({ id }) => id === joinedId);
  if (!one) return { status: 201 };
  const location = `/api/v2/conversations/${c}/participants/${one.id}/attributes`;
  return { status: 201, body: participantIn(one), etag: one.version, location };
}

export function leave(world: World, request: RequestOf<'leave'>): Expected {
  const { c, p, ifMatch } = request;
  checkIfMatch(ifMatch);
  const held = found(world, c);
  if (!earlier(world, held, request)) {
    const leaving = { participant: p, versions: versionsOf({ ifMatch }), at: world.now };
    write(world, held, request, reference.leave(held.conversation, leaving));
  }
  return { status: 204 };
}

export function readAttributes(world: World, { c, p }: RequestOf<'readAttributes'>): Expected {
  const participant = participantOf(found(world, c).conversation, p);
  return attributesAnswer(participant ?? refuse('participant-not-found'));
}

export function patchAttributes(world: World, request: RequestOf<'patchAttributes'>): Expected {
  const { c, p, attributes, ifMatch } = request;
  checkIfMatch(ifMatch);
  checkBags(...[attributes, request.if].map((bag) => ({ bag, values: 'json' as const, removals: true })));
  const held = found(world, c);
  const before = earlier(world, held, request);
  const meant = before ? before.participant : participantOf(held.conversation, p)?.id;
  if (!before) {
    const one = { participant: p, attributes, expected: request.if, versions: versionsOf(request) };
    const next = reference.patch(held.conversation, {
      participants: [one],
      versions: [],
      mergesObjects: request.merge,
    });
    write(world, held, request, next, { ...(meant !== undefined && { participant: meant }) });
  }
  const patched = held.conversation.participants.find(({ id }) => id === meant);
  return patched ? attributesAnswer(patched) : { status: 200 };
}

function attributesAnswer({ attributes, version }: Participant): Expected {
  return { status: 200, body: { attributes, version }, etag: version };
}

export function readInteraction(world: World, { c, state }: RequestOf<'readInteraction'>): Expected {
  return interactionAnswer(liveInteraction(world, c, state).conversation);
}

function liveInteraction(world: World, id: string, states: readonly string[] = ['active']): Held {
  const held = live(world, id);
  return held && states.includes(held.conversation.state) ? held : refuse('conversation-not-found');
}

function interactionAnswer(conversation: Conversation): Expected {
  return { status: 200, body: interactionIn(conversation), etag: conversation.version };
}

/** An interaction as answers show it. */
export function interactionIn({ id, version, participants }: Conversation) {
  const shown = participants.map((one) => {
    const { purpose: type, ...rest } = participantIn(one);
    return { ...rest, type, externalId: one.externalId, addresses: one.addresses };
  });
  return { id, version, participants: shown };
}

export function patchInteraction(world: World, request: RequestOf<'patchInteraction'>): Expected {
  const { c, participants, ifMatch } = request;
  checkIfMatch(ifMatch);
  if (isBlind(request)) refuseRepeated(participants);
  const bags = participants.flatMap(({ attributes, if: expected }) => [attributes, expected]);
  checkBags(...bags.map((bag) => ({ bag, values: 'json' as const, removals: true })));
  if (isTwice(participants.map(({ id }) => id))) refuse('unprocessable-content');
  const there = found(world, c);
  const before = earlier(world, there, request);
  if (before) return { ...interactionAnswer(there.conversation), meant: before.participants };
  const held = liveInteraction(world, c);
  const { conversation } = held;
  const ids = participants.map(({ id }) => participantOf(conversation, id)?.id ?? id);
  const isWrong = isTwice(ids) || participants.some((one) => isChanged(conversation, one));
  const wrong = { code: 'unprocessable-content' } as const;
  if (isWrong && conversation.type === 'email') throw new Refused(wrong, { code: 'channel-takes-no-attributes' });
  if (isWrong) throw new Refused(wrong);
  const patched = participants.map(({ id, attributes, if: expected, version }) => {
    return { participant: id, attributes, expected, versions: versionsOf({ version }) };
  });
  const change = { participants: patched, versions: versionsOf(request), mergesObjects: request.merge, liveOnly: true };
  write(world, held, request, reference.patch(conversation, change), { participants: ids });
  return { ...interactionAnswer(held.conversation), meant: ids };
}

/** Who may not read can repeat nothing. */
function refuseRepeated(participants: RequestOf<'patchInteraction'>['participants']): void {
  const names = participants.flatMap(({ type }, position) =>
    type === undefined ? [] : [`participants.${position}.type`],
  );
  if (names.length > 0) refuse('bad-request', names);
}

/** Whether a read-only field is not as it was read. */
function isChanged(conversation: Conversation, { id, type }: { id: string; type?: string | undefined }): boolean {
  const purpose = participantOf(conversation, id)?.purpose;
  return type !== undefined && purpose !== undefined && purpose !== type;
}

function isTwice(ids: readonly string[]): boolean {
  return new Set(ids).size < ids.length;
}
