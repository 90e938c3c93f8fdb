import * as v from 'valibot';
import { type AttributeChanges, type AttributeRules, checkNameCount, readAttributes } from '#domain/attributes.ts';
import { whyNotId } from '#domain/ids.ts';
import { isObject, type Json, typeOf } from '#domain/json.ts';
import { Violations } from '#domain/refusal.ts';
import type { VersionMatch } from '#domain/update.ts';
import type { ApiEvent } from '#http/api.ts';
import { readIfMatch } from '#http/preconditions.ts';
import { isRead } from '#routes';

/**
 * What a request says, read piece by piece. Each reader notes what is wrong and goes on, so that one answer names it
 * all; what they return may be used only after `refuse`.
 */
export class Input {
  readonly event: ApiEvent;
  /** Whether the answer to a write may show what is there. */
  readonly mayRead: boolean;
  readonly violations = new Violations();
  readonly #query: URLSearchParams;
  readonly #parameters = new Set<string>();
  #names = 0;
  #takesIfMatch = false;

  constructor(event: ApiEvent, mayRead: boolean) {
    this.event = event;
    this.mayRead = mayRead;
    // Not `queryStringParameters`: there the gateway joins repeated parameters with commas.
    this.#query = new URLSearchParams(event.rawQueryString);
  }

  /** Throws the refusal of all that was wrong so far, and of what the request says and nobody has read. */
  refuse(): void {
    checkNameCount(this.#names, this.violations);
    this.#refuseUnread();
    this.#refuseUntaken();
    this.violations.refuse();
  }

  /** A parameter of the query that is given once at most; undefined when it is not there. */
  parameter(name: string): string | undefined {
    const [value, ...more] = this.parameters(name);
    if (more.length > 0) this.violations.malformed(name, `is given ${more.length + 1} times; it may be given once`);
    return value;
  }

  /** All values of a parameter of the query, which may be given several times. */
  parameters(name: string): readonly string[] {
    this.#parameters.add(name);
    return this.#query.getAll(name);
  }

  /** An id in the path. */
  id(name: 'conversationId' | 'participantId' | 'flowExecutionId' | 'channelId'): string {
    return this.checkedId(name, this.event.pathParameters?.[name] ?? '');
  }

  /** An id given anywhere. */
  checkedId(name: string, id: unknown): string {
    // What is no text at all was noted by the schema of the body.
    if (typeof id !== 'string') return '';
    const reason = whyNotId(id);
    if (reason) this.violations.malformed(name, `${JSON.stringify(id)} is no id: ${reason}`);
    return id;
  }

  /** The body as a schema describes it. */
  body<Schema extends v.GenericSchema<unknown, object>>(schema: Schema): v.InferOutput<Schema> {
    const { json = {} } = this.event;
    if (!isObject(json)) this.violations.malformed('body', `is ${typeOf(json)}; it must be an object`);
    const { issues, success, output } = v.safeParse(schema, isObject(json) ? json : {});
    for (const issue of issues ?? []) {
      const at = v.getDotPath(issue) ?? 'body';
      // Well-formed, but against a rule: a limit, or one of our own.
      if (issue.type.startsWith('max_') || issue.type === 'raw_check') this.violations.unprocessable(at, issue.message);
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
    this.#takesIfMatch = true;
    return readIfMatch(this.event.headers['if-match'], this.violations);
  }

  #refuseUnread(): void {
    const known = [...this.#parameters].join(', ') || 'none';
    for (const name of new Set(this.#query.keys())) {
      if (this.#parameters.has(name)) continue;
      this.violations.malformed(name, `is not a parameter of this request, which takes ${known}`);
    }
  }

  /** Who names a version relies on it: a write that does not compare it must not be done. A read changes nothing. */
  #refuseUntaken(): void {
    const { headers, requestContext } = this.event;
    if (isRead(requestContext.http.method)) return;
    for (const name of ['If-None-Match', 'If-Unmodified-Since']) {
      if (headers[name.toLowerCase()] === undefined) continue;
      this.violations.malformed(
        name,
        'is not taken by a write: name the version that was read in If-Match, where it is taken',
      );
    }
    if (this.#takesIfMatch || headers['if-match'] === undefined) return;
    this.violations.malformed('If-Match', 'is not taken by this operation, which compares no version: leave it out');
  }
}
