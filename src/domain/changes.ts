import { applyAttributeChanges } from '#domain/attributes.ts';
import type { Conversation, Execution, Owner } from '#domain/conversation.ts';
import type { Changes, Pend } from '#domain/update.ts';

/** The conversation's content after a write (counters and operation ids aside): what a recount counts. */
export function applyChanges(conversation: Conversation, changes: Changes): Conversation {
  const { attributes = [], secured, saved, join, leave, pend, settle, bot, claim, queueId, wrapup } = changes;
  const executions = new Map(conversation.executions);
  if (settle) executions.delete(settle.execution);
  if (pend) executions.set(pend.execution, addPending(conversation, pend));
  const merged = (owner: Owner, before: Conversation['data']) =>
    attributes
      .filter((change) => change.owner === owner)
      .reduce((result, change) => applyAttributeChanges(result, change.attributes), before);
  return {
    ...(queueId === undefined ? conversation : moveToQueue(conversation, queueId)),
    ...(wrapup && { wrapup: { ...conversation.wrapup, ...wrapup } }),
    data: merged(undefined, conversation.data),
    ...(saved && { saved: applyAttributeChanges(conversation.saved ?? new Map(), saved) }),
    secured: secured ? applyAttributeChanges(conversation.secured, secured) : conversation.secured,
    participants: [
      ...conversation.participants.map((one) => ({
        ...one,
        attributes: merged(one.id, one.attributes),
        ...(leave?.participant === one.id && { endTime: leave.at }),
      })),
      ...(join ? [join] : []),
    ],
    executions,
    ...(bot !== undefined && { bots: new Set([...conversation.bots, bot]) }),
    ...(claim && { owners: new Map(conversation.owners).set(claim.execution, claim.client) }),
  };
}

function moveToQueue({ queueId: _left, ...conversation }: Conversation, queueId: string | null): Conversation {
  return queueId === null ? conversation : { ...conversation, queueId };
}

function addPending(conversation: Conversation, { execution, at, writes, secured }: Pend): Execution {
  const { revision } = conversation;
  const before = conversation.executions.get(execution);
  const owner = writes?.owner;
  const kept = before?.writes.filter((one) => one.owner !== owner || !writes?.attributes.has(one.name)) ?? [];
  const keptSecured = before?.securedWrites.filter(({ name }) => !secured?.has(name)) ?? [];
  const added = [...(writes?.attributes ?? [])].map(([name, value]) => ({ owner, name, value, revision }));
  const addedSecured = [...(secured ?? [])].map(([name, value]) => ({ name, value, revision }));
  const all = { writes: [...kept, ...added], securedWrites: [...keptSecured, ...addedSecured] };
  const count = all.writes.length + all.securedWrites.length;
  return { ...all, revision: revision + 1, since: before?.since ?? at, count };
}
