import type { Difference, ProblemCode, ProblemData, Violation } from './types/index.ts';

/** An answer that has arrived whole, unless it is a stream. */
export interface Received {
  readonly isSuccess: boolean;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The JSON; undefined when there is none. */
  readonly body: unknown;
  /** Seconds. */
  readonly retryAfter?: number;
  /** Of Server-Sent Events, not yet read. */
  readonly stream?: ReadableStream<Uint8Array>;
}

/** A code of this API, or of the token end point (RFC 6749); a newer server may have more. */
export type RefusalCode = ProblemCode | (string & Record<never, never>);

/**
 * The server refused a request (RFC 9457), or, where trying again might have helped, refused it at every attempt. It
 * has changed nothing; with status 500 or above that is not certain, and it is safe to send the same request with the
 * same key.
 */
export class RequestRefused extends Error {
  override readonly name = 'RequestRefused';
  readonly status: number;
  /** Decide by it: `docs/errors.md` lists them. Undefined for the gateway's own refusals (401, 429, ...). */
  readonly code?: RefusalCode;
  /** For people. */
  readonly detail: string;
  /** The id of the request in the server's log. */
  readonly contextId?: string;
  /** What was wrong with the content, at most the first 100. @default none */
  readonly errors: readonly Violation[];
  /** How many more there are than `errors` lists. */
  readonly moreErrors?: number;
  /** When the version that the request named is not current. */
  readonly currentVersion?: number;
  /** When attributes do not have the values that the request names: those. */
  readonly differences?: readonly Difference[];
  /** Seconds to wait, when the server says. */
  readonly retryAfter?: number;
  /** Of a write. */
  readonly idempotencyKey?: string;

  /** @param request - its name, such as `GET /x`. */
  constructor(request: string, received: Received, idempotencyKey?: string) {
    const body = (received.body ?? {}) as Partial<Record<string, unknown>>;
    const { contextId, errors, moreErrors, currentVersion, differences } = body;
    // The last two are those of RFC 6749, section 5.2.
    const code = [body.code, body.error].find((one) => typeof one === 'string');
    const details = [body.detail, body.message, body.error_description, received.text.slice(0, 200)];
    const detail = details.find((one) => typeof one === 'string') ?? '';
    super([`${request}: ${received.status}`, code, detail].filter(Boolean).join(' '));
    this.status = received.status;
    this.detail = detail;
    this.errors = Array.isArray(errors) ? errors : [];
    if (code !== undefined) this.code = code;
    if (typeof contextId === 'string') this.contextId = contextId;
    if (typeof moreErrors === 'number') this.moreErrors = moreErrors;
    if (typeof currentVersion === 'number') this.currentVersion = currentVersion;
    if (Array.isArray(differences)) this.differences = differences;
    if (received.retryAfter !== undefined) this.retryAfter = received.retryAfter;
    if (idempotencyKey !== undefined) this.idempotencyKey = idempotencyKey;
  }
}

/** A refusal with one of these codes, and what comes with them. */
export type RefusedWith<Code extends ProblemCode> = Code extends ProblemCode
  ? Omit<RequestRefused, 'code'> & { readonly code: Code } & (Code extends keyof ProblemData
        ? ProblemData[Code]
        : unknown)
  : never;

/** Whether an error is a refusal with one of these codes: `error.currentVersion` is a number where `isRefused(error, 'version-conflict')`. */
export function isRefused<const Code extends ProblemCode>(
  error: unknown,
  ...codes: readonly Code[]
): error is RefusedWith<Code> {
  return error instanceof RequestRefused && codes.some((code) => code === error.code);
}

/** No attempt was answered; `cause` says why. A write may have been applied: the same request with the same key is safe. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  /** Of a write. */
  readonly idempotencyKey?: string;

  /** @param request - its name, such as `GET /x`. */
  constructor(request: string, cause: unknown, idempotencyKey?: string) {
    super(`${request}: no answer (${explainCause(cause)})`, { cause });
    if (idempotencyKey !== undefined) this.idempotencyKey = idempotencyKey;
  }
}

/** `fetch` says why in the cause of its error. */
function explainCause(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
