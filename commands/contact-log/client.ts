import { Refused, send } from './send.ts';

/** How a client gets its access tokens: client credentials (RFC 6749, section 4.4) by Basic. */
export interface Credentials {
  readonly tokenUrl: string;
  readonly id: string;
  readonly secret: string;
}

/** Gets what needs an access token, and renews the token before it expires. */
export class Client {
  readonly #credentials: Credentials;
  readonly #signal: AbortSignal;
  #token = { text: '', until: 0 };

  /** @param signal ends whatever is under way. */
  constructor(credentials: Credentials, signal: AbortSignal) {
    this.#credentials = credentials;
    this.#signal = signal;
  }

  /** The text of an answer. @throws Refused */
  async get(url: string): Promise<string> {
    const get = async () => {
      const headers = { accept: 'application/json', authorization: `Bearer ${await this.#freshToken()}` };
      return send(url, { headers }, this.#signal);
    };
    try {
      return await get();
    } catch (error) {
      if (!(error instanceof Refused && error.status === 401)) throw error;
      // It expired on the way, or the issuer's keys have changed: once more with a new one.
      this.#token = { text: '', until: 0 };
      return get();
    }
  }

  async #freshToken(): Promise<string> {
    if (Date.now() < this.#token.until) return this.#token.text;
    const { tokenUrl, id, secret } = this.#credentials;
    // RFC 6749, section 2.3.1: form-encoded before Basic.
    const basic = [id, secret].map(encodeURIComponent).join(':');
    const headers = { authorization: `Basic ${Buffer.from(basic).toString('base64')}` };
    const body = new URLSearchParams({ grant_type: 'client_credentials' });
    const asked = Date.now();
    const answer = await send(tokenUrl, { method: 'POST', headers, body }, this.#signal);
    const { access_token, expires_in = 300 } = JSON.parse(answer) as { access_token?: string; expires_in?: number };
    if (!access_token) throw new Error(`${tokenUrl} gives no access_token`);
    // A tenth of its time is left for the way.
    this.#token = { text: access_token, until: asked + expires_in * 900 };
    return access_token;
  }
}
