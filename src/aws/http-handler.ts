import http, { type ClientRequest } from 'node:http';
import https from 'node:https';
import { type HttpRequest, HttpResponse } from '@smithy/core/protocols';
import { SDK_TIMEOUTS } from '#aws/timeouts.ts';

/** How many connections it has at once. */
const AGENT_OPTIONS = { keepAlive: true, maxSockets: 50 } as const;

interface Options {
  /** Milliseconds until there is a connection. */
  readonly connectionTimeout: number;
  /** Milliseconds until the answer begins. */
  readonly requestTimeout: number;
  /** Milliseconds until an answer that has begun goes on. */
  readonly socketTimeout: number;
  readonly httpAgent: http.Agent;
  readonly httpsAgent: https.Agent;
}

/**
 * Sends the SDK's requests, whose bodies are texts, and reads the answers to their ends. The SDK's own takes whatever a service may send
 * or get, and a third more of a processor for it: streams, and four timers for each request.
 */
export class HttpHandler {
  readonly metadata = { handlerProtocol: 'http/1.1' };
  #options: Options = {
    ...SDK_TIMEOUTS,
    httpAgent: new http.Agent(AGENT_OPTIONS),
    httpsAgent: new https.Agent(AGENT_OPTIONS),
  };

  /**
   * @param abortSignal - with which the caller gives up
   * @throws Error `TimeoutError`, `AbortError`, or as Node.js has it of a broken connection, with a code
   */
  handle(
    sent: HttpRequest,
    { abortSignal }: { readonly abortSignal?: AbortSignal } = {},
  ): Promise<{ response: HttpResponse }> {
    const { connectionTimeout, requestTimeout, socketTimeout, httpAgent, httpsAgent } = this.#options;
    const { hostname, port, method, path, headers } = sent;
    const options = { host: hostname, port, method, path, headers, ...(abortSignal && { signal: abortSignal }) };
    return new Promise((resolve, reject) => {
      const request =
        sent.protocol === 'http:'
          ? http.request({ ...options, agent: httpAgent })
          : https.request({ ...options, agent: httpsAgent });
      let timer = startTimer(request, `No answer began within ${requestTimeout} ms`, requestTimeout);
      const fail = (error: Error) => {
        clearTimeout(timer);
        reject(error);
      };
      request.on('error', fail);
      request.on('socket', (socket) => {
        if (!socket.connecting) return;
        const connecting = startTimer(
          request,
          `There was no connection within ${connectionTimeout} ms`,
          connectionTimeout,
        );
        socket.once('connect', () => clearTimeout(connecting)).once('close', () => clearTimeout(connecting));
      });
      request.on('response', (answer) => {
        clearTimeout(timer);
        timer = startTimer(request, `The answer did not go on within ${socketTimeout} ms`, socketTimeout);
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => {
          timer.refresh();
          parts.push(part);
        });
        answer.on('error', fail);
        answer.on('end', () => {
          clearTimeout(timer);
          const [first = Buffer.alloc(0), ...others] = parts;
          const body = others.length === 0 ? first : Buffer.concat(parts);
          const { statusCode = 0, headers: given } = answer;
          resolve({ response: new HttpResponse({ statusCode, headers: given as Record<string, string>, body }) });
        });
      });
      request.end(sent.body);
    });
  }

  /** Ends the connections; the next request makes new ones. */
  destroy(): void {
    this.#options.httpAgent.destroy();
    this.#options.httpsAgent.destroy();
  }

  updateHttpClientConfig(option: keyof Options, value: Options[keyof Options]): void {
    this.#options = { ...this.#options, [option]: value };
  }

  httpHandlerConfigs(): Options {
    return this.#options;
  }
}

function startTimer(request: ClientRequest, message: string, milliseconds: number): NodeJS.Timeout {
  return setTimeout(() => {
    request.destroy(Object.assign(new Error(message), { name: 'TimeoutError', code: 'ETIMEDOUT' }));
  }, milliseconds);
}
