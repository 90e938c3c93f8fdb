import { RequestRefused } from './errors.ts';
import { nameRequest, type Sender } from './sender.ts';

/**
 * Gets access tokens by client credentials (RFC 6749, section 4.4). Not for browsers: the page would show the secret.
 */
export interface ClientCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
  /** @default `/oauth/token` of the API */
  readonly tokenUrl?: string;
  /** Space-separated. @default all that the client has */
  readonly scope?: string;
}

/** Access tokens from elsewhere, such as the login of a person. */
export interface OwnTokens {
  /** Gives a token, for each request. @param refused - the one that the API has just not taken, to be renewed. */
  readonly token: (refused?: string) => string | Promise<string>;
}

interface Token {
  readonly text: string;
  /** Epoch milliseconds. */
  readonly until: number;
}

/** Milliseconds before its end at which a token is not used any more; half its time when that is less. */
const MARGIN_MS = 30_000;

/** Gets access tokens, and keeps each for its time. */
export class TokenSource {
  readonly #sender: Sender;
  readonly #credentials: ClientCredentials & { readonly tokenUrl: string };
  #current: Promise<Token> | undefined;

  constructor(sender: Sender, credentials: ClientCredentials & { readonly tokenUrl: string }) {
    this.#sender = sender;
    this.#credentials = credentials;
  }

  /**
   * A token that is valid for a while. Calls at one time share one request.
   * @param refused - one that the API does not take.
   * @throws RequestRefused, NoAnswer
   */
  async get(refused?: string): Promise<string> {
    const asked = this.#current ?? this.#ask();
    const { text, until } = await asked;
    if (text !== refused && Date.now() < until) return text;
    // The first to see it renews it, the others wait for the same.
    if (this.#current === asked) this.#current = undefined;
    return (await (this.#current ?? this.#ask())).text;
  }

  #ask(): Promise<Token> {
    const asking = this.#request();
    this.#current = asking;
    asking.catch(() => {
      if (this.#current === asking) this.#current = undefined;
    });
    return asking;
  }

  async #request(): Promise<Token> {
    const { tokenUrl: url, clientId, clientSecret, scope } = this.#credentials;
    const request = {
      method: 'POST',
      url,
      headers: {
        authorization: `Basic ${btoa(`${encodeFormValue(clientId)}:${encodeFormValue(clientSecret)}`)}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: String(new URLSearchParams({ grant_type: 'client_credentials', ...(scope !== undefined && { scope }) })),
    };
    const asked = Date.now();
    const received = await this.#sender.send(request);
    const { access_token: text, expires_in: seconds = 300 } = (received.body ?? {}) as TokenAnswer;
    if (!received.isSuccess) throw new RequestRefused(nameRequest(request), received);
    if (text === undefined) throw new Error(`${nameRequest(request)}: the answer has no access_token`);
    return { text, until: asked + Math.max(seconds * 1000 - MARGIN_MS, seconds * 500) };
  }
}

/** RFC 6749, section 5.1. */
interface TokenAnswer {
  readonly access_token?: string;
  readonly expires_in?: number;
}

/** RFC 6749, section 2.3.1: id and secret are form-encoded before they are joined. */
function encodeFormValue(text: string): string {
  return new URLSearchParams({ '': text }).toString().slice(1);
}
