import { createHash } from 'node:crypto';
import { type Conversation, type PendingWrite, SECURED } from '../../reference/conversation.ts';
import { found } from '../checks.ts';
import type { Expected } from '../expected.ts';
import type { RequestOf } from '../requests.ts';
import type { World } from '../world.ts';
import { participantIn, summaryOf, timeIn } from './conversations.ts';

/** Everything that is held. Secured values too, in the clear: the token of these requests has the right to read them. */
export function exportConversation(world: World, { c }: RequestOf<'export'>): Expected {
  const { conversation } = found(world, c);
  const { version, data, externalId, channelId, wrapup, expires, saved, savedNames, state } = conversation;
  const { savedBy = 'type', savedUntil = new Map() } = conversation;
  const until = new Map([...savedUntil].map(([name, at]) => [name, JSON.stringify(timeIn(at))]));
  const participants = conversation.participants.map((one) => {
    return { ...participantIn(one), externalId: one.externalId, addresses: one.addresses };
  });
  const writes = listWrites(conversation);
  const body = {
    ...summaryOf(conversation),
    ...{ version, data, externalId, channelId, participants },
    wrapup: Object.keys(wrapup).length > 0 ? wrapup : undefined,
    pending: writes.filter(({ owner }) => owner !== SECURED).map(pendingOf),
    ...(state !== 'active' && { saved, savedNames, savedBy }),
    savedUntil: until.size > 0 ? until : undefined,
    expires: timeIn(expires),
    secured: {
      attributes: conversation.secured,
      pending: writes.filter(({ owner }) => owner === SECURED).map(securedPendingOf),
    },
  };
  return { status: 200, body };
}

/** The names of what is pending, and of what is secured: never a value. */
export function nameConversation(world: World, { c }: RequestOf<'names'>): Expected {
  const { conversation } = found(world, c);
  const writes = listWrites(conversation);
  const body = {
    pending: writes.filter(({ owner }) => owner !== SECURED).map((held) => withoutValue(pendingOf(held))),
    secured: [...conversation.secured.keys()],
    pendingSecured: writes.filter(({ owner }) => owner === SECURED).map((held) => withoutValue(securedPendingOf(held))),
  };
  return { status: 200, body };
}

function withoutValue({ value, ...rest }: { readonly value?: unknown }): object {
  return value === null ? { ...rest, removes: true } : rest;
}

function listWrites({ pending }: Conversation): readonly HeldWrite[] {
  return [...pending].flatMap(([execution, { writes }]) => writes.map((write) => ({ ...write, execution })));
}

interface HeldWrite extends PendingWrite {
  readonly execution: string;
}

function pendingOf(held: HeldWrite): object {
  const target = held.owner === undefined ? 'conversation' : 'participant';
  return { ...securedPendingOf(held), target, participantId: held.owner };
}

function securedPendingOf({ execution, name, value }: HeldWrite): object {
  const hash = createHash('sha256').update(execution).digest('base64url');
  const held = execution.length > 8 ? `~${hash.slice(0, 11)}` : execution;
  return { execution: held, name, value: value && JSON.parse(value) };
}
