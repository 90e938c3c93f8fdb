import { RequestRefused } from './errors.ts';

/** Where access tokens come from. */
export interface TokenOptions {
  readonly clientId?: string;
  readonly clientSecret?: string;
  /** @default `/oauth/token` of the API */
  readonly tokenUrl?: string;
  /** Space-separated. @default all that the client has */
  readonly scope?: string;
  /** Gives a token itself; then the others are not used. */
  readonly token?: () => Promise<string>;
}

/** Milliseconds before its end at which a token is not used any more. */
const margin = 30_000;

/** Gets access tokens by client credentials (RFC 6749, section 4.4), and keeps each for its time. */
export class TokenSource {
  readonly #options: TokenOptions & { readonly tokenUrl: string };
  readonly #fetch: typeof fetch;
  #current: Promise<{ readonly token: string; readonly until: number }> | undefined;

  constructor(options: TokenOptions & { readonly tokenUrl: string }, fetchToken: typeof fetch) {
    this.#options = options;
    this.#fetch = fetchToken;
  }

  /** A token that is valid for a while. Calls at one time share one request. @throws RequestRefused */
  async get(): Promise<string> {
    if (this.#options.token) return this.#options.token();
    const asked = this.#current ?? this.#ask();
    try {
      const { token, until } = await asked;
      if (Date.now() < until) return token;
    } catch (error) {
      this.#forget(asked);
      throw error;
    }
    this.#forget(asked);
    return this.get();
  }

  /** The token was refused: the next one is a new one. */
  renew(): void {
    this.#current = undefined;
  }

  #forget(asked: Promise<unknown>): void {
    if (this.#current === asked) this.#current = undefined;
  }

  #ask(): Promise<{ readonly token: string; readonly until: number }> {
    const asking = this.#request();
    this.#current = asking;
    return asking;
  }

  async #request() {
    const { tokenUrl, clientId = '', clientSecret = '', scope } = this.#options;
    const response = await this.#fetch(tokenUrl, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${encode(clientId)}:${encode(clientSecret)}`)}` },
      body: new URLSearchParams({ grant_type: 'client_credentials', ...(scope !== undefined && { scope }) }),
      signal: AbortSignal.timeout(10_000),
    });
    const body = (await response.json().catch(() => ({}))) as TokenAnswer;
    if (!response.ok) {
      const detail = String(body.error_description ?? body.error ?? body.message ?? 'no token');
      throw new RequestRefused(`POST ${tokenUrl}`, {
        status: response.status,
        detail,
        ...(body.error !== undefined && { code: body.error }),
      });
    }
    const seconds = Number(body.expires_in ?? 300);
    return { token: String(body.access_token), until: Date.now() + Math.max(seconds * 1000 - margin, seconds * 500) };
  }
}

/** RFC 6749, sections 5.1 and 5.2; `message` is the gateway's. */
interface TokenAnswer {
  readonly access_token?: string;
  readonly expires_in?: number;
  readonly error?: string;
  readonly error_description?: string;
  readonly message?: string;
}

/** RFC 6749, section 2.3.1: id and secret are form-encoded before they are joined. */
function encode(text: string): string {
  return encodeURIComponent(text).replaceAll('%20', '+');
}
