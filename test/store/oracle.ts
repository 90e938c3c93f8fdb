import { applyChanges } from '#domain/changes.ts';
import type { Conversation } from '#domain/conversation.ts';
import type { CountedUpdate } from '#domain/counters.ts';
import { applyEnd, checkRoom } from '#domain/end.ts';
import { hasNumbered } from '#domain/operations/owner.ts';
import { checkRequirements } from '#domain/requirements.ts';
import { recountBytes } from '#domain/size.ts';
import { listTouchedParticipants, raisesVersion } from '#domain/update.ts';
import { limits } from '../reference/limits.ts';

// What a requirement and a change mean, the domain says: these tests hold an adapter to it. Whether the domain is right, the
// reference tells, by which explorer and model judge.

/** Whether a store must apply an update to a conversation that is as it was read. */
export function mustApply(known: Conversation, update: CountedUpdate): boolean {
  const { require, changes, operation, revision, counters } = update;
  const { executionRevision, participantCount, firstCustomer, numbered, queue } = require;
  const fresh = revision === undefined ? !known.operations.has(operation.key) : known.revision === revision;
  const there = listTouchedParticipants(changes).every((id) => known.participants.some((one) => one.id === id));
  const flushes =
    executionRevision === undefined ||
    known.executions.get(executionRevision.execution)?.revision === executionRevision.revision;
  const joins = participantCount === undefined || known.participants.length === participantCount;
  const isThere = queue === undefined || known.queueId === queue.id;
  const isListed = (require.savedNames ?? []).every((name) => known.savedNames?.includes(name));
  const [first] = known.participants;
  const isFirst = firstCustomer === undefined || (first?.id === firstCustomer && first.purpose === 'customer');
  const areNumbered = numbered === undefined || hasNumbered(known, numbered);
  const { addBytes = 0 } = counters;
  if (require.lastWrite !== undefined && require.lastWrite !== known.lastWrite) return false;
  const fits = addBytes <= 0 || known.bytes + addBytes <= limits.conversationBytes;
  if (known.ending) return false;
  const holds = fresh && there && flushes && joins && isFirst && areNumbered && isThere && isListed && fits;
  return checkRequirements(known, require) === undefined && holds && hasRoom(known, update);
}

function hasRoom(known: Conversation, { changes, counters }: CountedUpdate): boolean {
  if (!changes.pend) return true;
  const execution = known.executions.get(changes.pend.execution);
  if (!execution && known.executions.size >= limits.executions) return false;
  return counters.addPending === undefined || (execution?.count ?? 0) + counters.addPending <= limits.pendingNames;
}

/** The conversation that a store must hold after an update that it applied. */
export function expectedAfter(known: Conversation, update: CountedUpdate): Conversation {
  const { changes, operation, counters, result, forget } = update;
  if (changes.end) {
    const marked = { revision: known.revision + 1, due: changes.due ?? known.due };
    if (checkRoom(known, changes.end)) return { ...known, ...marked, ending: 'void' };
    return { ...applyEnd(known, changes.end), ...marked, ending: 'decided' };
  }
  const after = applyChanges(known, changes);
  const changed = listTouchedParticipants(changes);
  const operations = new Map([...known.operations].filter(([key]) => !forget.some((one) => one.key === key)));
  operations.set(operation.key, {
    at: Math.floor(operation.at / 1000),
    fingerprint: operation.fingerprint,
    revision: known.revision,
    ...(result !== undefined && { result }),
  });
  const executions = new Map(after.executions);
  const pended = changes.pend && executions.get(changes.pend.execution);
  if (changes.pend && pended) {
    const before = known.executions.get(changes.pend.execution)?.count ?? 0;
    const count = counters.pending ?? before + (counters.addPending ?? 0);
    executions.set(changes.pend.execution, { ...pended, count });
  }
  return {
    ...after,
    version: known.version + (raisesVersion(changes) ? 1 : 0),
    revision: known.revision + 1,
    bytes: counters.bytes ?? known.bytes + (counters.addBytes ?? 0),
    participants: after.participants.map((one) => ({
      ...one,
      version: one.version + (changed.includes(one.id) ? 1 : 0),
    })),
    executions,
    operations,
    due: changes.due ?? known.due,
    lastWrite: update.isUpkeep || update.require.states?.includes('active') === false ? known.lastWrite : operation.at,
  };
}

/** A conversation with the writes of each execution in one order: those of one set come in any. */
export function inOneOrder(conversation: Conversation): Conversation {
  const place = (write: object) => JSON.stringify(write, ['revision', 'owner', 'name']);
  const executions = [...conversation.executions].map(
    ([key, execution]) =>
      [key, { ...execution, writes: execution.writes.toSorted((a, b) => (place(a) < place(b) ? -1 : 1)) }] as const,
  );
  return { ...conversation, executions: new Map(executions) };
}

/** Whether the counters of a conversation are upper bounds of what they count. */
export function countersHold(conversation: Conversation): boolean {
  const executions = [...conversation.executions.values()];
  return (
    (conversation.state !== 'active' || conversation.bytes >= recountBytes(conversation)) &&
    executions.every(({ count, writes, securedWrites }) => count >= writes.length + securedWrites.length)
  );
}
