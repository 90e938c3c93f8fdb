import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Ledger } from './ledger.ts';
import type { Server } from './server.ts';

/** A request that nobody answered: the server died. */
interface Unanswered {
  readonly method: string;
  readonly path: string;
  readonly body: object;
  readonly key: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** What a caller does with a request that was not answered, when the server is back. */
export type Manner = 'sends again' | 'gives up';

/** Who writes attributes one request after another, and keeps account of what was acknowledged. */
export class Caller {
  /** How many writes were acknowledged. */
  acknowledged = 0;
  readonly #ledger: Ledger;
  readonly #manner: Manner;
  #unanswered: Unanswered | undefined;

  constructor(ledger: Ledger, manner: Manner) {
    this.#ledger = ledger;
    this.#manner = manner;
  }

  /** Writes attributes. False when the conversation has ended. @throws TypeError when the server is dead. */
  async write(server: Server, method: string, path: string, body: object, attributes = {}): Promise<boolean> {
    const request = { method, path, body, key: randomUUID(), attributes };
    this.#ledger.sent(attributes);
    this.#unanswered = request;
    return this.#send(server, request);
  }

  /** The server is back: sends again what it did not answer, if that is the caller's manner. */
  async goOn(server: Server): Promise<void> {
    if (this.#unanswered && this.#manner === 'sends again') await this.#send(server, this.#unanswered);
  }

  async #send(server: Server, request: Unanswered): Promise<boolean> {
    const { status, text } = await server.send(request.method, request.path, request.body, request.key);
    // Others were first each time: nothing was done, so it is sent again. Or the machine is too busy: then after a while.
    if (status === 503) {
      if (text.includes('store-unavailable')) await sleep(1_000);
      return this.#send(server, request);
    }
    this.#unanswered = undefined;
    if (status < 300) {
      this.acknowledged += 1;
      this.#ledger.acknowledged(request.attributes);
      return true;
    }
    if (status !== 409) throw new Error(`${request.method} ${request.path} answers ${status}: ${text}`);
    this.#ledger.refused(request.attributes);
    return false;
  }
}
