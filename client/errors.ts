/** One thing that was wrong with a request. */
export interface Violation {
  readonly name: string;
  readonly reason: string;
}

/** The body of a refusal (RFC 9457); what the gateway refuses by itself has only a message. */
export interface Problem {
  readonly status: number;
  /** Decide by it: `docs/errors.md` lists them. Undefined for the gateway's own refusals. */
  readonly code?: string;
  readonly detail: string;
  /** The id of the request in the log. */
  readonly contextId?: string;
  readonly errors?: readonly Violation[];
  /** With a version that was not current. */
  readonly currentVersion?: number;
  /** Seconds to wait, when the server says. */
  readonly retryAfter?: number;
}

/** The server refused a request, and, where that helps, did so at every attempt. */
export class RequestRefused extends Error implements Problem {
  override readonly name = 'RequestRefused';
  readonly status: number;
  readonly code?: string;
  readonly detail: string;
  readonly contextId?: string;
  readonly errors?: readonly Violation[];
  readonly currentVersion?: number;

  constructor(request: string, problem: Problem) {
    super(`${request}: ${problem.status} ${problem.code ?? ''} ${problem.detail}`.replace(/\s+/g, ' '));
    this.status = problem.status;
    this.detail = problem.detail;
    if (problem.code !== undefined) this.code = problem.code;
    if (problem.contextId !== undefined) this.contextId = problem.contextId;
    if (problem.errors !== undefined) this.errors = problem.errors;
    if (problem.currentVersion !== undefined) this.currentVersion = problem.currentVersion;
  }
}

/** No attempt got an answer. A write may have been applied: the same request with the same key is safe. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}
