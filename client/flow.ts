import type { Transport } from './transport.ts';
import type { Flushed, Pending, Placement, Seen, StringChanges } from './types.ts';

/** One run of a call, chat or task flow: it sets, gets and flushes. */
export class Flow {
  readonly #transport: Transport;
  readonly #path: string;

  constructor(transport: Transport, path: string) {
    this.#transport = transport;
    this.#path = path;
  }

  /** Keeps values until the flush, durably and for this execution only; `null` removes a name then. */
  async set(attributes: StringChanges, options: Placement & { readonly flowType?: string } = {}): Promise<Pending> {
    return this.#post('attributes', { attributes, ...options });
  }

  /** Reads values as this execution sees them: its own pending ones first. Without names: all. */
  async get(names: readonly string[] = [], placement: Placement = {}): Promise<Seen> {
    const query = new URLSearchParams(names.map((name): [string, string] => ['name', name]));
    for (const [name, value] of Object.entries(placement)) query.set(name, value);
    return this.#get(`attributes?${query}`);
  }

  /** Applies all that is pending, and a last batch that may come along, at once. */
  async flush(attributes?: StringChanges, placement: Placement = {}): Promise<Flushed> {
    return this.#post('flush', attributes ? { attributes, ...placement } : {});
  }

  /** Like `set`, for secured attributes. */
  async setSecured(attributes: StringChanges): Promise<Pending> {
    return this.#post('secureattributes', { attributes });
  }

  /** Like `get`, for secured attributes. */
  async getSecured(names: readonly string[] = []): Promise<Seen<string>> {
    return this.#get(`secureattributes?${new URLSearchParams(names.map((name): [string, string] => ['name', name]))}`);
  }

  async #get<Answer>(path: string): Promise<Answer> {
    return (await this.#transport.send<Answer>({ method: 'GET', path: `${this.#path}/${path}` })).body;
  }

  async #post<Answer>(path: string, body: object): Promise<Answer> {
    return (await this.#transport.send<Answer>({ method: 'POST', path: `${this.#path}/${path}`, body })).body;
  }
}
