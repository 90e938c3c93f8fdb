import { NoAnswer, type Problem, RequestRefused } from './errors.ts';
import { type TokenOptions, TokenSource } from './token.ts';

/** How a client reaches the API. */
export interface TransportOptions extends TokenOptions {
  /** Of the API, such as `http://localhost:3000`. */
  readonly baseUrl: string;
  /** Milliseconds that one attempt may take. @default 12,000: longer than a function of the API may run */
  readonly timeout?: number;
  /** How often a request is sent at most. @default 5 */
  readonly attempts?: number;
  /** @default the global `fetch` */
  readonly fetch?: typeof fetch;
}

/** A request of the API. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the base URL, encoded. */
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** The same for every attempt of one write. @default made for the request */
  readonly idempotencyKey?: string;
}

/** Statuses that may pass: the gateway throttles, the store or the key service does not answer. */
const passing: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/** Milliseconds of the first pause at most; each further one may be twice as long. */
const firstPause = 200;
const longestPause = 5_000;

/**
 * Sends requests until they are answered. Every write carries one Idempotency-Key for all its attempts, so that sending
 * it again is safe: it is applied once (within 15 minutes).
 */
export class Transport {
  readonly #options: Required<Pick<TransportOptions, 'baseUrl' | 'timeout' | 'attempts' | 'fetch'>>;
  readonly #tokens: TokenSource;

  constructor({ baseUrl, timeout = 12_000, attempts = 5, fetch = globalThis.fetch, ...token }: TransportOptions) {
    this.#options = { baseUrl: baseUrl.replace(/\/+$/, ''), timeout, attempts, fetch };
    this.#tokens = new TokenSource({ tokenUrl: `${this.#options.baseUrl}/oauth/token`, ...token }, fetch);
  }

  /** @throws RequestRefused, NoAnswer */
  async send<Answer>(request: ApiRequest): Promise<{ readonly body: Answer; readonly etag: string | undefined }> {
    const key = request.idempotencyKey ?? crypto.randomUUID();
    const name = `${request.method} ${request.path}`;
    let renewed = false;
    for (let attempt = 1; ; attempt++) {
      const answer = await this.#attempt(request, key);
      if (answer instanceof Error) {
        if (attempt >= this.#options.attempts) throw new NoAnswer(`${name}: no answer`, { cause: answer });
        await pause(attempt);
        continue;
      }
      if (answer.status < 300) {
        const body = (answer.text === '' ? undefined : JSON.parse(answer.text)) as Answer;
        return { body, etag: answer.headers.get('etag') ?? undefined };
      }
      const problem = problemOf(answer);
      if (problem.status === 401 && !renewed) {
        renewed = true;
        this.#tokens.renew();
        continue;
      }
      if (!passing.has(problem.status) || attempt >= this.#options.attempts) throw new RequestRefused(name, problem);
      await pause(attempt, problem.retryAfter);
    }
  }

  /** The answer, or why there is none. */
  async #attempt(request: ApiRequest, key: string): Promise<Received | Error> {
    const { method, path, body, headers } = request;
    const { baseUrl, timeout, fetch } = this.#options;
    const token = await this.#tokens.get();
    try {
      const response = await fetch(`${baseUrl}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...(method !== 'GET' && { 'idempotency-key': key }),
          ...headers,
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(timeout),
      });
      return { status: response.status, headers: response.headers, text: await response.text() };
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }
}

/** An answer that has arrived whole. */
interface Received {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

function problemOf({ status, headers, text }: Received): Problem {
  const body = parsed(text);
  const retryAfter = Number(headers.get('retry-after') ?? Number.NaN);
  const detail = body.detail ?? body.message ?? text.slice(0, 200);
  return { ...body, status, detail, ...(retryAfter >= 0 && { retryAfter }) };
}

function parsed(text: string): Partial<Problem> & { message?: string } {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

/** A random pause below a limit that doubles ("full jitter"), and at least as long as the server says. */
export function pause(attempt: number, leastSeconds = 0): Promise<void> {
  const most = Math.min(longestPause, firstPause * 2 ** (attempt - 1));
  const milliseconds = leastSeconds * 1000 + Math.random() * most;
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
