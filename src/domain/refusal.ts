import type { Json } from '#domain/json.ts';

/** The closed catalogue of what the domain refuses; `src/contract/problems.ts` gives each its status and title. */
export type RefusalCode =
  | 'bad-request'
  | 'unprocessable-content'
  | 'foreign-execution'
  | 'attribute-not-writable'
  | 'secured-not-for-bots'
  | 'channel-takes-no-attributes'
  | 'conversation-not-found'
  | 'participant-not-found'
  | 'attribute-not-defined'
  | 'changes-not-kept'
  | 'schema-not-found'
  | 'record-not-found'
  | 'conversation-ended'
  | 'conversation-not-ended'
  | 'invalid-transition'
  | 'wrong-channel'
  | 'conversation-exists'
  | 'participant-exists'
  | 'version-conflict'
  | 'values-differ'
  | 'precondition-failed'
  | 'precondition-required'
  | 'idempotency-key-reused'
  | 'idempotency-key-expired'
  | 'conversation-too-large'
  | 'too-many-participants'
  | 'too-many-executions'
  | 'too-many-pending-writes'
  | 'contention';

/** One thing that is wrong in a request: the attribute, field or parameter, and why it was refused. */
export interface Violation {
  readonly name: string;
  readonly reason: string;
  /** What a web channel tells people of it, in its own words. */
  readonly text?: string | undefined;
  /** The name that was probably meant. */
  readonly didYouMean?: string | undefined;
}

/** What was wrong with the content of a request. */
interface Listed {
  /** At most the first 100. */
  readonly errors: readonly Violation[];
  /** How many more there are than `errors` lists; absent when it lists all. */
  readonly moreErrors?: number;
}

/** The version that is current, for a precondition that failed. */
interface Current {
  readonly currentVersion: number;
}

/** An attribute that does not have the value that the caller named. */
export interface Difference {
  readonly name: string;
  /** Whose it is; undefined: the conversation's own. */
  readonly participantId?: string | undefined;
  /** The value that it has; null: there is none. The edge leaves it out for callers that may not read it. */
  readonly current?: Json | undefined;
}

interface Different {
  readonly differences: readonly Difference[];
}

/** What the refusals of each code carry besides their message; those of the other codes carry nothing. */
export interface RefusalData {
  /** Nothing where the body as a whole is no JSON. */
  readonly 'bad-request': Partial<Listed>;
  readonly 'unprocessable-content': Listed;
  readonly 'attribute-not-writable': Listed;
  readonly 'version-conflict': Current;
  readonly 'precondition-failed': Current;
  readonly 'values-differ': Different;
}

/** What a refusal carries, whatever its code. */
export type AnyRefusalData = Partial<Listed & Current & Different>;

/**
 * One more sentence, only for callers that may read what it tells of: the participants of the conversation, or its
 * saved data.
 */
export interface Aside {
  readonly of: 'participants' | 'saved';
  readonly text: string;
}

/** What a refusal of a code is made with. */
type Details<Code extends RefusalCode> = (Code extends keyof RefusalData ? RefusalData[Code] : unknown) & {
  readonly aside?: Aside;
};

/** An expected refusal: it says what was wrong, with the value, and what would be right, and has changed nothing. */
export class Refusal<Code extends RefusalCode = RefusalCode> extends Error {
  override readonly name = 'Refusal';
  readonly code: Code;
  readonly data: AnyRefusalData;
  readonly aside: Aside | undefined;

  /** @param rest - the data of the code, where it has any, and an aside */
  constructor(
    code: Code,
    message: string,
    ...rest: Record<never, never> extends Details<Code> ? [details?: Details<Code>] : [details: Details<Code>]
  ) {
    super(message);
    const { aside, ...data }: AnyRefusalData & { readonly aside?: Aside } = rest[0] ?? {};
    this.code = code;
    this.data = data;
    this.aside = aside;
  }
}

/**
 * Collects everything that is wrong with a request, so that one answer names it all: a malformed request (400) and
 * well-formed content that breaks a rule (422) together are answered 400, with both listed.
 */
export class Violations {
  readonly #malformed: Violation[] = [];
  readonly #unprocessable: Violation[] = [];

  /** Something malformed: answered 400. */
  malformed(name: string, reason: string): void {
    this.#malformed.push({ name, reason });
  }

  /** Something well-formed that breaks a rule: answered 422. */
  unprocessable(name: string, reason: string, more: Pick<Violation, 'didYouMean'> = {}): void {
    this.#unprocessable.push({ name, reason, ...more });
  }

  /** Throws a `Refusal` that names all that was found, or does nothing. */
  refuse(): void {
    const errors = [...this.#malformed, ...this.#unprocessable];
    if (errors.length > 0)
      throw makeListed(this.#malformed.length > 0 ? 'bad-request' : 'unprocessable-content', errors);
  }
}

/** The refusal of everything that is wrong, of which there is something. */
export function makeListed(
  code: 'bad-request' | 'unprocessable-content' | 'attribute-not-writable',
  errors: readonly Violation[],
): Refusal {
  const [first = { name: '', reason: '' }] = errors;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more, see errors)` : '';
  const listed = errors.slice(0, MAX_LISTED).map(({ name, reason, ...rest }) => ({
    name: shorten(name, MAX_TEXT),
    reason: shorten(reason, MAX_TEXT),
    ...rest,
  }));
  const moreErrors = errors.length - listed.length;
  return new Refusal(code, `${JSON.stringify(shorten(first.name))}: ${shorten(first.reason, MAX_TEXT)}${more}.`, {
    errors: listed,
    ...(moreErrors > 0 && { moreErrors }),
  });
}

/** How many violations a refusal lists: it must stay smaller than what it refuses. */
const MAX_LISTED = 100;

/** Characters of each name and reason that it lists. */
const MAX_TEXT = 1_000;

/** A text shortened for a message. */
function shorten(text: string, most = 80): string {
  return text.length <= most ? text : `${text.slice(0, most - 3).toWellFormed()}...`;
}
