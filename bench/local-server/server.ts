import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** Where a server listens, and a token of every right. */
export interface Started {
  readonly url: string;
  readonly token: string;
}

/** What the process of a server has used since its start, and holds now. */
export interface Used {
  readonly cpuMicroseconds: number;
  /** What is in use after a garbage collection: the heap, and what lies outside of it. */
  readonly liveBytes: number;
  readonly residentBytes: number;
}

/** The local server, as `npm start` runs it, in a process of its own. */
export class Server {
  readonly started: Started;
  readonly #process: ChildProcess;

  private constructor(process: ChildProcess, started: Started) {
    this.#process = process;
    this.started = started;
  }

  /** Starts one. What it logs goes nowhere, by way of the system. */
  static async start(dataDir: string): Promise<Server> {
    const own = fork(join(import.meta.dirname, 'serve.ts'), [dataDir], {
      execArgv: ['--expose-gc', ...process.execArgv],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const [started] = (await once(own, 'message')) as [Started];
    return new Server(own, started);
  }

  async measure(): Promise<Used> {
    this.#process.send('measure');
    const [used] = (await once(this.#process, 'message')) as [Used];
    return used;
  }

  async stop(): Promise<void> {
    this.#process.disconnect();
    await once(this.#process, 'exit');
  }
}
