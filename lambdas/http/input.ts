import { createHash, randomBytes } from 'node:crypto';
import * as v from 'valibot';
import { type AttributeChanges, type AttributeRules, checkNameCount, readAttributes } from '#domain/attributes.ts';
import { whyNotId } from '#domain/ids.ts';
import { isObject, type Json } from '#domain/json.ts';
import { keyedHash } from '#domain/keys.ts';
import { Violations } from '#domain/refusal.ts';
import type { OperationId, VersionMatch } from '#domain/update.ts';
import { type ApiEvent, clientOf } from '#http/api.ts';
import { readIfMatch } from '#http/preconditions.ts';
import { environment } from '#http/runtime.ts';

/**
 * What a request says, read piece by piece. Each reader notes what is wrong and goes on, so that one answer names it
 * all; what they return may be used only after `refuse`.
 */
export class Input {
  readonly event: ApiEvent;
  readonly violations = new Violations();
  readonly query: URLSearchParams;
  #names = 0;

  constructor(event: ApiEvent) {
    this.event = event;
    // Not `queryStringParameters`: there the gateway joins repeated parameters with commas.
    this.query = new URLSearchParams(event.rawQueryString);
  }

  /** Throws the refusal of all that was wrong so far. */
  refuse(): void {
    checkNameCount(this.#names, this.violations);
    this.violations.refuse();
  }

  /** An id in the path. */
  id(name: 'conversationId' | 'participantId' | 'flowExecutionId'): string {
    return this.checkedId(name, this.event.pathParameters?.[name] ?? '');
  }

  /** An id given anywhere. */
  checkedId(name: string, id: string): string {
    const reason = whyNotId(id);
    if (reason) this.violations.malformed(name, `${JSON.stringify(id)} is no id: ${reason}`);
    return id;
  }

  /** The body as a schema describes it. */
  body<Schema extends v.GenericSchema<unknown, object>>(schema: Schema): v.InferOutput<Schema> {
    const json: Json = this.event.json ?? {};
    const { issues, success, output } = v.safeParse(schema, json);
    for (const issue of issues ?? []) {
      const at = v.getDotPath(issue) ?? 'body';
      if (issue.type.startsWith('max_')) this.violations.unprocessable(at, issue.message);
      else this.violations.malformed(at, issue.message);
    }
    if (success) return output;
    return (isObject(json) ? json : {}) as v.InferOutput<Schema>;
  }

  /** A bag of attributes in the body; none when it is not there. */
  attributes(bag: Json | undefined, rules: AttributeRules, at = ''): AttributeChanges {
    if (bag === undefined) return new Map();
    if (isObject(bag)) this.#names += Object.keys(bag).length;
    return readAttributes(bag, rules, this.violations, at);
  }

  /** The versions that `If-Match` names; none when it is absent or `*`. */
  ifMatch(): readonly VersionMatch[] {
    return readIfMatch(this.event.headers['if-match'], this.violations);
  }

  /**
   * The operation id: of the caller's Idempotency-Key, within client, method and path, else made here, so that all
   * attempts of the SDK carry the same one (design, section 3).
   */
  operation(): OperationId {
    const { method, path } = this.event.requestContext.http;
    const key = this.#idempotencyKey();
    const bytes =
      key === undefined
        ? randomBytes(9)
        : keyedHash(environment.idKey, 'operation', clientOf(this.event), method, path, key).subarray(0, 9);
    const body = createHash('sha256').update(this.event.body ?? '');
    return { key: bytes.toString('base64url'), fingerprint: body.digest('base64url').slice(0, 8), at: Date.now() };
  }

  /** 16 bytes that the same client and key give again, or undefined without a key. */
  derivedId(): Uint8Array | undefined {
    const key = this.#idempotencyKey();
    return key === undefined
      ? undefined
      : keyedHash(environment.idKey, 'id', clientOf(this.event), key).subarray(0, 16);
  }

  #idempotencyKey(): string | undefined {
    const key = this.event.headers['idempotency-key'];
    if (key === undefined || /^[\x21-\x7e](?:[\x20-\x7e]{0,253}[\x21-\x7e])?$/.test(key)) return key;
    this.violations.malformed('Idempotency-Key', 'must have 1-255 printable ASCII characters');
    return key;
  }
}
