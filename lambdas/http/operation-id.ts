import { randomBytes } from 'node:crypto';
import { keyedHash } from '#domain/keys.ts';
import type { OperationId } from '#domain/operation-ids.ts';
import { clientOf } from '#http/api.ts';
import { idKey } from '#http/id-key.ts';
import type { Input } from '#http/input.ts';

/**
 * The operation id of a write: of the caller's Idempotency-Key, within client, method and path, else made here, so that
 * all attempts of the SDK carry the same one (design, section 3).
 */
export function operationId(input: Input): OperationId {
  const { event } = input;
  const { method, path } = event.requestContext.http;
  const key = idempotencyKey(input);
  const bytes =
    key === undefined
      ? randomBytes(9)
      : keyedHash(idKey, 'operation', clientOf(event), method, path, key).subarray(0, 9);
  // Keyed: what stays on the item may not help to guess what was in the body.
  const fingerprint = keyedHash(idKey, 'body', event.body ?? '')
    .toString('base64url')
    .slice(0, 8);
  return { key: bytes.toString('base64url'), fingerprint, at: Date.now() };
}

/** 16 bytes that the same client, method, path and key give again, or undefined without a key. */
export function derivedId(input: Input): Uint8Array | undefined {
  const key = idempotencyKey(input);
  const { method, path } = input.event.requestContext.http;
  if (key === undefined) return undefined;
  return keyedHash(idKey, 'id', clientOf(input.event), method, path, key).subarray(0, 16);
}

function idempotencyKey(input: Input): string | undefined {
  const key = input.event.headers['idempotency-key'];
  if (key !== undefined && !/^[\x21-\x7e](?:[\x20-\x7e]{0,253}[\x21-\x7e])?$/.test(key)) {
    input.violations.malformed('Idempotency-Key', 'must have 1-255 printable ASCII characters');
  }
  return key;
}
