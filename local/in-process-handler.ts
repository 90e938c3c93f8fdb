import { EventEmitter } from 'node:events';
import type { Server } from 'node:http';
import { type HttpRequest, HttpResponse } from '@smithy/core/protocols';

/**
 * The SDK's HTTP client for a server of this process: it hands over requests and answers as they would go over the wire, method, headers
 * and bytes, but by a call. A socket takes more than half of what a request to the embedded store takes.
 */
export class InProcessHandler {
  readonly metadata = { handlerProtocol: 'http/1.1' };
  readonly #server: Server;
  readonly #underWay = new Set<Promise<unknown>>();
  #isClosed = false;

  constructor(server: Server) {
    this.#server = server;
  }

  /** @throws Error as of a connection that was refused, once it is closed. */
  async handle(request: HttpRequest): Promise<{ response: HttpResponse }> {
    if (this.#isClosed) throw Object.assign(new Error('The server is closed'), { code: 'ECONNREFUSED' });
    const answered = this.#exchange(request);
    this.#underWay.add(answered);
    try {
      return { response: await answered };
    } finally {
      this.#underWay.delete(answered);
    }
  }

  /** Takes no more requests, and waits for the answers to those under way. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.allSettled(this.#underWay);
  }

  /** The SDK's client may be destroyed and used again; there are no connections to end. */
  destroy(): void {}

  /** Nothing can be configured: a call has no time limit. */
  updateHttpClientConfig(): void {}

  httpHandlerConfigs(): object {
    return {};
  }

  #exchange({ method, path, headers, body }: HttpRequest): Promise<HttpResponse> {
    return new Promise((resolve) => {
      const request = Object.assign(new EventEmitter(), { method, url: path, headers: lowerNames(headers) });
      const answered: Record<string, string> = {};
      const response = {
        statusCode: 200,
        setHeader: (name: string, value: string | number) => {
          answered[name.toLowerCase()] = String(value);
        },
        end: (text = '') =>
          resolve(new HttpResponse({ statusCode: response.statusCode, headers: answered, body: Buffer.from(text) })),
      };
      this.#server.emit('request', request, response);
      if (body !== undefined) request.emit('data', toBuffer(body));
      request.emit('end');
    });
  }
}

function lowerNames(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

/** @param body - a text or bytes, as the SDK gives them; its bytes warn of being read as a text */
function toBuffer(body: string | Uint8Array): Buffer {
  return typeof body === 'string' ? Buffer.from(body) : Buffer.from(body.buffer, body.byteOffset, body.byteLength);
}
