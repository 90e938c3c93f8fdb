import { randomBytes } from 'node:crypto';
import { type OperationId, UNKEYED } from '#domain/operation-ids.ts';

/**
 * The operation id of a request without an Idempotency-Key, or of a write that no request asked for: no other has it.
 */
export function makeOperationId(): OperationId {
  return { key: randomBytes(9).toString('base64url'), fingerprint: UNKEYED, at: Date.now() };
}
