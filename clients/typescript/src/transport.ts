import { type Received, RequestRefused } from './errors.ts';
import { nameRequest, type Request, Sender, type SendOptions } from './sender.ts';
import { type ClientCredentials, type OwnTokens, TokenSource } from './token.ts';

/** Where the API is, and how it is called. */
export type ClientOptions = (ClientCredentials | OwnTokens) &
  SendOptions & {
    /** Of the API, absolute, such as `http://localhost:3000`. */
    readonly baseUrl: string;
  };

/** What every write takes. */
export interface WriteOptions {
  /**
   * Give one where another process may send the same write again: it is applied once, for 24 hours and before 64 more
   * writes to the same conversation, settings or web channel. 1-255 printable ASCII characters; another body or version under
   * the same key is refused (422).
   * @default one for each call, the same for all its attempts
   */
  readonly idempotencyKey?: string | undefined;
}

/** What a patch of attributes takes. */
export interface MergeOptions extends WriteOptions {
  /**
   * Merges a value that is an object with the one that is there, as RFC 7396 says: its members are set one by one, and
   * `null` removes one. @default the object replaces it
   */
  readonly mergeObjects?: boolean | undefined;
}

/** A request of the API. */
export interface ApiRequest extends WriteOptions {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the base URL, encoded. */
  readonly path: string;
  readonly body?: unknown;
  /** Objects in the body are merged with the values that are there (RFC 7396). @default they replace them */
  readonly mergeObjects?: boolean | undefined;
  /** For a write without a body: sent as `If-Match`. */
  readonly version?: number;
}

/** What came back. */
export interface Answered<Body> {
  readonly body: Body;
  /** Of the ETag. */
  readonly version: number | undefined;
}

/** What came back of a read that may be answered by a stream. */
export type Opened<Body> =
  | { readonly stream: ReadableStream<Uint8Array> }
  | { readonly body: Body; readonly stream?: never };

/** Sends requests with an access token, and every write with one Idempotency-Key for all its attempts. */
export class Transport {
  readonly #baseUrl: string;
  readonly #sender: Sender;
  readonly #token: OwnTokens['token'];

  /** @throws TypeError when the base URL is none. */
  constructor(options: ClientOptions) {
    this.#baseUrl = new URL(options.baseUrl).href.replace(/\/+$/, '');
    this.#sender = new Sender(options);
    if ('token' in options) {
      this.#token = options.token;
    } else {
      const tokens = new TokenSource(this.#sender, { tokenUrl: `${this.#baseUrl}/oauth/token`, ...options });
      this.#token = (refused) => tokens.get(refused);
    }
  }

  /** @throws RequestRefused, NoAnswer; RangeError for a number that JSON has not. */
  async send<Body>({
    method,
    path,
    body,
    mergeObjects = false,
    version,
    idempotencyKey = makeIdempotencyKey(),
  }: ApiRequest): Promise<Answered<Body>> {
    const key = method === 'GET' ? undefined : idempotencyKey;
    const request = {
      method,
      url: this.#baseUrl + path,
      headers: {
        ...(body !== undefined && {
          'content-type': mergeObjects ? 'application/merge-patch+json' : 'application/json',
        }),
        ...(key !== undefined && { 'idempotency-key': key }),
        ...(version !== undefined && { 'if-match': `"${version}"` }),
      },
      ...(body !== undefined && { body: JSON.stringify(body, rejectNonFinite) }),
    };
    const received = await this.#sendWithToken(request);
    if (!received.isSuccess) throw new RequestRefused(nameRequest(request), received, key);
    return { body: received.body as Body, version: readVersion(received.headers.get('etag')) };
  }

  /** The same of a read that may be answered by a stream, and is ended by a signal. @throws as `send` */
  async open<Body>(path: string, signal: AbortSignal | undefined): Promise<Opened<Body>> {
    const accept = 'text/event-stream, application/json;q=0.9';
    const request = {
      method: 'GET',
      url: this.#baseUrl + path,
      headers: { accept },
      signal,
      takesStream: true,
    } as const;
    const received = await this.#sendWithToken(request);
    if (!received.isSuccess) throw new RequestRefused(nameRequest(request), received);
    return received.stream ? { stream: received.stream } : { body: received.body as Body };
  }

  /** What ends a request: its own signal, or that of the client. */
  signalOf(own: AbortSignal | undefined): AbortSignal | undefined {
    return this.#sender.signalOf(own);
  }

  /** Reads JSON as the answers are read. */
  parse(text: string): unknown {
    return this.#sender.parse(text);
  }

  async #sendWithToken(request: Request): Promise<Received> {
    const token = await this.#token();
    let received = await this.#send(request, token);
    // It expired on the way, or the issuer's keys have changed: once more with a new one.
    if (received.status === 401) received = await this.#send(request, await this.#token(token));
    return received;
  }

  #send(request: Request, token: string) {
    return this.#sender.send({ ...request, headers: { ...request.headers, authorization: `Bearer ${token}` } });
  }
}

/** Not `randomUUID`: a page that came over plain HTTP has none. */
function makeIdempotencyKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** JSON would write them as `null`, and `null` removes an attribute. */
function rejectNonFinite(name: string, value: unknown): unknown {
  if (typeof value !== 'number' || Number.isFinite(value)) return value;
  throw new RangeError(
    `${JSON.stringify(name)} is ${value}: JSON has no such number; give null to remove an attribute`,
  );
}

/** Proxies that compress make a tag weak. */
function readVersion(etag: string | null): number | undefined {
  const digits = /^(?:W\/)?"(\d+)"$/.exec(etag ?? '')?.[1];
  return digits === undefined ? undefined : Number(digits);
}
