import { StoreUnavailable } from '#domain/store.ts';
import { numberOf, textOf } from './canonical.ts';
import { contextOf } from './context.ts';
import type { Request } from './requests.ts';
import type { Answer, Step } from './step.ts';
import { Violation } from './violation.ts';

/** What came of a request: the answer or the error. */
export type Outcome = object | Error;

/** What an operation does: it sends a request, or is answered. None: the store did not answer. */
type Act = { readonly request: Request } | { readonly answer: Answer | Error | undefined };

let made = 0;

/**
 * Where the code of an operation has come to after all that it has heard. It decides by nothing else, so there is one
 * moment for the same operation and the same outcomes, in whatever executions: the code runs once for each.
 */
export class Moment {
  /** Another one for each. */
  readonly number: number = made++;
  readonly act: Act;
  readonly #heard: readonly Outcome[];
  readonly #begin: () => Run;
  /** The code that waits for an answer, for the first outcome: for others, it runs anew. */
  #run: Run | undefined;
  readonly #following = new Map<number, Promise<Moment>>();

  private constructor(act: Act, begin: () => Run, heard: readonly Outcome[], run: Run) {
    this.act = act;
    this.#begin = begin;
    this.#heard = heard;
    this.#run = run;
  }

  static async #after(begin: () => Run, heard: readonly Outcome[], run: Run): Promise<Moment> {
    return new Moment(await run.act, begin, heard, run);
  }

  /**
   * The first request of an operation.
   * @param mark tells its ids from those of other operations, and of the same one when it begins again.
   */
  static first(step: Step, mark: string): Promise<Moment> {
    const ofStep = beginnings.get(step) ?? new Map<string, Promise<Moment>>();
    beginnings.set(step, ofStep);
    const begin = () => new Run(step, mark);
    return kept(ofStep, mark, () => Moment.#after(begin, [], begin()));
  }

  /** What follows on an outcome of its request. */
  hear(outcome: Outcome): Promise<Moment> {
    return kept(this.#following, numberOfOutcome(outcome), () => this.#goOn(outcome));
  }

  async #goOn(outcome: Outcome): Promise<Moment> {
    const run = this.#run ?? (await this.#repeat());
    this.#run = undefined;
    run.hear(outcome);
    return Moment.#after(this.#begin, [...this.#heard, outcome], run);
  }

  async #repeat(): Promise<Run> {
    const run = this.#begin();
    for (const outcome of this.#heard) {
      await run.act;
      run.hear(outcome);
    }
    const act = await run.act;
    if (actText(act) !== actText(this.act)) throw new Error('The same outcomes lead to another request');
    return run;
  }
}

const beginnings = new WeakMap<Step, Map<string, Promise<Moment>>>();

/** The code of an operation under way. It stops at each request. */
class Run {
  #act = Promise.withResolvers<Act>();
  #hear: (outcome: Outcome) => void = () => undefined;

  constructor(step: Step, mark: string) {
    const send = (request: Request) =>
      new Promise<object>((resolve, reject) => {
        this.#hear = (outcome) => (outcome instanceof Error ? reject(outcome) : resolve(outcome));
        this.#act.resolve({ request });
      });
    answerOf(() => step.run(contextOf(step, mark, send))).then(
      (answer) => this.#act.resolve({ answer }),
      (error: unknown) => this.#act.reject(error),
    );
  }

  /** What it does next. */
  get act(): Promise<Act> {
    return this.#act.promise;
  }

  /** Goes on. */
  hear(outcome: Outcome): void {
    this.#act = Promise.withResolvers();
    this.#hear(outcome);
  }
}

async function answerOf(run: () => Promise<Answer>): Promise<Answer | Error | undefined> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof StoreUnavailable) return undefined;
    if (error instanceof Error && !(error instanceof Violation)) return error;
    throw error;
  }
}

function actText(act: Act): string {
  return 'request' in act ? textOf(act.request.input) : `${act.answer}`;
}

const numbers = new WeakMap<Outcome, number>();

/** The same number for outcomes that the code can't tell apart. */
function numberOfOutcome(outcome: Outcome): number {
  const number = numbers.get(outcome) ?? numberOf(outcomeText(outcome));
  numbers.set(outcome, number);
  return number;
}

function outcomeText(outcome: Outcome): string {
  const name = outcome instanceof Error ? outcome.name : '';
  const parts = Object.values(outcome).map((part) => (typeof part === 'object' && part !== null ? textOf(part) : part));
  return [name, ...parts].join('\n');
}

function kept<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const value = map.get(key) ?? make();
  map.set(key, value);
  return value;
}
