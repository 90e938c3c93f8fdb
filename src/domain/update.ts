import { type AttributeChanges, type Attributes, bytesOf, merge } from '#domain/attributes.ts';
import type {
  AppliedOperation,
  AppliedOperations,
  Conversation,
  Execution,
  Owner,
  Participant,
  PendingSecured,
  PendingWrite,
  SecuredChanges,
  State,
  Wrapup,
} from '#domain/conversation.ts';
import { limits } from '#domain/limits.ts';
import { Refusal } from '#domain/refusal.ts';
import { checkSize, extraBytes, recount, securedBytes } from '#domain/size.ts';

/** Names one operation: every delivery of it, and every attempt of the SDK, carries the same. */
export interface OperationId {
  /** Of the caller's Idempotency-Key, scoped to client, method and path; else random. At most 16 characters. */
  readonly key: string;
  /** Of the body. */
  readonly fingerprint: string;
  /** Epoch milliseconds at which this delivery came in. */
  readonly at: number;
}

/** Versions of which one must be current, and how the caller named them: a header or a field of the body. */
export interface VersionMatch {
  readonly oneOf: readonly number[];
  readonly by: 'if-match' | 'version';
}

/** What must hold of the conversation at the moment of the write. */
export interface Requirements {
  /** The channel type takes attributes: `email` does not. */
  readonly takesAttributes?: true;
  /** The conversation is in one of these states. */
  readonly states?: readonly State[];
  /** Participants that must be there, by their exact ids. */
  readonly participants?: readonly string[];
  readonly version?: readonly VersionMatch[];
  readonly participantVersions?: readonly (VersionMatch & { readonly participant: string })[];
  /** The newest set of this execution is the one that was read; undefined: it has nothing pending. */
  readonly executionRevision?: { readonly execution: string; readonly revision: number | undefined };
  /** Nobody has joined since the conversation was read. */
  readonly participantCount?: number;
  readonly securedVersion?: readonly VersionMatch[];
  /** The conversation has this internal id: what was sealed for it belongs there. */
  readonly internalId?: string;
  /** This execution never called itself a bot. */
  readonly notBot?: string;
}

/** Attributes of one owner to change. */
export interface OwnerChanges {
  readonly owner: Owner;
  readonly attributes: AttributeChanges;
}

/** What a write changes. All of it or nothing. */
export interface Changes {
  readonly queueId?: string;
  /** Fields that are left out stay as they are. */
  readonly wrapup?: Wrapup;
  /** When the sweeper looks at the conversation next. */
  readonly due?: number;
  readonly attributes?: readonly OwnerChanges[];
  readonly join?: Participant;
  readonly secured?: SecuredChanges;
  /** Additions to the saved map of an ended conversation. */
  readonly saved?: Attributes;
  /** Gives the conversation an internal id, unless it has one. */
  readonly internalId?: string;
  /** The data key of an ended conversation is removed. */
  readonly keyRemoved?: true;
  /** An execution that calls itself a bot. */
  readonly bot?: string;
  /** Pending writes of an execution to add. */
  readonly pend?: Pend;
  /** Pending writes of an execution to take away, because `attributes` has them now. */
  readonly settle?: Settle;
}

/** Pending writes of an execution to add: of attributes, of secured attributes, or of both. */
export interface Pend {
  readonly execution: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly writes?: OwnerChanges;
  readonly secured?: SecuredChanges;
}

/** Pending writes of an execution to take away. */
export interface Settle {
  readonly execution: string;
  readonly writes: readonly PendingWrite[];
  readonly securedWrites: readonly PendingSecured[];
}

/** What one write to one conversation needs and does. */
export interface Plan {
  /** Kept with the operation id: what a repeated answer needs beside the conversation. */
  readonly result?: string;
  readonly require: Requirements;
  readonly changes: Changes;
}

/** A plan under the operation id that keeps it from being applied twice. */
export interface Update extends Plan {
  readonly operation: OperationId;
}

/** Counters that keep the limits without a read. */
export interface Counters {
  /** Bytes that the write adds at most, and the room it needs for them. */
  readonly addBytes?: number;
  /** The byte counter, recounted: needs that nothing was written since. */
  readonly bytes?: number;
  readonly addPending?: number;
  readonly pending?: number;
}

/** An update that knows its counters: ready to be sent. */
export interface FittedUpdate extends Update {
  readonly counters: Counters;
  /** Nothing at all was written since the conversation was read at this revision. */
  readonly revision?: number;
  /** Operation ids that have had their time, and the revisions under which they stand. */
  readonly forget: readonly { readonly key: string; readonly revision: number; readonly hasResult: boolean }[];
}

/** Whether an update would change nothing. */
export function isEmpty(changes: Changes): boolean {
  const { pend, settle, due, bot, internalId, keyRemoved } = changes;
  const settles = settledNames(settle) > 0;
  const marks = [due, bot, internalId, keyRemoved].some((mark) => mark !== undefined);
  return !raisesVersion(changes) && !raisesSecuredVersion(changes) && pendingNames(pend) === 0 && !settles && !marks;
}

/** How many names a write makes pending. */
function pendingNames(pend: Pend | undefined): number {
  return (pend?.writes?.attributes.size ?? 0) + (pend?.secured?.size ?? 0);
}

/** Whether a write raises the version of the secured attributes. */
export function raisesSecuredVersion({ secured }: Changes): boolean {
  return secured !== undefined && secured.size > 0;
}

/** The participants that a write changes. */
export function touched(changes: Changes): readonly string[] {
  const owners = changes.attributes?.flatMap(({ owner, attributes }) => (attributes.size > 0 ? (owner ?? []) : []));
  return [...new Set(owners)];
}

/** Whether a write raises the conversation's version: pending ones do not. */
export function raisesVersion({ attributes, saved, join, queueId, wrapup }: Changes): boolean {
  const changed = attributes?.some((change) => change.attributes.size > 0) ?? false;
  const saves = saved !== undefined && saved.size > 0;
  return changed || saves || join !== undefined || queueId !== undefined || wrapup !== undefined;
}

/** How many bytes a write adds to the byte counter at most. What it replaces is not subtracted: that takes a read. */
function growth(changes: Changes): number {
  const { attributes = [], secured, saved, join, pend, settle, bot } = changes;
  let bytes = 0;
  let names = (join?.attributes.size ?? 0) - settledNames(settle);
  for (const change of attributes) {
    const kept = withoutRemovals(change.attributes);
    bytes += bytesOf(kept);
    names += kept.size;
  }
  if (secured) {
    const kept = withoutRemovals(secured);
    bytes += securedBytes(kept);
    names += kept.size;
  }
  if (saved) bytes += bytesOf(saved);
  if (join) bytes += bytesOf(join.attributes);
  if (pend?.writes) bytes += bytesOf(pend.writes.attributes);
  if (pend?.secured) bytes += securedBytes(pend.secured);
  for (const { name, value } of settle?.writes ?? []) bytes -= bytesOf(new Map([[name, value]]));
  for (const { name, value } of settle?.securedWrites ?? []) bytes -= securedBytes(new Map([[name, value]]));
  // A pending name takes more than the attribute that it becomes.
  const added = { attributes: Math.max(0, names), pending: pendingNames(pend), executions: pend ? 1 : 0 };
  return bytes + extraBytes({ ...added, participants: join ? [join] : [], bots: bot === undefined ? 0 : 1 });
}

function settledNames(settle: Settle | undefined): number {
  return (settle?.writes.length ?? 0) + (settle?.securedWrites.length ?? 0);
}

function withoutRemovals<Value>(changes: ReadonlyMap<string, Value | null>): ReadonlyMap<string, Value> {
  return new Map([...changes].filter((change): change is [string, Value] => change[1] !== null));
}

/** The conversation's content after a write (counters and operation ids aside): what a recount counts. */
export function applied(conversation: Conversation, changes: Changes): Conversation {
  const { attributes = [], secured, saved, join, pend, settle, bot, queueId, wrapup } = changes;
  const executions = new Map(conversation.executions);
  if (settle) executions.delete(settle.execution);
  if (pend) executions.set(pend.execution, pended(conversation, pend));
  const merged = (owner: Owner, before: Conversation['data']) =>
    attributes
      .filter((change) => change.owner === owner)
      .reduce((bag, change) => merge(bag, change.attributes), before);
  return {
    ...conversation,
    ...(queueId !== undefined && { queueId }),
    ...(wrapup && { wrapup: { ...conversation.wrapup, ...wrapup } }),
    data: merged(undefined, conversation.data),
    ...(saved && { saved: merge(conversation.saved ?? new Map(), saved) }),
    secured: secured ? merge(conversation.secured, secured) : conversation.secured,
    participants: [
      ...conversation.participants.map((one) => ({ ...one, attributes: merged(one.id, one.attributes) })),
      ...(join ? [join] : []),
    ],
    executions,
    ...(bot !== undefined && { bots: new Set([...conversation.bots, bot]) }),
  };
}

function pended(conversation: Conversation, { execution, at, writes, secured }: Pend): Execution {
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

/**
 * Gives an update its counters. Without the conversation it takes upper bounds; with it, and where the upper bounds
 * leave no room, it recounts.
 *
 * @throws Refusal `conversation-too-large`, `too-many-pending-writes`, `too-many-executions`.
 */
export function withCounters(update: Update, known?: Conversation): FittedUpdate {
  const added = growth(update.changes);
  const names = pendingNames(update.changes.pend);
  const blind: Counters = { addBytes: added, ...(names > 0 && { addPending: names }) };
  if (!known) return { ...update, counters: blind, forget: [] };
  const forgettable = hasRoomToForget(update.changes) ? outdated(known, update.operation.at) : [];
  const forget = forgettable
    .filter((key) => key !== update.operation.key)
    .slice(-limits.operations)
    .map((key) => {
      const { revision = 0, result } = known.operations.get(key) ?? {};
      return { key, revision, hasResult: result !== undefined };
    });
  const after = applied(known, update.changes);
  const execution = update.changes.pend?.execution;
  checkExecutions(known, execution);
  const before = execution === undefined ? 0 : (known.executions.get(execution)?.count ?? 0);
  const room = added <= 0 || known.bytes + added <= limits.conversationBytes;
  const stale = known.operations.has(update.operation.key);
  if (room && before + names <= limits.pendingNames && !stale) return { ...update, counters: blind, forget };
  const counters = recounted(after, execution, added);
  return { ...update, counters, revision: known.revision, forget };
}

/** A replacement of hundreds of secured names fills an expression: operation ids are left to the next write. */
function hasRoomToForget({ secured }: Changes): boolean {
  return (secured?.size ?? 0) <= 3 * limits.namesPerRequest;
}

function checkExecutions(known: Conversation, execution: string | undefined): void {
  if (execution === undefined || known.executions.has(execution) || known.executions.size < limits.executions) return;
  const message = `${known.executions.size} flow executions have pending writes, which is the limit (executions): flush one of them first`;
  throw new Refusal('too-many-executions', message);
}

function recounted(after: Conversation, execution: string | undefined, added: number): Counters {
  if (added > 0) checkSize(after);
  const bytes = recount(after);
  if (execution === undefined) return { bytes };
  const pending = after.executions.get(execution)?.count ?? 0;
  if (pending > limits.pendingNames) {
    const message = `The flow execution would have ${pending} pending names; it may have ${limits.pendingNames} (limit: pending names): flush first`;
    throw new Refusal('too-many-pending-writes', message);
  }
  return { bytes, pending };
}

/**
 * The operation ids that need not be kept, newest first: those over 15 minutes old, and all but the newest 64, or the
 * newest 256 of the last seconds.
 */
export function outdated({ operations }: Pick<AppliedOperations, 'operations'>, now: number): readonly string[] {
  const newestFirst = [...operations].sort(([, a], [, b]) => b.revision - a.revision);
  return newestFirst
    .filter(([, operation], position) => position >= mostKept(operation, now) || isOutdated(operation, now))
    .map(([key]) => key);
}

function mostKept({ at }: AppliedOperation, now: number): number {
  return now - at * 1000 > limits.recentSeconds * 1000 ? limits.operations : limits.recentOperations;
}

/** Whether an operation id has had its time: 15 minutes. */
export function isOutdated(operation: AppliedOperation, now: number): boolean {
  return now - operation.at * 1000 > limits.operationSeconds * 1000;
}
