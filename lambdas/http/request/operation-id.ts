import { randomBytes } from 'node:crypto';
import { hashWithKey } from '#domain/hashes.ts';
import { canonicalize, type Json } from '#domain/json.ts';
import { ANY_REQUEST, type OperationId, UNKEYED, type Writer } from '#domain/operation-ids.ts';
import type { SecuredOperation } from '#domain/operations/secured-attributes.ts';
import { clientOf } from '#http/api.ts';
import type { Input } from '#http/request/input.ts';
import { isMergePatch } from '#http/request/merge-patch.ts';
import { environment } from '#http/wiring/environment.ts';
import { idKey } from '#http/wiring/id-key.ts';

/** The parts of a write that tell it from others. */
type WriteInput = Pick<Input, 'event' | 'idempotencyKey' | 'operation'>;

/**
 * The operation id of a write: of the caller's Idempotency-Key, within client, method and path, else made here, so that
 * all attempts of the SDK carry the same one (`docs/decisions/0002-operation-ids.md`).
 *
 * @param used of the body, where some of it is ignored.
 */
export function readOperationId(input: WriteInput, used: Json = input.event.json ?? {}): OperationId {
  const key = deriveOperationKey(input);
  if (key === undefined) return makeOperationId(describeWriter(input));
  // Keyed: what stays on the item may not help to guess what was in the body.
  const hash = hashWithKey(idKey, 'request', key, joinRequestText(input, used));
  return { key, fingerprint: hash.toString('base64url').slice(0, 8), at: Date.now(), ...writtenBy(input) };
}

/** The same for a write of secured values: its fingerprint is made later, under the data key of the conversation. */
export function readSecuredOperationId(input: WriteInput): SecuredOperation {
  const key = deriveOperationKey(input);
  if (key === undefined) return makeOperationId(describeWriter(input));
  const requestText = joinRequestText(input, input.event.json ?? {});
  return { key, fingerprint: ANY_REQUEST, requestText, at: Date.now(), ...writtenBy(input) };
}

/**
 * The operation id of a request without an Idempotency-Key, or of a write that no request asked for: no other has it.
 */
export function makeOperationId(by: Writer = { operation: 'sweep' }): OperationId {
  const written = environment.recordWriters ? { by } : {};
  return { key: randomBytes(9).toString('base64url'), fingerprint: UNKEYED, at: Date.now(), ...written };
}

function writtenBy(input: WriteInput): Pick<OperationId, 'by'> {
  return environment.recordWriters ? { by: describeWriter(input) } : {};
}

/** Who asks for a write. */
function describeWriter({ event, operation }: Pick<WriteInput, 'event' | 'operation'>): Writer {
  const { flowExecutionId: execution } = event.pathParameters ?? {};
  return { operation, client: clientOf(event), ...(execution !== undefined && { execution }) };
}

/** 16 bytes that the same client, method, path and key give again, or undefined without a key. */
export function deriveId(input: WriteInput): Uint8Array | undefined {
  return hashRequest(input, 'id')?.subarray(0, 16);
}

function deriveOperationKey(input: WriteInput): string | undefined {
  return hashRequest(input, 'operation')?.subarray(0, 9).toString('base64url');
}

function hashRequest(input: WriteInput, use: string): Buffer | undefined {
  const { idempotencyKey: key } = input;
  const { method, path } = input.event.requestContext.http;
  return key === undefined ? undefined : hashWithKey(idKey, use, clientOf(input.event), method, path, key);
}

/**
 * What a request says besides its path. Requests that say the same are one request, however their bodies are written.
 */
function joinRequestText({ event }: WriteInput, used: Json): string {
  const kind = isMergePatch(event) ? '\nmerge-patch' : '';
  return `${event.headers['if-match'] ?? ''}${kind}\n${canonicalize(used)}`;
}
