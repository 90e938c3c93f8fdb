import { encodeQuery } from './path.ts';
import type { ApiRequest, Transport, WriteOptions } from './transport.ts';
import type {
  FlowAttributes,
  FlowKind,
  FlowSecured,
  Flushed,
  Pending,
  Placement,
  ReadPlacement,
  StringAttributeChanges,
} from './types/index.ts';

/** One run of a call, chat or task flow: it sets, gets and flushes. */
export class Flow {
  readonly #transport: Transport;
  readonly #path: string;

  constructor(transport: Transport, path: string) {
    this.#transport = transport;
    this.#path = path;
  }

  /** Keeps values until the flush, durably and for this execution only; `null` removes a name then. */
  set(
    attributes: StringAttributeChanges,
    { idempotencyKey, ...more }: Placement & FlowKind & WriteOptions = {},
  ): Promise<Pending> {
    return this.#send({ method: 'POST', path: '/attributes', body: { attributes, ...more }, idempotencyKey });
  }

  /** Reads values as this execution sees them: its own pending ones first. Without names: all. */
  get(names: readonly string[] = [], more: ReadPlacement & FlowKind = {}): Promise<FlowAttributes> {
    return this.#send({ method: 'GET', path: `/attributes${encodeQuery({ name: names, ...more })}` });
  }

  /** Applies all that is pending at once, with a last batch that may come along: the placement is of that. */
  flush(
    attributes?: StringAttributeChanges,
    { idempotencyKey, ...more }: Placement & FlowKind & WriteOptions = {},
  ): Promise<Flushed> {
    return this.#send({ method: 'POST', path: '/flush', body: { attributes, ...more }, idempotencyKey });
  }

  /** Like `set`, for secured attributes. */
  setSecured(
    attributes: StringAttributeChanges,
    { idempotencyKey, ...more }: FlowKind & WriteOptions = {},
  ): Promise<Pending> {
    return this.#send({ method: 'POST', path: '/secureattributes', body: { attributes, ...more }, idempotencyKey });
  }

  /** Like `get`, for secured attributes. */
  getSecured(names: readonly string[] = [], kind: FlowKind = {}): Promise<FlowSecured> {
    return this.#send({ method: 'GET', path: `/secureattributes${encodeQuery({ name: names, ...kind })}` });
  }

  async #send<Answer>(request: ApiRequest): Promise<Answer> {
    return (await this.#transport.send<Answer>({ ...request, path: this.#path + request.path })).body;
  }
}
