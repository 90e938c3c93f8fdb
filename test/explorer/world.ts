import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { Item } from '#dynamodb/encode-item.ts';
import { Caller } from './caller.ts';
import { numberOf, textOf } from './canonical.ts';
import { requestText } from './expression-text.ts';
import { checkJournal, checkKeys } from './item-rules.ts';
import { type Ablation, MemoryTables, placeOf, Responder } from './memory-tables.ts';
import { modelOf } from './model.ts';
import { Oracle } from './oracle.ts';
import type { Request } from './requests.ts';
import type { Fate, Scenario } from './scenario.ts';
import type { Answer, Step } from './step.ts';
import { checkTold } from './told.ts';
import { Violation } from './violation.ts';

/** One thing that can happen next. */
export interface Option {
  /** Which of the callers. */
  readonly caller: number;
  readonly step: Step;
  readonly request: Request;
  /** `late`: a request that was doubled arrives once more; `never`: it does not. */
  readonly fate: Fate | 'late' | 'never';
}

/** What has happened, and what before it. */
interface Trace {
  readonly line: () => string;
  readonly before: Trace | undefined;
}

/** One execution of a scenario, from its beginning on. */
export class World {
  readonly #scenario: Scenario;
  readonly #ablation: Ablation;
  readonly #responder: Responder;
  // None of these changes: another one takes its place.
  #items: ReadonlyMap<string, Item>;
  #previous: ReadonlyMap<string, Item>;
  #callers: readonly Caller[] = [];
  #copies: readonly Option[] = [];
  #trace: Trace | undefined;
  #isLast = false;
  #faults: number;
  #oracle: Oracle;

  private constructor(scenario: Scenario, items: ReadonlyMap<string, Item>, ablation: Ablation, responder: Responder) {
    this.#scenario = scenario;
    this.#ablation = ablation;
    this.#responder = responder;
    this.#items = items;
    this.#previous = items;
    this.#faults = scenario.faults ?? 1;
    this.#oracle = new Oracle(subjectIn(items));
  }

  /** A world in which every caller is at its first request. */
  static async begin(scenario: Scenario, items: ReadonlyMap<string, Item>, ablation: Ablation = {}): Promise<World> {
    const { tellsNoOldItem = false, callers } = scenario;
    const world = new World(scenario, items, ablation, new Responder({ ablation, tellsNoOldItem }));
    for (const [name, steps] of Object.entries(callers)) await world.#begin(name, steps);
    return world;
  }

  /** Another one in which the same has happened. */
  fork(): World {
    const copy = new World(this.#scenario, this.#items, this.#ablation, this.#responder);
    copy.#previous = this.#previous;
    copy.#callers = this.#callers;
    copy.#copies = this.#copies;
    copy.#trace = this.#trace;
    copy.#isLast = this.#isLast;
    copy.#faults = this.#faults;
    copy.#oracle = this.#oracle.fork();
    return copy;
  }

  /** What can happen next; nothing when all is done. When all callers have their answers, the one comes who comes after them. */
  async next(): Promise<readonly Option[]> {
    const options = this.#options();
    if (this.#isLast || options.length > 0) return options;
    this.#isLast = true;
    this.#faults = 0;
    await this.#begin('last', this.#scenario.after ?? []);
    return this.#options();
  }

  async #begin(name: string, steps: readonly Step[]): Promise<void> {
    this.#oracle.expect(steps);
    this.#callers = [...this.#callers, await Caller.begin(name, steps, this.#listenerOf(name))];
  }

  /** All is over. @throws Violation */
  finish(): void {
    const { ends } = this.#scenario;
    const model = modelOf(subjectIn(this.#items));
    const end = model.there === 'conversation' ? model.conversation.state : model.there;
    if (subjectIn(this.#items)?.ending) throw new Violation(`At the end it is ${end}, but not finished`);
    if (ends && !ends.includes(end)) throw new Violation(`At the end it is ${end}, not ${ends.join(' or ')}`, model);
    if (end === 'active' || end === 'wrapup') return;
    const items = this.#items;
    const hasKey = [...items].some(([at, { shredded }]) => at.startsWith('dataKeys/') && !shredded);
    if (hasKey) throw new Violation(`At the end it is ${end} and has a data key`);
    if (subjectIn(items)?.internalId) throw new Violation(`At the end it is ${end} and its data key is still due`);
  }

  #options(): readonly Option[] {
    const waiting = this.#callers.flatMap((one, caller) => {
      const { request } = one;
      return request ? this.#fates(one, request).map((fate) => ({ caller, step: one.step, request, fate })) : [];
    });
    if (waiting.length > 0) return [...waiting, ...this.#copies];
    // Nothing arrives later than operation ids are kept.
    return this.#copies.flatMap((copy) => [copy, { ...copy, fate: 'never' as const }]);
  }

  /**
   * Lets one thing happen. Answers whether it is worth following: what went wrong without making a difference leads to
   * nothing that another choice does not lead to.
   * @throws Violation
   */
  async take(option: Option): Promise<boolean> {
    const { step, request, fate } = option;
    const caller = this.#callerOf(option);
    const isCopy = fate === 'late' || fate === 'never';
    if (isCopy) this.#copies = this.#copies.filter((copy) => copy.request !== request);
    if (fate === 'never') return true;
    if (!isCopy) this.#oracle.begun(caller.name, step);
    if (!isCopy && fate !== 'answered' && fate !== 'stale') this.#faults -= 1;
    const before = this.#items;
    const outcome = this.#outcome(request, fate);
    this.#note(() => `${caller.name}: ${step.title}: ${requestText(request.input)}; ${fate}: ${outcomeText(outcome)}`);
    this.#judge(caller, step, before);
    const isIdle = before === this.#items && (fate === 'lost' || fate === 'orphaned');
    const heard = !isCopy && before !== this.#items ? caller.noteWrite() : caller;
    if (fate === 'doubled') this.#copies = [...this.#copies, { ...option, fate: 'late' }];
    const next = isCopy || fate === 'lost' ? heard : await this.#goOn(heard, fate, outcome);
    this.#callers = this.#callers.with(option.caller, next);
    return !isIdle;
  }

  async #goOn(caller: Caller, fate: Fate, outcome: object | Error | undefined): Promise<Caller> {
    const onAnswer = this.#listenerOf(caller.name);
    if (fate !== 'orphaned' && fate !== 'unsent') return caller.resume(outcome ?? {}, onAnswer);
    this.#oracle.crashed(caller.name);
    return caller.crash(onAnswer);
  }

  /** The same text means the same future. */
  key(): string {
    const copies = this.#copies.map((copy) => `${this.#callerOf(copy).name} ${numberOf(textOf(copy.request.input))}`);
    const items = [...this.#items].map(([place, item]) => `${place} ${numberOf(textOf(item))}`);
    const callers = this.#callers.map(({ key }) => key);
    // What a read that is not strong may still see.
    if (this.#ablation.consistentRead) items.push(...[...this.#previous.values()].map(textOf));
    return [...items.sort(), this.#faults, ...copies, ...callers, this.#oracle.key()].join('\n');
  }

  get items(): ReadonlyMap<string, Item> {
    return this.#items;
  }

  /** What happened so far. */
  trace(): readonly string[] {
    const lines: string[] = [];
    for (let one = this.#trace; one; one = one.before) lines.push(one.line());
    return lines.reverse();
  }

  #note(line: () => string): void {
    this.#trace = { line, before: this.#trace };
  }

  #callerOf({ caller }: Option): Caller {
    const found = this.#callers[caller];
    if (!found) throw new Error(`There is no caller ${caller}`);
    return found;
  }

  #fates(caller: Caller, request: Request): readonly Fate[] {
    const isRead = request instanceof GetCommand;
    const isStale = isRead && (this.#ablation.consistentRead || request.input.ConsistentRead !== true);
    const { fates = ['lost', 'doubled', 'orphaned', 'unsent'] } = this.#scenario;
    const wrong = fates.filter((fate) => {
      if (fate === 'unsent') return caller.hasWritten;
      return fate === 'failed' || !isRead;
    });
    return ['answered', ...(isStale ? (['stale'] as const) : []), ...(this.#faults > 0 ? wrong : [])];
  }

  #outcome(request: Request, fate: Option['fate']): object | Error | undefined {
    if (fate === 'unsent') return undefined;
    if (fate === 'stale') return this.#responder.respond(request, this.#previous.get(placeOf(request))).outcome;
    if (fate !== 'failed') {
      const outcome = this.#deliver(request);
      if (fate !== 'timedOut') return outcome;
    }
    return Object.assign(new Error('The store did not answer'), { name: 'TimeoutError' });
  }

  #deliver(request: Request): object | Error {
    const tables = new MemoryTables(this.#responder, this.#items);
    const outcome = tables.answer(request);
    this.#items = tables.items;
    return outcome;
  }

  #judge(caller: Caller, step: Step, before: ReadonlyMap<string, Item>): void {
    const items = this.#items;
    if (before === items) return;
    this.#previous = before;
    this.#oracle.wrote(caller.name, step, subjectIn(before), subjectIn(items));
    checkKeys(items);
    checkJournal(items);
    // With a rule left out, that is what is to be found.
    if (Object.keys(this.#ablation).length === 0) checkTold(subjectIn(before), subjectIn(items));
  }

  /** Hears what a caller is told. */
  #listenerOf(name: string) {
    return (step: Step, answer: Answer | Error | undefined): void => {
      if (!answer) {
        this.#oracle.crashed(name);
        return;
      }
      const text = answer instanceof Error ? `${answer.name}: ${answer.message}` : answer.text;
      this.#note(() => `${name}: ${step.title}: is told: ${text}`);
      this.#oracle.answered(name, step, answer);
    };
  }
}

/** What a scenario is about: the conversation, or the one row of settings. */
function subjectIn(items: ReadonlyMap<string, Item>): Item | undefined {
  for (const [place, item] of items) if (/^(?:conversations|settings)\//.test(place)) return item;
  return undefined;
}

function outcomeText(outcome: object | Error | undefined): string {
  if (!outcome) return 'not sent';
  if (outcome instanceof Error) return outcome.name;
  return Object.keys(outcome).length > 0 ? 'done, with the item' : 'done';
}

/** Does something in a world. @throws Violation with its history. */
export async function explaining<Result>(world: World, act: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof Violation) {
      error.message = [error.message, ...world.trace().map((line, number) => `  ${number + 1}. ${line}`)].join('\n');
    }
    throw error;
  }
}
