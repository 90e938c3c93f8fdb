import { type AttributeChanges, applyAttributeChanges } from '#domain/attributes.ts';
import type {
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
import type { End } from '#domain/end.ts';
import type { OperationId } from '#domain/operation-ids.ts';

/** Versions of which one must be current, and how the caller named them: a header or a field of the body. */
export interface VersionMatch {
  readonly oneOf: readonly number[];
  readonly by: 'if-match' | 'version';
  /** The header has weak tags, too, which match nothing. */
  readonly hasWeak?: boolean;
}

/** What must hold of the conversation at the moment of the write. */
export interface Requirements {
  /** The channel type takes attributes: `email` does not. */
  readonly takesAttributes?: true;
  /** The conversation is in one of these states. */
  readonly states?: readonly State[];
  /** Participants that must be there and not have left, by their exact ids. */
  readonly participants?: readonly string[];
  readonly version?: readonly VersionMatch[];
  readonly participantVersions?: readonly (VersionMatch & { readonly participant: string })[];
  /** The newest set of this execution is the one that was read; undefined: it has nothing pending. */
  readonly executionRevision?: { readonly execution: string; readonly revision: number | undefined };
  /** Nobody has joined since the conversation was read. */
  readonly participantCount?: number;
  /** The participant with this id was the first to join, as a customer. Of a write that is planned without the conversation. */
  readonly firstCustomer?: string;
  readonly securedVersion?: readonly VersionMatch[];
  /** The conversation has this internal id: what was sealed for it belongs there. */
  readonly internalId?: string;
  /** The conversation is in this call queue, or in none. */
  readonly queue?: { readonly id: string | undefined };
  /** Nobody has written since: epoch milliseconds. */
  readonly lastWrite?: number;
  /** This execution never called itself a bot. */
  readonly notBot?: string;
  /** This execution belongs to this client, or to nobody yet. */
  readonly ownExecution?: Claim;
}

/** A flow execution, and the client that it belongs to, by their keys. */
export interface Claim {
  readonly execution: string;
  readonly client: string;
}

/** Attributes of one owner to change. */
export interface OwnerChanges {
  readonly owner: Owner;
  readonly attributes: AttributeChanges;
}

/** What a write changes. All of it or nothing. */
export interface Changes {
  /** `null` takes it out of its call queue. */
  readonly queueId?: string | null;
  /** Fields that are left out stay as they are. */
  readonly wrapup?: Wrapup;
  /**
   * Ends the conversation, alone but for `due`: from this write on every reader sees it ended, if the data that comes with
   * it fits what is there then. The item still holds what that takes away, until somebody replaces it (`finishEnd`).
   */
  readonly end?: End;
  /** When the sweeper looks at the conversation next. */
  readonly due?: number;
  readonly attributes?: readonly OwnerChanges[];
  readonly join?: Participant;
  /** A participant who leaves, and the epoch millisecond. */
  readonly leave?: { readonly participant: string; readonly at: number };
  readonly secured?: SecuredChanges;
  /** Changes of the saved map of an ended conversation. */
  readonly saved?: AttributeChanges;
  /** Gives the conversation an internal id, unless it has one. */
  readonly internalId?: string;
  /** The data key of an ended conversation is removed. */
  readonly keyRemoved?: true;
  /** An execution that calls itself a bot. */
  readonly bot?: string;
  /** An execution that belongs to this client from now on. Alone it is no reason for a write. */
  readonly claim?: Claim;
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
  /** The fingerprint of the request is not kept. */
  readonly omitsFingerprint?: true;
  /** Nobody has asked for this write: it does not prolong the time that a conversation may be active. */
  readonly isUpkeep?: true;
  readonly require: Requirements;
  readonly changes: Changes;
}

/** A plan under the operation id that keeps it from being applied twice. */
export interface Update extends Plan {
  readonly operation: OperationId;
}

/** Whether an update would change nothing. */
export function isEmpty(changes: Changes): boolean {
  const { pend, settle, due, bot, internalId, keyRemoved } = changes;
  const settles = countSettledNames(settle) > 0;
  const marks = [due, bot, internalId, keyRemoved].some((mark) => mark !== undefined);
  return (
    !raisesVersion(changes) && !raisesSecuredVersion(changes) && countPendingNames(pend) === 0 && !settles && !marks
  );
}

/** How many names a write makes pending. */
export function countPendingNames(pend: Pend | undefined): number {
  return (pend?.writes?.attributes.size ?? 0) + (pend?.secured?.size ?? 0);
}

/** Whether a write raises the version of the secured attributes. */
export function raisesSecuredVersion({ secured }: Changes): boolean {
  return secured !== undefined && secured.size > 0;
}

/** The participants that a write changes. Pending writes of a flow take effect on those who have left, too. */
export function listTouchedParticipants({ attributes = [], leave }: Changes): readonly string[] {
  const owners = attributes.flatMap((change) => (change.attributes.size > 0 ? (change.owner ?? []) : []));
  return [...new Set([...owners, ...(leave ? [leave.participant] : [])])];
}

/** Whether a write raises the conversation's version: pending ones do not. */
export function raisesVersion({ attributes, saved, join, leave, queueId, wrapup }: Changes): boolean {
  const changed = attributes?.some((change) => change.attributes.size > 0) ?? false;
  const saves = saved !== undefined && saved.size > 0;
  return changed || saves || [join, leave, queueId, wrapup].some((part) => part !== undefined);
}

/** How many pending names a write takes away. */
export function countSettledNames(settle: Settle | undefined): number {
  return (settle?.writes.length ?? 0) + (settle?.securedWrites.length ?? 0);
}

/** The conversation's content after a write (counters and operation ids aside): what a recount counts. */
export function applyChanges(conversation: Conversation, changes: Changes): Conversation {
  const { attributes = [], secured, saved, join, leave, pend, settle, bot, claim, queueId, wrapup } = changes;
  const executions = new Map(conversation.executions);
  if (settle) executions.delete(settle.execution);
  if (pend) executions.set(pend.execution, addPending(conversation, pend));
  const merged = (owner: Owner, before: Conversation['data']) =>
    attributes
      .filter((change) => change.owner === owner)
      .reduce((bag, change) => applyAttributeChanges(bag, change.attributes), before);
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
