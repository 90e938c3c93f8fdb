import { Refusal, type RefusalCode, type RefusalDetails } from '#domain/refusal.ts';
import { StoreUnavailable } from '#domain/store.ts';
import { DataKeyLost, DataKeyRemoved, KeyServiceUnavailable } from '#domain/vault.ts';
import type { ApiEvent, ApiMiddleware, ApiResponse } from '#http/api.ts';
import { hasScope } from '#http/rights.ts';

/** What the edge refuses by itself. */
export type EdgeCode =
  | 'missing-scope'
  | 'missing-queue'
  | 'route-not-found'
  | 'method-not-allowed'
  | 'not-acceptable'
  | 'unsupported-media-type'
  | 'body-too-large'
  | 'store-unavailable'
  | 'key-service-unavailable'
  | 'data-key-lost'
  | 'internal-error';

/** Every code of a refusal. */
export type ProblemCode = RefusalCode | EdgeCode;

/** The one table from a code to its status (RFC 9110) and its title. `docs/errors.md` explains each. */
export const problems: Readonly<Record<ProblemCode, { readonly status: number; readonly title: string }>> = {
  'bad-request': { status: 400, title: 'The request is malformed' },
  'missing-scope': { status: 403, title: 'The access token lacks a scope' },
  'missing-queue': { status: 403, title: 'The access token lacks the right to the call queue' },
  'foreign-execution': { status: 403, title: 'The flow execution belongs to another client' },
  'secured-not-for-bots': { status: 403, title: 'A bot flow may not use secured attributes' },
  'route-not-found': { status: 404, title: 'There is no such path' },
  'conversation-not-found': { status: 404, title: 'There is no such conversation' },
  'participant-not-found': { status: 404, title: 'There is no such participant' },
  'method-not-allowed': { status: 405, title: 'The path does not have this method' },
  'not-acceptable': { status: 406, title: 'None of the media types of the answer is accepted' },
  'conversation-ended': { status: 409, title: 'The conversation has ended' },
  'conversation-not-ended': { status: 409, title: 'The conversation has not ended' },
  'wrong-channel': { status: 409, title: 'The conversation belongs to another channel' },
  'invalid-transition': { status: 409, title: 'The conversation can not go to this state' },
  'conversation-exists': { status: 409, title: 'The id of the conversation is taken' },
  'participant-exists': { status: 409, title: 'The id of the participant is taken' },
  'version-conflict': { status: 409, title: 'The version is not current' },
  'idempotency-key-expired': { status: 409, title: 'The Idempotency-Key is more than 24 hours old' },
  'precondition-failed': { status: 412, title: 'The version in If-Match is not current' },
  'body-too-large': { status: 413, title: 'The body is too large' },
  'conversation-too-large': { status: 413, title: 'The conversation would be too large' },
  'unsupported-media-type': { status: 415, title: 'The body is not JSON' },
  'unprocessable-content': { status: 422, title: 'The content breaks a rule' },
  'channel-takes-no-attributes': { status: 422, title: 'The channel type takes no attributes' },
  'idempotency-key-reused': { status: 422, title: 'The Idempotency-Key was used with another body' },
  'too-many-participants': { status: 422, title: 'The conversation has too many participants' },
  'too-many-executions': { status: 422, title: 'Too many flow executions have pending writes' },
  'too-many-pending-writes': { status: 422, title: 'The flow execution has too many pending writes' },
  'precondition-required': { status: 428, title: 'The request must name a version' },
  'key-service-unavailable': { status: 503, title: 'The key service does not answer' },
  'data-key-lost': { status: 500, title: 'The data key of the secured attributes is lost' },
  'internal-error': { status: 500, title: 'Something went wrong here' },
  contention: { status: 503, title: 'Others were writing at the same time' },
  'store-unavailable': { status: 503, title: 'The store does not answer' },
};

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
  readonly details?: RefusalDetails;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Turns what a handler throws into the answer; registered first, so that it runs last. */
export function answerProblems(): ApiMiddleware {
  return {
    onError: (request) => {
      const { event, error } = request;
      request.response = problemResponse(withAside(problemOf(error), error, event), event.requestContext.requestId);
    },
  };
}

/** The code under which an error is answered. Anything unexpected is `internal-error`. */
export function codeOf(error: unknown): ProblemCode {
  return problemOf(error).code;
}

function problemOf(error: unknown): Problem {
  if (error instanceof Refusal) return { code: error.code, detail: error.message, details: error.details };
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
      'Secured attributes of the conversation are sealed under a data key that is lost, so that none is set beside them: remove them all first, pending ones too, or have the table of data keys restored';
    return { code: 'data-key-lost', detail };
  }
  return { code: 'internal-error', detail: 'Unexpected: the log has the reason under this contextId' };
}

/** Adds what only who may see the participants of a conversation is told. */
function withAside(problem: Problem, error: unknown, event: ApiEvent): Problem {
  if (!(error instanceof Refusal) || error.aside === undefined) return problem;
  const mayRead = hasScope(event, 'conversation:read') || hasScope(event, 'interaction:participant:read');
  return mayRead ? { ...problem, detail: `${problem.detail}. ${error.aside}` } : problem;
}

function problemResponse({ code, detail, details, headers }: Problem, contextId: string): ApiResponse {
  const { status, title } = problems[code];
  const retry = status === 503 ? { 'retry-after': '1' } : {};
  const type = `${typeBase}#${code}`;
  const body = { type, title, status, detail, code, message: detail, contextId, ...details };
  return {
    statusCode: status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...retry, ...headers },
    body: JSON.stringify(body),
  };
}

/** Where `docs/errors.md` is read; a reference relative to the API (RFC 9457, section 3.1.1). */
const typeBase = '/docs/errors';
