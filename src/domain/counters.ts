import { countBytes } from '#domain/attributes.ts';
import { applyChanges } from '#domain/changes.ts';
import type { Conversation, Envelope } from '#domain/conversation.ts';
import type { JsonText } from '#domain/json.ts';
import { limits } from '#domain/limits.ts';
import { listOutdated } from '#domain/operation-ids.ts';
import { Refusal } from '#domain/refusal.ts';
import { assertSize, countEntryBytes, countExtraBytes, countSecuredBytes, recountBytes } from '#domain/size.ts';
import { type Changes, countPendingNames, countSettledNames, type Settle, type Update } from '#domain/update.ts';

/** Counters with which a write keeps the limits without a read. */
export interface Counters {
  /** Bytes that the write adds at most, and the room it needs for them. */
  readonly addBytes?: number;
  /** The byte counter, recounted. The write then requires that nothing was written since the read. */
  readonly bytes?: number;
  readonly addPending?: number;
  readonly pending?: number;
}

/** An update that knows its counters: ready to be sent. */
export interface CountedUpdate extends Update {
  readonly counters: Counters;
  /** Nothing at all was written since the conversation was read at this revision. */
  readonly revision?: number;
  /** Outdated operation ids that this write removes, with the revisions under which they are stored. */
  readonly forget: readonly { readonly key: string; readonly revision: number; readonly hasResult: boolean }[];
}

/**
 * Gives an update its counters. Without the conversation it takes upper bounds; with it, and where the upper bounds
 * leave no room, it recounts.
 *
 * @throws Refusal `conversation-too-large`, `too-many-pending-writes`, `too-many-executions`.
 */
export function addCounters(update: Update, known?: Conversation): CountedUpdate {
  const added = estimateGrowth(update.changes);
  const names = countPendingNames(update.changes.pend);
  const blind: Counters = { addBytes: added, ...(names > 0 && { addPending: names }) };
  if (!known) return { ...update, counters: blind, forget: [] };
  // An end leaves them to the write that replaces the item, so that nothing else can make its update fail.
  // What is kept together with others is forgotten together with others (`ConversationStore.update`).
  const isAlone = (key: string) => !known.operations.get(key)?.isCompact;
  const old = update.changes.end ? [] : listOutdated(known, update.operation.at).filter(isAlone);
  const most = hasRoomToForget(update.changes) ? limits.operations : 1;
  const forget = (old.length < limits.outdatedOperations ? [] : old.slice(-most)).map((key) => {
    const { revision = 0, result } = known.operations.get(key) ?? {};
    return { key, revision, hasResult: result !== undefined };
  });
  const after = applyChanges(known, update.changes);
  const execution = update.changes.pend?.execution;
  assertRoomForExecution(known, execution);
  const before = execution === undefined ? 0 : (known.executions.get(execution)?.count ?? 0);
  const room = added <= 0 || known.bytes + added <= limits.conversationBytes;
  const unchanged = update.changes.foundBy?.dependsOnAll && { revision: known.revision };
  if (room && before + names <= limits.pendingNames) return { ...update, counters: blind, ...unchanged, forget };
  const counters = recountCounters(after, execution, added);
  return { ...update, counters, revision: known.revision, forget };
}

/**
 * A replacement of hundreds of secured names fills the expression: it removes only one operation id, as many as it
 * adds.
 */
function hasRoomToForget({ secured }: Changes): boolean {
  return (secured?.size ?? 0) <= 3 * limits.namesPerRequest;
}

function assertRoomForExecution(known: Conversation, execution: string | undefined): void {
  if (execution === undefined || known.executions.has(execution) || known.executions.size < limits.executions) return;
  const message = `${known.executions.size} flow executions have pending writes, which is the limit (executions): flush one of them first`;
  throw new Refusal('too-many-executions', message);
}

function recountCounters(after: Conversation, execution: string | undefined, added: number): Counters {
  if (added > 0) assertSize(after);
  const bytes = recountBytes(after);
  if (execution === undefined) return { bytes };
  const pending = after.executions.get(execution)?.count ?? 0;
  if (pending > limits.pendingNames) {
    const message = `The flow execution would have ${pending} pending names; it may have ${limits.pendingNames} (limit: pending names): flush first`;
    throw new Refusal('too-many-pending-writes', message);
  }
  return { bytes, pending };
}

/**
 * The most bytes that a write can add to the byte counter. The values that it replaces are not subtracted, since only
 * a read would show them. Pending values that a flush removes are subtracted up to the size of the values that
 * replace them: another execution may have the same name pending.
 */
function estimateGrowth(changes: Changes): number {
  const { attributes = [], secured = new Map(), saved, join, pend, settle, bot, claim } = changes;
  const batches = attributes.map(({ owner, attributes: batch }) => {
    return { put: dropRemovals(batch), taken: settle?.writes.filter((write) => write.owner === owner) };
  });
  const sealed = { put: dropRemovals(secured), taken: settle?.securedWrites };
  let bytes = 0;
  let names = join?.attributes.size ?? 0;
  for (const { put, taken } of [...batches, sealed]) {
    bytes += sumGrowth(put, taken);
    names += put.size;
  }
  if (saved) bytes += countBytes(dropRemovals(saved));
  if (join) bytes += countBytes(join.attributes);
  if (pend?.writes) bytes += countBytes(pend.writes.attributes);
  if (pend?.secured) bytes += countSecuredBytes(pend.secured);
  // A pending name takes more than the attribute that it becomes.
  const attributesAdded = Math.max(0, names - countSettledNames(settle));
  const added = { attributes: attributesAdded, pending: countPendingNames(pend), executions: pend ? 1 : 0 };
  const marks = { bots: bot === undefined ? 0 : 1, owners: claim ? 1 : 0 };
  return bytes + countExtraBytes({ ...added, ...marks, participants: join ? [join] : [] });
}

/** How many bytes values have more than the pending ones that they replace. */
function sumGrowth(
  put: ReadonlyMap<string, JsonText | Envelope>,
  taken: Settle['writes'] | Settle['securedWrites'] = [],
): number {
  const before = new Map(taken.map(({ name, value }) => [name, countEntryBytes(name, value)]));
  let bytes = 0;
  for (const [name, value] of put) bytes += Math.max(0, countEntryBytes(name, value) - (before.get(name) ?? 0));
  return bytes;
}

function dropRemovals<Value>(changes: ReadonlyMap<string, Value | null>): ReadonlyMap<string, Value> {
  return new Map([...changes].filter((change): change is [string, Value] => change[1] !== null));
}
