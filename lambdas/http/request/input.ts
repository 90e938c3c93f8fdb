import * as v from 'valibot';
import { type BodyOf, type Contract, isRead, type ParametersOf } from '#contract/contract.ts';
import { IDEMPOTENCY_KEY_PATTERN } from '#contract/patterns.ts';
import { checkNameCount } from '#domain/attributes.ts';
import { type ChannelType, channelTypes } from '#domain/channel-types.ts';
import type { Conversation } from '#domain/conversation.ts';
import { whyNotId } from '#domain/ids.ts';
import { isObject, typeOf } from '#domain/json.ts';
import { Violations } from '#domain/refusal.ts';
import type { VersionMatch } from '#domain/update.ts';
import type { ApiEvent } from '#http/api.ts';
import { isMergePatch } from '#http/request/merge-patch.ts';
import { readIfMatch } from '#http/request/preconditions.ts';
import { mayReadQueue } from '#http/request/rights.ts';

const IDEMPOTENCY_KEY = new RegExp(IDEMPOTENCY_KEY_PATTERN);

/**
 * What a request says. What is wrong with it is noted, so that one answer names it all; `operation` refuses it before
 * anything is done.
 */
export class Input<Own extends Contract = Contract> {
  readonly event: ApiEvent;
  /** Whether the answer to a write may show stored values, as far as scopes go. */
  readonly mayRead: boolean;
  readonly violations = new Violations();
  /** Whether the objects of a patch are merged with the values that are there. */
  readonly mergesObjects: boolean;
  /** The versions that `If-Match` names; none when it is absent or `*`. */
  readonly ifMatch: readonly VersionMatch[];
  /** Of a write; undefined when it is absent. */
  readonly idempotencyKey: string | undefined;
  readonly #contract: Contract;
  readonly #query: URLSearchParams;
  readonly #parameters = new Set<string>();
  #isLeftToDomain = false;
  readonly #body: BodyOf<Own> | undefined;

  constructor(contract: Own, event: ApiEvent, mayRead: boolean) {
    this.#contract = contract;
    this.event = event;
    this.mayRead = mayRead;
    // Not `queryStringParameters`: there the gateway joins repeated parameters with commas.
    this.#query = new URLSearchParams(event.rawQueryString);
    this.#checkPath();
    this.#body = contract.body && (this.#readBody(contract.body) as BodyOf<Own> | undefined);
    this.mergesObjects = contract.mergesObjects === true && isMergePatch(event);
    this.ifMatch = contract.isConditional ? readIfMatch(event.headers['if-match'], this.violations) : [];
    this.idempotencyKey = isRead(contract.method) ? undefined : this.#readIdempotencyKey();
  }

  /** The name of the operation. */
  get operation(): string {
    return this.#contract.operation;
  }

  /**
   * Whether the body has the types of the contract: only then `body` may be asked for. It may still break a rule, which is
   * noted.
   */
  get hasTypedBody(): boolean {
    return this.#contract.body === undefined || this.#body !== undefined;
  }

  /** The body, with the types of the contract. */
  get body(): BodyOf<Own> {
    if (this.#body === undefined) throw new Error(`${this.#contract.operation} has no body of its type`);
    return this.#body;
  }

  /**
   * Leaves the refusal to the domain, whatever else is wrong with the request: the caller must learn what the domain
   * says.
   */
  leaveToDomain(): void {
    this.#isLeftToDomain = true;
  }

  /** Throws the refusal of all that was noted, and of parameters and headers that the operation does not use. */
  refuse(): void {
    if (this.#isLeftToDomain) return;
    this.#noteUnknownParameters();
    this.#noteUnusedPreconditions();
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

  /** Whether the answer to a write may show what is stored of the conversation. */
  mayShow({ queueId }: Pick<Conversation, 'queueId'>): boolean {
    return this.mayRead && mayReadQueue(this.event, queueId);
  }

  /** An id in the path. */
  id(name: Exclude<ParametersOf<Own['path']>, 'type'>): string {
    return this.event.pathParameters?.[name] ?? '';
  }

  /** An id in the query. */
  checkId(name: string, id: string): string {
    const reason = whyNotId(id);
    if (reason) this.violations.malformed(name, `${JSON.stringify(id)} is no id: ${reason}`);
    return id;
  }

  /** Takes any parameters in the query, and uses none. */
  ignoreQuery(): void {
    for (const name of this.#query.keys()) this.#parameters.add(name);
  }

  /** The channel type in the path. */
  channelType(): ChannelType {
    return this.event.pathParameters?.type as ChannelType;
  }

  #checkPath(): void {
    for (const [name, value = ''] of Object.entries(this.event.pathParameters ?? {})) {
      if (name !== 'type') this.checkId(name, value);
      else if (!(channelTypes as readonly string[]).includes(value)) {
        this.violations.malformed(name, `${JSON.stringify(value)} is not one of ${channelTypes.join(', ')}`);
      }
    }
  }

  #readIdempotencyKey(): string | undefined {
    const key = this.event.headers['idempotency-key'];
    if (key !== undefined && !IDEMPOTENCY_KEY.test(key)) {
      this.violations.malformed('Idempotency-Key', 'must have 1-255 printable ASCII characters');
    }
    return key;
  }

  #readBody(schema: v.GenericSchema<unknown, object>): object | undefined {
    const { json = {} } = this.event;
    if (!isObject(json)) this.violations.malformed('body', `is ${typeOf(json)}; it must be an object`);
    const { issues, typed, output } = v.safeParse(schema, isObject(json) ? json : {});
    for (const issue of issues ?? []) {
      const at = placeOf(issue);
      if (breaksRule(issue)) this.violations.unprocessable(at, issue.message);
      else this.violations.malformed(at, issue.message);
    }
    if (!typed) return undefined;
    // Too many names in one place were noted already.
    if (!issues) checkNameCount(countNames(output), this.violations);
    return output;
  }

  #noteUnknownParameters(): void {
    const known = [...this.#parameters].join(', ') || 'none';
    for (const name of new Set(this.#query.keys())) {
      if (this.#parameters.has(name)) continue;
      this.violations.malformed(name, `is not a parameter of this request, which takes ${known}`);
    }
  }

  /**
   * A caller that names a version relies on it: a write that does not compare it is refused. A read changes nothing.
   */
  #noteUnusedPreconditions(): void {
    const { headers, requestContext } = this.event;
    if (isRead(requestContext.http.method)) return;
    for (const name of ['If-None-Match', 'If-Unmodified-Since']) {
      if (headers[name.toLowerCase()] === undefined) continue;
      this.violations.malformed(
        name,
        'is not taken by a write: name the version that was read in If-Match, where it is taken',
      );
    }
    if (this.#contract.isConditional || headers['if-match'] === undefined) return;
    this.violations.malformed('If-Match', 'is not taken by this operation, which compares no version: leave it out');
  }
}

/** Whether an issue is well-formed content that breaks a rule: a limit, or a check of the contract. */
function breaksRule({ type }: v.BaseIssue<unknown>): boolean {
  return type.startsWith('max_') || type === 'raw_check' || type === 'unprocessable';
}

/** Where an issue is in the body. Attributes at the top are called by their names alone. */
function placeOf(issue: v.BaseIssue<unknown>): string {
  const place = v.getDotPath(issue) ?? 'body';
  const isName = issue.path?.[0].key === 'attributes' && issue.path.length > 1;
  return isName ? place.slice('attributes.'.length) : place;
}

/** How many attributes a body has, wherever they are. */
function countNames(value: unknown): number {
  if (value instanceof Map) return value.size;
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce<number>((sum, one) => sum + countNames(one), 0);
}
