import type * as v from 'valibot';
import { type BodyOf, type Contract, isRead, type ParametersOf } from '#contract/contract.ts';
import { IDEMPOTENCY_KEY_PATTERN } from '#contract/patterns.ts';
import { type AttributeChanges, checkNameCount, whyNotName } from '#domain/attributes.ts';
import { type ChannelType, channelTypes } from '#domain/channel-types.ts';
import type { Conversation } from '#domain/conversation.ts';
import { whyNotId } from '#domain/ids.ts';
import { describeType, isObject } from '#domain/json.ts';
import type { WhyNotMerged } from '#domain/merge-patch.ts';
import { makeListed, type Violation, Violations } from '#domain/refusal.ts';
import type { Notes, Rules, View } from '#domain/rules.ts';
import type { VersionMatch } from '#domain/update.ts';
import type { ApiEvent } from '#http/api.ts';
import { isMergePatch } from '#http/request/merge-patch.ts';
import { readIfMatch } from '#http/request/preconditions.ts';
import { listReadableQueues, mayReadQueue } from '#http/request/rights.ts';

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
  /** The versions that `If-Match` names; none when it is absent or `*`. */
  readonly ifMatch: readonly VersionMatch[];
  /** Of a write; undefined when it is absent. */
  readonly idempotencyKey: string | undefined;
  readonly #contract: Contract;
  readonly #query: URLSearchParams;
  readonly #parameters = new Set<string>();
  #isLeftToDomain = false;
  readonly #ready: Promise<Rules> | undefined;
  #body: BodyOf<Own> | undefined;
  #rules: Rules | undefined;

  /** @param rules - for names, of an operation that has to do with attributes */
  constructor(contract: Own, event: ApiEvent, mayRead: boolean, rules?: Promise<Rules>) {
    this.#contract = contract;
    this.#ready = rules;
    this.event = event;
    this.mayRead = mayRead;
    // Not `queryStringParameters`: there the gateway joins repeated parameters with commas.
    this.#query = new URLSearchParams(event.rawQueryString);
    this.#checkPath();
    this.#body = contract.body && (this.#readBody(contract.body) as BodyOf<Own> | undefined);
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

  /** The rules for names, of a request with a body. */
  get rules(): Rules {
    if (this.#rules === undefined) throw new Error(`${this.#contract.operation} has no body with attributes`);
    return this.#rules;
  }

  /** What is wrong with an object of a patch that is merged with what is there; undefined where objects replace it. */
  get whyNotMerged(): WhyNotMerged | undefined {
    if (!this.#contract.mergesObjects || !isMergePatch(this.event)) return undefined;
    return (name, value) => this.rules.whyNotFitting(name, value);
  }

  /** What the caller may see of attributes. It may still be under way: wait for it after what is to be shown is read. */
  get view(): Promise<View> {
    if (this.#ready === undefined) throw new Error(`${this.#contract.operation} has no attributes by its contract`);
    return this.#ready;
  }

  /**
   * Has all attributes of the body as the rules for names want them, and notes those that break one.
   *
   * @throws Refusal `attribute-not-writable`, naming those that the caller may not write.
   */
  applyRules(rules: Rules): void {
    this.#rules = rules;
    this.#fitAll((change) => {
      this.#body = mapAttributes(this.#body, [], change) as BodyOf<Own> | undefined;
    });
  }

  /** The same of attributes that are no such part of the body. @param place - where they are in it */
  fitAttributes(attributes: AttributeChanges, place: string): AttributeChanges {
    return this.#fitAll((change) => change(attributes, [place]));
  }

  #fitAll<Done>(
    work: (change: (attributes: AttributeChanges, path: readonly string[]) => AttributeChanges) => Done,
  ): Done {
    const { attributes: kind = 'ordinary' } = this.#contract;
    const forbidden: Violation[] = [];
    const done = work((attributes, path) => {
      // Attributes at the top are called by their names alone.
      const at = path.join('.') === 'attributes' ? [] : path;
      const placeOf = (name: string) => [...at, name].join('.');
      const notes: Notes = {
        forbidden: (name) => forbidden.push({ name: placeOf(name), reason: 'is not among what the caller may write' }),
        wrong: (name, { reason, ...more }) => this.violations.unprocessable(placeOf(name), reason, more),
      };
      // What a patch expects is compared, and not written.
      return path.at(-1) === 'if' ? this.rules.expect(attributes, notes) : this.rules.fit(attributes, kind, notes);
    });
    if (forbidden.length > 0) throw makeListed('attribute-not-writable', forbidden);
    return done;
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

  /**
   * Whether the caller may learn if a conversation has the values that it expects; undefined where it may of every one.
   */
  get mayCompare(): ((conversation: Pick<Conversation, 'queueId'>) => boolean) | undefined {
    return listReadableQueues(this.event) && (({ queueId }) => mayReadQueue(this.event, queueId));
  }

  /** An id in the path. */
  id(name: Exclude<ParametersOf<Own['path']>, 'type' | 'name'>): string {
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

  /** The name of an attribute in the path. */
  attributeName(): string {
    return this.event.pathParameters?.name ?? '';
  }

  #checkPath(): void {
    for (const [name, value = ''] of Object.entries(this.event.pathParameters ?? {})) {
      if (name === 'name') this.#checkName(value);
      else if (name !== 'type') this.checkId(name, value);
      else if (!(channelTypes as readonly string[]).includes(value)) {
        this.violations.malformed(name, `${JSON.stringify(value)} is not one of ${channelTypes.join(', ')}`);
      }
    }
  }

  #checkName(name: string): void {
    const reason = name.includes('/') ? 'the name has a slash; in a path it must have none' : whyNotName(name);
    if (reason) this.violations.malformed('name', reason);
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
    const { takesList = false } = this.#contract;
    const wanted = takesList ? 'an object or an array' : 'an object';
    // A PUT replaces: without a body it would remove everything.
    if (this.event.json === undefined && this.#contract.method === 'PUT') {
      this.violations.malformed('body', `is missing; it must be ${wanted}`);
      return undefined;
    }
    const isWanted = isObject(json) || (takesList && Array.isArray(json));
    if (!isWanted) this.violations.malformed('body', `is ${describeType(json)}; it must be ${wanted}`);
    // As valibot's `safeParse` does: the schema brings its own code, so that a function without a body has none of it.
    const { issues, typed, value: output } = schema['~run']({ value: isWanted ? json : {} }, {});
    for (const issue of issues ?? []) {
      const at = nameIssue(issue);
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
function nameIssue(issue: v.BaseIssue<unknown>): string {
  const place = issue.path?.map(({ key }) => key).join('.') ?? 'body';
  const isName = issue.path?.[0].key === 'attributes' && issue.path.length > 1;
  return isName ? place.slice('attributes.'.length) : place;
}

/** A body with its attributes changed, wherever they are: nothing else of it is a `Map`. */
function mapAttributes(
  value: unknown,
  path: readonly string[],
  change: (attributes: AttributeChanges, path: readonly string[]) => AttributeChanges,
): unknown {
  if (value instanceof Map) return change(value, path);
  if (Array.isArray(value)) return value.map((one, position) => mapAttributes(one, [...path, `${position}`], change));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, mapAttributes(one, [...path, name], change)]),
  );
}

/** How many attributes a body has, wherever they are. */
function countNames(value: unknown): number {
  if (value instanceof Map) return value.size;
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce<number>((sum, one) => sum + countNames(one), 0);
}
