import { createHash } from 'node:crypto';
import { found } from '../checks.ts';
import type { Expected } from '../expected.ts';
import type { RequestOf } from '../requests.ts';
import { type Pending, secured, type World } from '../world.ts';
import { summaryOf } from './conversations.ts';

/** Everything that is held. Secured values too, in the clear: the token of these requests has the right to read them. */
export function exportConversation(world: World, { c }: RequestOf<'export'>): Expected {
  const conversation = found(world, c);
  const { version, data, externalId, channel: channelId, wrapup, participants, expires } = conversation;
  const { saved, savedNames, state } = conversation;
  const writes = [...conversation.pending].flatMap(([execution, one]) =>
    one.writes.map((write) => ({ ...write, execution })),
  );
  const body = {
    ...summaryOf(conversation),
    ...{ version, data, externalId, channelId, participants },
    wrapup: Object.keys(wrapup).length > 0 ? wrapup : undefined,
    pending: writes.filter(({ owner }) => owner !== secured).map(pendingOf),
    ...(state !== 'active' && { saved, savedNames }),
    expires: expires === undefined ? undefined : new Date(expires).toISOString(),
    secured: {
      attributes: conversation.secured,
      pending: writes.filter(({ owner }) => owner === secured).map(securedPendingOf),
    },
  };
  return { status: 200, body };
}

interface Held extends Pending {
  readonly execution: string;
}

function pendingOf(held: Held): object {
  const target = held.owner === undefined ? 'conversation' : 'participant';
  return { ...securedPendingOf(held), target, participantId: held.owner };
}

function securedPendingOf({ execution, name, text }: Held): object {
  const hash = createHash('sha256').update(execution).digest('base64url');
  const held = execution.length > 8 ? `~${hash.slice(0, 11)}` : execution;
  return { execution: held, name, value: JSON.parse(text) };
}
