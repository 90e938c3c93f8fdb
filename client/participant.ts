import { RequestRefused } from './errors.ts';
import { pause, type Transport } from './transport.ts';
import type { AttributeChanges, Attributes } from './types.ts';

/** How often `updateAttributes` reads and merges again while others write. */
const mostUpdates = 20;

/** A participant of a conversation. */
export class ParticipantOf {
  readonly #transport: Transport;
  readonly #path: string;

  constructor(transport: Transport, path: string) {
    this.#transport = transport;
    this.#path = `${path}/attributes`;
  }

  /** Its attributes, and their version. */
  async attributes(): Promise<{ readonly attributes: Attributes; readonly version: number }> {
    const { body, etag = '' } = await this.#read();
    return { attributes: body.attributes, version: Number(etag.replaceAll('"', '')) };
  }

  /** Merges changes; with a version, only if that is current. @throws RequestRefused 409 `version-conflict` */
  async patch(
    attributes: AttributeChanges,
    options: { readonly version?: number } = {},
  ): Promise<{ readonly attributes: Attributes; readonly version: number }> {
    const request = { method: 'PATCH', path: this.#path, body: { attributes, ...options } } as const;
    return (await this.#transport.send<{ attributes: Attributes; version: number }>(request)).body;
  }

  /**
   * Reads the attributes, lets `change` say what is to change, and writes that if nobody wrote meanwhile; else it reads
   * and asks again. So `change` may be called several times: it should do nothing else.
   */
  async updateAttributes(
    change: (attributes: Attributes) => AttributeChanges | Promise<AttributeChanges>,
  ): Promise<{ readonly attributes: Attributes; readonly version: number }> {
    for (let attempt = 1; ; attempt++) {
      const { body, etag = '*' } = await this.#read();
      const attributes = await change(body.attributes);
      try {
        const request = {
          method: 'PATCH',
          path: this.#path,
          body: { attributes },
          headers: { 'if-match': etag },
        } as const;
        return (await this.#transport.send<{ attributes: Attributes; version: number }>(request)).body;
      } catch (error) {
        const isStale = error instanceof RequestRefused && error.status === 412;
        if (!isStale || attempt >= mostUpdates) throw error;
        await pause(Math.min(attempt, 3));
      }
    }
  }

  #read() {
    return this.#transport.send<{ attributes: Attributes }>({ method: 'GET', path: this.#path });
  }
}
