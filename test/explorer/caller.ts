import { Moment, type Outcome } from './moment.ts';
import type { Request } from './requests.ts';
import type { Answer, Step } from './step.ts';

/** None: the store did not answer, and the operation begins again. */
type OnAnswer = (step: Step, answer: Answer | Error | undefined) => void;

/** Who does which operations. */
interface Person {
  readonly name: string;
  readonly steps: readonly Step[];
}

/** Where a caller is among its operations. */
interface Place {
  readonly position: number;
  /** How often the operation has begun. */
  readonly tries: number;
}

/**
 * Someone who does one operation after another, and stops at each request until the scheduler goes on with it. A caller does
 * not change: what happens to it makes another one, so that the scheduler can go back to one as it was.
 */
export class Caller {
  readonly name: string;
  /**
   * Whether the operation under way has changed anything since it began, or began again. If not, a crash is nothing new:
   * it could as well begin now for the first time.
   */
  readonly hasWritten: boolean;
  readonly #person: Person;
  readonly #place: Place;
  readonly #moment: Moment | undefined;

  private constructor(person: Person, place: Place, moment: Moment | undefined, hasWritten: boolean) {
    this.name = person.name;
    this.hasWritten = hasWritten;
    this.#person = person;
    this.#place = place;
    this.#moment = moment;
  }

  /** A caller at its first request. */
  static begin(name: string, steps: readonly Step[], onAnswer: OnAnswer): Promise<Caller> {
    return Caller.#begin({ name, steps }, { position: 0, tries: 1 }, onAnswer);
  }

  /** The operation under way. */
  get step(): Step {
    const step = this.#person.steps[this.#place.position];
    if (!step) throw new Error(`${this.name} is done`);
    return step;
  }

  /** The request that waits for its answer; none when all is done. */
  get request(): Request | undefined {
    return this.#moment && 'request' in this.#moment.act ? this.#moment.act.request : undefined;
  }

  /** What it has heard decides what it does next: the same text, the same future. */
  get key(): string {
    return `${this.#moment?.number} ${this.hasWritten}`;
  }

  /** The same, after it has changed something. */
  noteWrite(): Caller {
    return new Caller(this.#person, this.#place, this.#moment, true);
  }

  /** Hears the outcome of its request, and runs until the next. */
  async resume(outcome: Outcome, onAnswer: OnAnswer): Promise<Caller> {
    if (!this.#moment) throw new Error(`${this.name} waits for nothing`);
    return Caller.#at(await this.#moment.hear(outcome), this.#person, this.#place, this.hasWritten, onAnswer);
  }

  /** Never hears of its request, and begins the operation again. */
  crash(onAnswer: OnAnswer): Promise<Caller> {
    return Caller.#begin(this.#person, beginAgain(this.#place), onAnswer);
  }

  static async #begin(person: Person, place: Place, onAnswer: OnAnswer): Promise<Caller> {
    const { position, tries } = place;
    const step = person.steps[position];
    if (!step) return new Caller(person, place, undefined, false);
    const moment = await Moment.first(step, `${person.name}-${position}-${tries}`);
    return Caller.#at(moment, person, place, false, onAnswer);
  }

  static async #at(
    moment: Moment,
    person: Person,
    place: Place,
    hasWritten: boolean,
    onAnswer: OnAnswer,
  ): Promise<Caller> {
    const caller = new Caller(person, place, moment, hasWritten);
    if ('request' in moment.act) return caller;
    const { answer } = moment.act;
    onAnswer(caller.step, answer);
    return Caller.#begin(person, answer ? { position: place.position + 1, tries: 1 } : beginAgain(place), onAnswer);
  }
}

function beginAgain({ position, tries }: Place): Place {
  return { position, tries: tries + 1 };
}
