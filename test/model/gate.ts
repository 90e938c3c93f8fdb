import type { Scheduler } from 'fast-check';
import { readsDefinitions } from '../support/calls.ts';

/**
 * Runs work at once, with one call to DynamoDB at a time: the scheduler chooses whose is next when all have come to one.
 * So a race is the same whenever the scheduler chooses the same.
 */
export class Gate {
  #scheduler: Scheduler | undefined;
  #changed: () => void = () => undefined;

  /** Puts the gate before every call of the handlers' client. To be called once they are loaded. */
  async install(): Promise<void> {
    const { documentClient } = await import('#http/wiring/document-client.ts');
    documentClient.middlewareStack.add(
      (next, { commandName = '' }) =>
        async (args) => {
          // Whoever comes first reads them for all, who would not come to a call of their own meanwhile.
          if (!readsDefinitions(commandName, args.input)) await this.#pass(commandName);
          return next(args);
        },
      { step: 'initialize', name: 'gate' },
    );
  }

  /** Starts every work, and gives what came of each. */
  async race<T>(scheduler: Scheduler, works: readonly (() => Promise<T>)[]): Promise<readonly T[]> {
    this.#scheduler = scheduler;
    let running = works.length;
    const finish = () => {
      running -= 1;
      this.#changed();
    };
    const results = works.map((work) => work().finally(finish));
    const done = Promise.all(results);
    try {
      while (running > 0) {
        // Every work has come to a call, or none would be left out of the choice.
        if (scheduler.count() >= running) await scheduler.waitNext(1);
        else await Promise.race([this.#change(), done]);
      }
      return await done;
    } finally {
      // After a failure nothing may wait at the gate any more.
      this.#scheduler = undefined;
      await scheduler.waitIdle();
      await Promise.allSettled(results);
    }
  }

  #change(): Promise<void> {
    return new Promise((resolve) => {
      this.#changed = resolve;
    });
  }

  async #pass(command: string): Promise<void> {
    if (!this.#scheduler) return;
    const turn = this.#scheduler.schedule(Promise.resolve(), command);
    this.#changed();
    await turn;
  }
}
