import type { AttributeChanges } from '#domain/attributes.ts';
import type {
  Conversation,
  Owner,
  Participant,
  PendingSecured,
  PendingWrite,
  SecuredChanges,
  State,
  Wrapup,
} from '#domain/conversation.ts';
import type { JsonText } from '#domain/json.ts';
import type { Lookup } from '#domain/lookups.ts';
import type { OperationId } from '#domain/operation-ids.ts';
import type { FoundBy } from '#domain/searchable.ts';

/** A request to end a conversation, with what else it changes: that is applied first, so that the saved map sees it. */
export interface EndRequest {
  readonly to: State;
  readonly operation: OperationId;
  readonly data?: AttributeChanges;
  readonly queueId?: string | null;
  readonly wrapup?: Wrapup;
}

/** The decided end of a conversation. Together with the conversation it determines all that the end leaves. */
export interface End extends EndRequest {
  /**
   * If the conversation leaves `active`: the names that are kept with their values, and the epoch second until which.
   */
  readonly keeps?: Pick<Conversation, 'savedBy' | 'savedUntil' | 'searchable'> & {
    readonly savedNames: readonly string[];
    readonly expires: number;
  };
}

/** Versions of which one must be current, and how the caller named them: a header or a field of the body. */
export interface VersionMatch {
  readonly oneOf: readonly number[];
  readonly by: 'if-match' | 'version';
  /** The header has weak tags, too, which match nothing. */
  readonly hasWeak?: boolean;
}

/** Attributes of one owner that must have these values; undefined: there must be none of the name. */
export interface OwnerValues {
  readonly owner: Owner;
  readonly attributes: ReadonlyMap<string, JsonText | undefined>;
}

/**
 * What must hold of the conversation at the moment of the write. `checkRequirements` and `encodeRequirements` (in
 * `src/dynamodb/requirements.ts`) give each its meaning, in this order. The first ones refuse a write; the others, from
 * `values` on, only tell that the conversation has changed since it was read, and that the write must be planned anew.
 */
export interface Requirements {
  /** This execution belongs to this client, or to none yet. */
  readonly ownExecution?: Claim;
  /** The channel type takes attributes: `email` does not. */
  readonly takesAttributes?: true;
  /** This execution never called itself a bot. */
  readonly notBot?: string;
  /** Participants that must be present, by their exact ids. */
  readonly participants?: readonly string[];
  /** The conversation is in one of these states. */
  readonly states?: readonly State[];
  readonly version?: readonly VersionMatch[];
  readonly securedVersion?: readonly VersionMatch[];
  readonly participantVersions?: readonly (VersionMatch & { readonly participant: string })[];
  /** The caller writes only if these attributes have these values. */
  readonly expected?: readonly OwnerValues[];
  /** These attributes have the values that were read. */
  readonly values?: readonly OwnerValues[];
  /** These names are on the saved list still. */
  readonly savedNames?: readonly string[];
  /** The conversation is in this call queue, or in none. */
  readonly queue?: { readonly id: string | undefined };
  /** The newest set of this execution is the one that was read; undefined: it has nothing pending. */
  readonly executionRevision?: { readonly execution: string; readonly revision: number | undefined };
  /** No participant has joined since the conversation was read. */
  readonly participantCount?: number;
  /** This participant was the first to join, as a customer. For a write that is planned without the conversation. */
  readonly firstCustomer?: string;
  /** Nobody has joined but `customer-1` and perhaps `agent-1`: so this alias means one of them. For a write that is planned without the conversation. */
  readonly numbered?: 'customer' | 'agent';
  /** The conversation has this internal id: what was sealed for it belongs there. */
  readonly internalId?: string;
  /** The last write that a caller asked for was at this epoch millisecond. */
  readonly lastWrite?: number;
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
   * Decides the end of the conversation; only `due` changes with it. From this write on every reader sees the
   * conversation ended, if the data that came with the end fits. The item holds what the end removes until
   * `finishEnd` replaces it.
   */
  readonly end?: End;
  /** When the sweeper looks at the conversation next. */
  readonly due?: number;
  readonly attributes?: readonly OwnerChanges[];
  readonly join?: Participant;
  /** All that the conversation is found by after this write, where that changes. */
  readonly lookups?: readonly Lookup[];
  /** What it is found by after this write in the indexes of searchable names, where that may change: nothing else may be written in between. */
  readonly foundBy?: FoundBy;
  /** Lists a live conversation, which is in this call queue, among those that are live: one of an older version is not. */
  readonly list?: { readonly queueId: string | undefined };
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
  /** Pending writes of an execution to remove, because `attributes` has them now. */
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

/** Pending writes of an execution to remove. */
export interface Settle {
  readonly execution: string;
  readonly writes: readonly PendingWrite[];
  readonly securedWrites: readonly PendingSecured[];
}

/** What one write to one conversation needs and does. */
export interface Plan {
  /** Kept with the operation id: what a repeated answer needs besides the conversation. */
  readonly result?: string;
  /** The fingerprint of the request is not kept. */
  readonly omitsFingerprint?: true;
  /** No caller has asked for this write: it does not prolong the time that a conversation may be active. */
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

/** How many pending names a write removes. */
export function countSettledNames(settle: Settle | undefined): number {
  return (settle?.writes.length ?? 0) + (settle?.securedWrites.length ?? 0);
}
