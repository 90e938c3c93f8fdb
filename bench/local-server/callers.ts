import { Agent, type IncomingMessage, request } from 'node:http';
import type { Started } from './server.ts';

/** Sends a request, and reads the whole answer. @throws Error when it is no 2xx. */
export type Send = (method: 'GET' | 'POST', path: string, body?: object) => Promise<void>;

/** Sends to a server as several callers, each of which has a connection that it keeps. */
export class Callers {
  readonly #agent: Agent;
  readonly #count: number;
  readonly #started: Started;

  constructor(started: Started, count: number) {
    this.#started = started;
    this.#count = count;
    this.#agent = new Agent({ keepAlive: true, maxSockets: count });
  }

  /** Does what is to do, one after the other in each caller. @returns seconds until all is done. */
  async do(jobs: number, job: (send: Send, index: number) => Promise<void>): Promise<number> {
    const began = performance.now();
    let next = 0;
    const work = async () => {
      for (let index = next++; index < jobs; index = next++) await job(this.#send, index);
    };
    await Promise.all(Array.from({ length: this.#count }, work));
    return (performance.now() - began) / 1000;
  }

  close(): void {
    this.#agent.destroy();
  }

  readonly #send: Send = async (method, path, body) => {
    const { url, token } = this.#started;
    const content = body && JSON.stringify(body);
    const headers = {
      authorization: `Bearer ${token}`,
      ...(content !== undefined && {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(content),
      }),
    };
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      request(url + path, { method, headers, agent: this.#agent }, resolve)
        .on('error', reject)
        .end(content);
    });
    let text = '';
    for await (const chunk of response) text += chunk;
    if ((response.statusCode ?? 0) >= 300)
      throw new Error(`${method} ${path} was answered ${response.statusCode}: ${text}`);
  };
}
