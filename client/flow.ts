import { query } from './path.ts';
import type { ApiRequest, Transport, WriteOptions } from './transport.ts';
import type {
  FlowAttributes,
  FlowSecured,
  Flushed,
  Pending,
  Placement,
  ReadPlacement,
  StringChanges,
} from './types/index.ts';

/** What a set takes beside the attributes. */
export interface SetOptions extends WriteOptions {
  /** `bot`: this execution may use no secured attributes. */
  readonly flowType?: string;
}

/** One run of a call, chat or task flow: it sets, gets and flushes. */
export class Flow {
  readonly #transport: Transport;
  readonly #path: string;

  constructor(transport: Transport, path: string) {
    this.#transport = transport;
    this.#path = path;
  }

  /** Keeps values until the flush, durably and for this execution only; `null` removes a name then. */
  set(attributes: StringChanges, { idempotencyKey, ...more }: Placement & SetOptions = {}): Promise<Pending> {
    return this.#send({ method: 'POST', path: '/attributes', body: { attributes, ...more }, idempotencyKey });
  }

  /** Reads values as this execution sees them: its own pending ones first. Without names: all. */
  get(names: readonly string[] = [], placement: ReadPlacement = {}): Promise<FlowAttributes> {
    return this.#send({ method: 'GET', path: `/attributes${query({ name: names, ...placement })}` });
  }

  /** Applies all that is pending at once, with a last batch that may come along: the placement is of that. */
  flush(attributes?: StringChanges, { idempotencyKey, ...placement }: Placement & WriteOptions = {}): Promise<Flushed> {
    return this.#send({ method: 'POST', path: '/flush', body: { attributes, ...placement }, idempotencyKey });
  }

  /** Like `set`, for secured attributes. */
  setSecured(attributes: StringChanges, { idempotencyKey, ...more }: SetOptions = {}): Promise<Pending> {
    return this.#send({ method: 'POST', path: '/secureattributes', body: { attributes, ...more }, idempotencyKey });
  }

  /** Like `get`, for secured attributes. */
  getSecured(names: readonly string[] = []): Promise<FlowSecured> {
    return this.#send({ method: 'GET', path: `/secureattributes${query({ name: names })}` });
  }

  async #send<Answer>(request: ApiRequest): Promise<Answer> {
    return (await this.#transport.send<Answer>({ ...request, path: this.#path + request.path })).body;
  }
}
