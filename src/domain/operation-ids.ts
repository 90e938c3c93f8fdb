import { limits } from '#domain/limits.ts';

/** Names one operation: every delivery of it, and every attempt of the SDK, carries the same. */
export interface OperationId {
  /** Of the caller's Idempotency-Key, scoped to client, method and path; else random. At most 16 characters. */
  readonly key: string;
  /**
   * A keyed hash of what the request says, or empty: where there is no Idempotency-Key nothing repeats the request, and
   * where a conversation has ended nothing may stay that depends on a body.
   */
  readonly fingerprint: string;
  /** Epoch milliseconds at which this delivery came in. */
  readonly at: number;
}

/** An operation that has been applied (`docs/decisions/0002-operation-ids.md`). */
export interface AppliedOperation {
  /** Of the request: the same key with another request is refused. Empty: any is taken for the repeated one. */
  readonly fingerprint: string;
  /** Epoch seconds. */
  readonly at: number;
  /** The revision before the operation: orders the operations. */
  readonly revision: number;
  /** What the answer needs beside the conversation as it is now. */
  readonly result?: string;
}

/** What tells a repeated delivery: every item that writes are made to has it. */
export interface AppliedOperations {
  /** Raised by every write, pending ones too. */
  readonly revision: number;
  /** By `OperationId.key`. */
  readonly operations: ReadonlyMap<string, AppliedOperation>;
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
