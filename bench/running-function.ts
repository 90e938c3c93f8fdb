import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

/** What came back of one invocation. */
export interface Answer {
  readonly body: string;
  /** Microseconds of a processor that the process has used since its start. */
  readonly processorMicroseconds: number;
}

/** A function in a process of its own, which takes its invocations from a Runtime API of this one. */
export class RunningFunction {
  readonly #server: Server;
  readonly #process: ChildProcess;
  #waiting: ServerResponse | undefined;
  #next: string | undefined;
  #milliseconds = 0;
  #settle: PromiseWithResolvers<Answer> | undefined;

  private constructor(server: Server, port: number, file: string, environment: Readonly<Record<string, string>>) {
    this.#server = server.on('request', (request, response) => this.#serve(request, response));
    this.#process = spawn(process.execPath, [join(import.meta.dirname, 'runtime-loop.mjs'), file], {
      env: { ...environment, AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${port}` },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  }

  /** Starts it. @param file its bundle. */
  static async start(file: string, environment: Readonly<Record<string, string>>): Promise<RunningFunction> {
    const server = createServer({ keepAliveTimeout: 600_000 });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    return new RunningFunction(server, typeof address === 'object' ? (address?.port ?? 0) : 0, file, environment);
  }

  /**
   * Gives it one event, and waits for its answer.
   *
   * @param milliseconds that it is told it has.
   * @throws Error with what it threw
   */
  invoke(event: unknown, milliseconds = 10_000): Promise<Answer> {
    this.#settle = Promise.withResolvers<Answer>();
    this.#milliseconds = milliseconds;
    this.#next = JSON.stringify(event);
    this.#hand();
    return this.#settle.promise;
  }

  async stop(): Promise<void> {
    this.#process.kill('SIGKILL');
    await once(this.#process, 'exit');
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'GET') {
      this.#waiting = response;
      this.#hand();
      return;
    }
    const body = await text(request);
    response.writeHead(202).end();
    if (request.url?.endsWith('/error')) this.#settle?.reject(new Error(body));
    else this.#settle?.resolve({ body, processorMicroseconds: Number(request.headers['processor-microseconds']) });
  }

  #hand(): void {
    if (this.#waiting === undefined || this.#next === undefined) return;
    this.#waiting.setHeader('lambda-runtime-aws-request-id', 'one');
    this.#waiting.setHeader('lambda-runtime-deadline-ms', Date.now() + this.#milliseconds);
    this.#waiting.end(this.#next);
    this.#waiting = undefined;
    this.#next = undefined;
  }
}
