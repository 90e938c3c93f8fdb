import { isRead, type Scope } from '#contract/contract.ts';
import { type EdgeCode, type ProblemCode, problems } from '#contract/problems.ts';
import { type AnyRefusalData, type Aside, Refusal } from '#domain/refusal.ts';
import { StoreUnavailable } from '#domain/store.ts';
import { DataKeyLost, DataKeyRemoved, KeyServiceUnavailable } from '#domain/vault.ts';
import type { ApiEvent, ApiMiddleware, ApiResponse } from '#http/api.ts';
import { hasScope, listReadableQueues } from '#http/request/rights.ts';

/** A refusal by the edge itself. */
export class EdgeRefusal extends Error {
  override readonly name = 'EdgeRefusal';
  readonly code: EdgeCode;
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: EdgeCode, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.code = code;
    this.headers = headers;
  }
}

interface Problem {
  readonly code: ProblemCode;
  readonly detail: string;
  readonly data?: AnyRefusalData;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Turns what a handler throws into the answer; registered first, so that it runs last. */
export function answerProblems(): ApiMiddleware {
  return {
    onError: (request) => {
      const { event, error } = request;
      const problem = hideValues(addAside(problemOf(error), error, event), event);
      request.response = respondWithProblem(problem, event.requestContext.requestId);
    },
  };
}

/** The code under which an error is answered. Anything unexpected is `internal-error`. */
export function codeOf(error: unknown): ProblemCode {
  return problemOf(error).code;
}

function problemOf(error: unknown): Problem {
  if (error instanceof Refusal) return { code: error.code, detail: error.message, data: error.data };
  if (error instanceof EdgeRefusal) return { code: error.code, detail: error.message, headers: error.headers };
  if (error instanceof StoreUnavailable) {
    const detail =
      'The store did not answer in time. The request may have taken effect: send it again with the same Idempotency-Key';
    return { code: 'store-unavailable', detail };
  }
  if (error instanceof KeyServiceUnavailable) {
    const detail =
      "The KMS key under which the secured attributes of the conversation are sealed can't be used now: it is this deployment's, or one from before. Ordinary attributes work; nothing was changed";
    return { code: 'key-service-unavailable', detail };
  }
  if (error instanceof DataKeyRemoved) {
    return { code: 'conversation-ended', detail: 'The conversation has ended, and its data key is removed' };
  }
  if (error instanceof DataKeyLost) {
    const detail =
      'Secured attributes of the conversation are sealed under a data key that is lost, so no others can be set: remove them all first, pending ones too, or have the table of data keys restored';
    return { code: 'data-key-lost', detail };
  }
  return { code: 'internal-error', detail: 'Unexpected: the log has the reason under this contextId' };
}

/** Which scopes let a caller see what a refusal tells besides: any of them. */
const scopesOf: Readonly<Record<Aside['of'] | 'data', readonly Scope[]>> = {
  data: ['conversation:read'],
  participants: ['conversation:read', 'interaction:participant:read'],
  saved: ['contactdata:read', 'settings:read'],
};

/** Adds the sentence that only a caller with one of the scopes may see. */
function addAside(problem: Problem, error: unknown, event: ApiEvent): Problem {
  if (!(error instanceof Refusal) || error.aside === undefined) return problem;
  const { of, text } = error.aside;
  return mayRead(event, of) ? { ...problem, detail: `${problem.detail}. ${text}` } : problem;
}

/** Takes values out that the caller may not read. */
function hideValues(problem: Problem, event: ApiEvent): Problem {
  const { differences } = problem.data ?? {};
  if (!differences) return problem;
  const shown = differences.map(({ current, ...one }) =>
    mayRead(event, one.participantId === undefined ? 'data' : 'participants') ? { ...one, current } : one,
  );
  return { ...problem, data: { ...problem.data, differences: shown } };
}

function mayRead(event: ApiEvent, of: keyof typeof scopesOf): boolean {
  // Of a write it is not known whether the caller may read that call queue, but where saved data is written.
  const isOfAny = isRead(event.requestContext.http.method) || listReadableQueues(event) === undefined;
  return (isOfAny || of === 'saved') && scopesOf[of].some((scope) => hasScope(event, scope));
}

function respondWithProblem({ code, detail, data, headers }: Problem, contextId: string): ApiResponse {
  const { status, title } = problems[code];
  const retry = status === 503 ? { 'retry-after': '1' } : {};
  const type = `${TYPE_BASE}#${code}`;
  const body = { type, title, status, detail, code, message: detail, contextId, ...data };
  return {
    statusCode: status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...retry, ...headers },
    body: JSON.stringify(body),
  };
}

/** Where `docs/errors.md` is read; a reference relative to the API (RFC 9457, section 3.1.1). */
const TYPE_BASE = '/docs/errors';
