import { limits } from '#domain/limits.ts';
import { toSeconds } from '#domain/time.ts';

/** Names one operation: every delivery of it, and every attempt of the SDK, carries the same. */
export interface OperationId {
  /** Of the caller's Idempotency-Key, scoped to client, method and path; else random. At most 16 characters. */
  readonly key: string;
  /** A keyed hash of what the request says; `UNKEYED` or `ANY_REQUEST`. */
  readonly fingerprint: string;
  /** Epoch milliseconds at which this delivery came in. */
  readonly at: number;
  /** Who asks for it. Only where the deployment has it kept. */
  readonly by?: Writer;
}

/** Who asked for a write. */
export interface Writer {
  /** The operation of the contract; `sweep` where no request asked. */
  readonly operation: string;
  /** The id of the client; absent where no request asked. */
  readonly client?: string;
  /** The id of the flow execution; absent where it is not in one. */
  readonly execution?: string;
}

/** An operation that has been applied (`docs/decisions/0002-operation-ids.md`). */
export interface AppliedOperation {
  /** Of the request, as in its `OperationId`: the same key with another request is refused. */
  readonly fingerprint: string;
  /** Epoch seconds. */
  readonly at: number;
  /** The revision before the operation: orders the operations. */
  readonly revision: number;
  /** What the answer needs besides the conversation as it is now. */
  readonly result?: string;
  /** It is kept together with others, in less room and with the beginning of its fingerprint. */
  readonly isCompact?: true;
}

/** What an item keeps so that a repeated delivery is recognised. */
export interface AppliedOperations {
  /** Raised by every write, pending ones too. */
  readonly revision: number;
  /** By `OperationId.key`. */
  readonly operations: ReadonlyMap<string, AppliedOperation>;
  /** Who asked for the last write. Only of a conversation, and where the deployment has it kept. */
  readonly writer?: Writer;
}

/** The fingerprint of an operation without an Idempotency-Key: only the SDK repeats it. */
export const UNKEYED = '';

/**
 * The fingerprint of an operation with an Idempotency-Key, where nothing may be kept that depends on the body: any
 * request under the key counts as the repeat.
 */
export const ANY_REQUEST = '*';

/** The operation with a fingerprint that tells nothing of the request's body. */
export function removeFingerprint<Operation extends { readonly fingerprint: string }>(operation: Operation): Operation {
  return { ...operation, fingerprint: operation.fingerprint === UNKEYED ? UNKEYED : ANY_REQUEST };
}

/**
 * The operation ids that need not be kept, newest first: all but the newest 256 of the last minute, and the newest 64
 * with an Idempotency-Key of the last 24 hours.
 */
export function listOutdated({ operations }: Pick<AppliedOperations, 'operations'>, now: number): readonly string[] {
  const newestFirst = [...operations].sort(([, a], [, b]) => b.revision - a.revision);
  const recent = newestFirst
    .slice(0, limits.recentOperations)
    .filter(([, { at }]) => isWithin(at, now, limits.recentSeconds));
  const keyed = newestFirst.filter(([, { fingerprint }]) => fingerprint !== UNKEYED).slice(0, limits.operations);
  const known = keyed.filter(([, operation]) => !isOutdated(operation, now));
  const kept = new Set([...recent, ...known].map(([key]) => key));
  return newestFirst.map(([key]) => key).filter((key) => !kept.has(key));
}

/** What a write that replaces the whole item leaves: with its own operation id, and without outdated ones. */
export function recordOperation<Whole extends AppliedOperations>(
  next: Whole,
  { key, fingerprint, at, by }: OperationId,
): Whole {
  const operations = new Map(next.operations);
  operations.set(key, { fingerprint, at: toSeconds(at), revision: next.revision });
  for (const outdatedKey of listOutdated({ operations }, at)) operations.delete(outdatedKey);
  return { ...next, revision: next.revision + 1, operations, ...(by && { writer: by }) };
}

/** Whether an operation id is outdated: after 24 hours under an Idempotency-Key, else after a minute. */
export function isOutdated({ at, fingerprint }: AppliedOperation, now: number): boolean {
  return !isWithin(at, now, fingerprint === UNKEYED ? limits.recentSeconds : limits.operationSeconds);
}

function isWithin(at: number, now: number, seconds: number): boolean {
  return now - at * 1000 <= seconds * 1000;
}
