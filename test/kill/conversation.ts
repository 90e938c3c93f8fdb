import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Body } from '../support/answer.ts';
import { type Paths, pathsOf } from '../support/paths.ts';
import { Caller, type Manner } from './caller.ts';
import { Ledger } from './ledger.ts';
import type { Server } from './server.ts';

/** A conversation that is under load until the server dies. */
export class LoadedConversation {
  readonly made: Paths = pathsOf(randomUUID());
  readonly #customer = new Ledger();
  readonly #agent = new Ledger();
  readonly #callers: Caller[] = [];
  readonly #patchers = Array.from({ length: 8 }, () => this.#caller(this.#agent, 'sends again'));

  #caller(ledger: Ledger, manner: Manner): Caller {
    const caller = new Caller(ledger, manner);
    this.#callers.push(caller);
    return caller;
  }

  async make(server: Server): Promise<void> {
    const participants = [{ purpose: 'customer' }, { id: 'a1', purpose: 'agent' }];
    await server.send('POST', '/api/v2/conversations', { id: this.made.id, type: 'voice', participants });
  }

  /** Puts it under load. Ends when the server is dead, or the conversation has ended. */
  async load(server: Server, ends: boolean): Promise<void> {
    const work = [
      this.#set(server, 'careful', 'sends again', 7),
      this.#set(server, 'hasty', 'gives up', 5),
      this.#set(server, 'idle', 'sends again', Number.POSITIVE_INFINITY),
      ...(ends
        ? [this.#end(server)]
        : [this.#overwrite(server), ...this.#patchers.map((_, number) => this.#patch(server, number))]),
    ];
    // A dead server is what ends them.
    const outcomes = await Promise.allSettled(work);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected' && !(outcome.reason instanceof TypeError)) throw outcome.reason;
    }
  }

  /** The server is back. */
  async goOn(server: Server): Promise<void> {
    for (const caller of this.#callers) await caller.goOn(server);
  }

  /** Sets a name of its own and a counter each time, and flushes now and then. */
  async #set(server: Server, execution: string, manner: Manner, flushEvery: number): Promise<void> {
    const caller = this.#caller(this.#customer, manner);
    // An execution may have 200 names pending.
    for (let count = 0; count < 190; count++) {
      const attributes = { [`${execution}-${count}`]: `${count}`, [`${execution}-counter`]: `${count}` };
      const path = this.made.flow(execution);
      if (!(await caller.write(server, 'POST', path, { attributes }, attributes))) return;
      if (count % flushEvery === flushEvery - 1) await caller.write(server, 'POST', this.made.flush(execution), {});
    }
  }

  /** Sets and flushes a value, and overwrites it: whatever is applied twice would bring it back. */
  async #overwrite(server: Server): Promise<void> {
    const caller = this.#caller(this.#customer, 'sends again');
    for (let count = 0; ; count++) {
      const mine = { contested: `mine-${count}` };
      await caller.write(server, 'POST', this.made.flow('contest'), { attributes: mine }, mine);
      await caller.write(server, 'POST', this.made.flush('contest'), {});
      const theirs = { contested: `theirs-${count}` };
      await caller.write(server, 'PATCH', this.made.attributes(), { attributes: theirs }, theirs);
    }
  }

  /** Patches a participant whom nobody else writes to, so that the version counts the patches. */
  async #patch(server: Server, number: number): Promise<void> {
    for (let count = 0; ; count++) {
      const attributes = { [`last-${number}`]: `${count}` };
      await this.#patchers[number]?.write(server, 'PATCH', this.made.attributes('a1'), { attributes }, attributes);
    }
  }

  async #end(server: Server): Promise<void> {
    await sleep(randomInt(400));
    const caller = this.#caller(this.#customer, 'sends again');
    await caller.write(server, 'PATCH', this.made.conversation, { state: 'wrapup' });
  }

  /** How many names have a value that was acknowledged. */
  get acknowledged(): number {
    return this.#customer.size;
  }

  /** How many writes have been acknowledged. */
  get writes(): number {
    return this.#callers.reduce((sum, { acknowledged }) => sum + acknowledged, 0);
  }

  /** Whether nothing is pending any more. */
  async isSwept(server: Server): Promise<boolean> {
    const { text } = await server.send('GET', `${this.made.conversation}/export`);
    return JSON.parse(text).pending.length === 0;
  }

  /** What is there that should not be, or is not there that should be. */
  async wrong(server: Server): Promise<readonly string[]> {
    const { body }: { body: Body } = await server.send('GET', `${this.made.conversation}?expand=participants`);
    const [customer, agent] = body.participants;
    const once = 1 + this.#patchers.reduce((sum, { acknowledged }) => sum + acknowledged, 0);
    return [
      ...this.#customer.wrongIn(customer?.attributes ?? {}),
      ...this.#agent.wrongIn(agent?.attributes ?? {}),
      ...(agent?.version === once ? [] : [`the agent has version ${agent?.version}, not ${once}: one for each patch`]),
    ];
  }
}
