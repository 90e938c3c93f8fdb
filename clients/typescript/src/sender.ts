import { NoAnswer, type Received } from './errors.ts';
import { pause } from './pause.ts';

/** How requests are sent. */
export interface SendOptions {
  /** Milliseconds that one attempt may take. @default 12,000: longer than a function of the API may run */
  readonly timeout?: number;
  /** How often a request is sent at most. @default 5 */
  readonly attempts?: number;
  /** @default the global `fetch` */
  readonly fetch?: typeof fetch;
  /** Ends what is under way, and refuses what comes after, with its reason. @default nothing does */
  readonly signal?: AbortSignal;
  /** Reads JSON: give one that keeps the digits of numbers that no double holds. @default `JSON.parse` */
  readonly parse?: (text: string) => unknown;
}

/** A request as it is sent, the same at every attempt. */
export interface Request {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Ends it, besides what ends all requests. */
  readonly signal?: AbortSignal | undefined;
  /** An answer of Server-Sent Events is not read: it has no end. @default every answer is read whole */
  readonly takesStream?: true;
}

/** Statuses that may pass: the gateway throttles, a function, the store or the key service fails. */
const TRANSIENT_STATUSES: ReadonlySet<number> = new Set([429, 500, 502, 503, 504]);

/** Seconds. If the server asks to wait longer, the refusal is returned at once. */
const MAX_WAIT_SECONDS = 60;

/** Sends requests until they are answered. */
export class Sender {
  readonly #options: Required<Omit<SendOptions, 'signal'>>;
  readonly #signal: AbortSignal | undefined;

  constructor({ timeout = 12_000, attempts = 5, fetch: given, signal, parse = JSON.parse }: SendOptions) {
    // Looked up at each call, and called without `this`, as browsers want it.
    this.#options = { timeout, attempts, fetch: given ?? ((input, init) => fetch(input, init)), parse };
    this.#signal = signal;
  }

  /**
   * The answer, or the last one that is no answer yet.
   * @throws NoAnswer; TypeError for a header that can't be sent; the reason of the signal
   */
  async send(request: Request): Promise<Received> {
    checkHeaders(request.headers);
    const signal = this.signalOf(request.signal);
    signal?.throwIfAborted();
    for (let attempt = 1; ; attempt++) {
      const isLast = attempt >= this.#options.attempts;
      const received = await this.#sendOnce(request, signal).catch((cause: unknown) => {
        signal?.throwIfAborted();
        if (isLast) throw new NoAnswer(nameRequest(request), cause, request.headers['idempotency-key']);
        return undefined;
      });
      const wait = received?.retryAfter ?? 0;
      if (received && (isLast || !TRANSIENT_STATUSES.has(received.status) || wait > MAX_WAIT_SECONDS)) return received;
      await pause(attempt, wait, signal);
    }
  }

  /** What ends a request: its own signal, or that of all. */
  signalOf(own: AbortSignal | undefined): AbortSignal | undefined {
    const signals = [this.#signal, own].filter((one) => one !== undefined);
    return signals.length > 1 ? AbortSignal.any(signals) : signals[0];
  }

  async #sendOnce(request: Request, ending: AbortSignal | undefined): Promise<Received> {
    const { url, method, headers: sent, body: content, takesStream } = request;
    const { timeout, fetch: send, parse } = this.#options;
    // What ends the wait for an answer must not end a stream.
    const began = new AbortController();
    const inTime = AbortSignal.timeout(timeout);
    const end = () => began.abort(inTime.reason);
    inTime.addEventListener('abort', end);
    const signal = AbortSignal.any([takesStream ? began.signal : inTime, ...(ending ? [ending] : [])]);
    const init = { method, headers: sent, ...(content !== undefined && { body: content }), signal };
    const response = await send(url, init);
    const { ok: isSuccess, status, headers } = response;
    if (takesStream && isSuccess && response.body && isEventStream(headers)) {
      inTime.removeEventListener('abort', end);
      return { isSuccess, status, headers, text: '', body: undefined, stream: response.body };
    }
    const text = await response.text();
    const body = parseJson(text, parse);
    if (isSuccess && text !== '' && body === undefined) {
      // A login page, or half an answer. Not shown: it may have values.
      throw new Error(`what came is not JSON but ${headers.get('content-type')}, ${text.length} characters`);
    }
    const retryAfter = readRetryAfter(headers.get('retry-after'));
    return { isSuccess, status, headers, text, body, ...(retryAfter !== undefined && { retryAfter }) };
  }

  /** Reads JSON as the answers are read. */
  parse(text: string): unknown {
    return this.#options.parse(text);
  }
}

function isEventStream(headers: Headers): boolean {
  return headers.get('content-type')?.startsWith('text/event-stream') ?? false;
}

/** `fetch` would fail as if it were the network, and show the value. */
function checkHeaders(headers: Request['headers']): void {
  for (const [name, value] of Object.entries(headers)) {
    if (!/^[\t\x20-\x7e]*$/.test(value)) throw new TypeError(`${name} has a character that no header may have`);
  }
}

/** Names a request in an error: without its query, which may hold an address. */
export function nameRequest({ method, url }: Pick<Request, 'method' | 'url'>): string {
  return `${method} ${new URL(url).pathname}`;
}

/** Reads Retry-After, which is a number of seconds or a date (RFC 9110, section 10.2.3). */
function readRetryAfter(retryAfter: string | null): number | undefined {
  if (retryAfter === null) return undefined;
  const seconds = /^\d+$/.test(retryAfter) ? Number(retryAfter) : (Date.parse(retryAfter) - Date.now()) / 1000;
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds);
}

function parseJson(text: string, parse: (text: string) => unknown): unknown {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}
