import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { Item } from '#dynamodb/encode-item.ts';
import { Caller } from './caller.ts';
import { canonical, numberOf, textOf } from './canonical.ts';
import { requestText } from './expression-text.ts';
import { checkJournal, checkKeys } from './item-rules.ts';
import { type Ablation, MemoryTables } from './memory-tables.ts';
import { modelOf } from './model.ts';
import { Oracle } from './oracle.ts';
import type { Request } from './requests.ts';
import type { Fate, Scenario } from './scenario.ts';
import type { Step } from './step.ts';
import { checkTold } from './told.ts';
import { Violation } from './violation.ts';

/** One thing that can happen next. */
export interface Option {
  readonly caller: Caller;
  readonly request: Request;
  /** `late`: a request that was doubled arrives once more; `never`: it does not. */
  readonly fate: Fate | 'late' | 'never';
}

/** One execution of a scenario, from its beginning on. */
export class World {
  readonly #scenario: Scenario;
  readonly #ablation: Ablation;
  readonly #tables: MemoryTables;
  readonly #callers: Caller[] = [];
  #isLast = false;
  readonly #oracle: Oracle;
  readonly #trace: (() => string)[] = [];
  #copies: readonly Option[] = [];
  #previous: ReadonlyMap<string, Item>;
  #faults: number;

  constructor(scenario: Scenario, items: ReadonlyMap<string, Item>, ablation: Ablation = {}) {
    this.#scenario = scenario;
    this.#ablation = ablation;
    this.#faults = scenario.faults ?? 1;
    const { tellsNoOldItem = false } = scenario;
    this.#tables = new MemoryTables({ ablation, tellsNoOldItem }, items);
    this.#previous = items;
    this.#oracle = new Oracle(subjectIn(items));
  }

  /** Lets every caller come to its first request. */
  async begin(): Promise<void> {
    for (const [name, steps] of Object.entries(this.#scenario.callers)) await this.#begin(name, steps);
  }

  /** When all callers have their answers, lets the one come who comes after them. */
  async goOn(): Promise<void> {
    const { after = [] } = this.#scenario;
    if (this.#isLast || this.options().length > 0) return;
    this.#isLast = true;
    this.#faults = 0;
    await this.#begin('last', after);
  }

  async #begin(name: string, steps: readonly Step[]): Promise<void> {
    const caller = new Caller(name, steps, (step, answer) => {
      if (answer) this.#answered(caller, step, answer);
      else this.#oracle.crashed(name);
    });
    this.#oracle.expect(steps);
    this.#callers.push(caller);
    await caller.begin();
  }

  /** All is over. @throws Violation */
  finish(): void {
    const { ends } = this.#scenario;
    const model = modelOf(subjectIn(this.#tables.items));
    const end = model.there === 'conversation' ? model.conversation.state : model.there;
    if (subjectIn(this.#tables.items)?.ending) throw new Violation(`At the end it is ${end}, but not finished`);
    if (ends && !ends.includes(end)) throw new Violation(`At the end it is ${end}, not ${ends.join(' or ')}`, model);
    if (end === 'active' || end === 'wrapup') return;
    const { items } = this.#tables;
    const hasKey = [...items].some(([at, { shredded }]) => at.startsWith('dataKeys/') && !shredded);
    if (hasKey) throw new Violation(`At the end it is ${end} and has a data key`);
    if (subjectIn(items)?.internalId) throw new Violation(`At the end it is ${end} and its data key is still due`);
  }

  /** What can happen next; nothing when all is done. */
  options(): readonly Option[] {
    const waiting = this.#callers.flatMap((caller) => {
      const { request } = caller;
      return request ? this.#fates(caller, request).map((fate) => ({ caller, request, fate })) : [];
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
  async take({ caller, request, fate }: Option): Promise<boolean> {
    const isCopy = fate === 'late' || fate === 'never';
    if (isCopy) this.#copies = this.#copies.filter((copy) => copy.request !== request);
    if (fate === 'never') return true;
    const step = isCopy ? caller.stepOf(request) : caller.step;
    if (!isCopy) this.#oracle.begun(caller.name, step);
    if (!isCopy && fate !== 'answered' && fate !== 'stale') this.#faults -= 1;
    const before = this.#tables.items;
    const outcome = this.#outcome(request, fate);
    this.#trace.push(
      () => `${caller.name}: ${step.title}: ${requestText(request.input)}; ${fate}: ${outcomeText(outcome)}`,
    );
    this.#judge(caller, step, before);
    const isIdle = before === this.#tables.items && (fate === 'lost' || fate === 'orphaned');
    if (!isCopy && before !== this.#tables.items) caller.hasWritten = true;
    if (isCopy || fate === 'lost') return !isIdle;
    if (fate === 'doubled') this.#copies = [...this.#copies, { caller, request, fate: 'late' }];
    if (fate === 'orphaned' || fate === 'unsent') {
      this.#oracle.crashed(caller.name);
      await caller.crash();
    } else await caller.resume(outcome ?? {});
    if (caller.violation) throw caller.violation;
    return !isIdle;
  }

  /** The same text means the same future. */
  key(): string {
    const copies = this.#copies.map(({ caller, request }) => `${caller.name} ${numberOf(canonical(request.input))}`);
    const items = [...this.#tables.items].map(([place, item]) => `${place} ${numberOf(textOf(item))}`);
    const callers = this.#callers.map((caller) => caller.key());
    // What a read that is not strong may still see.
    if (this.#ablation.consistentRead) items.push(...[...this.#previous.values()].map(textOf));
    return [...items.sort(), this.#faults, ...copies, ...callers, this.#oracle.key()].join('\n');
  }

  get items(): ReadonlyMap<string, Item> {
    return this.#tables.items;
  }

  /** What happened so far. */
  trace(): readonly string[] {
    return this.#trace.map((line) => line());
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
    if (fate === 'stale') return new MemoryTables({}, this.#previous).answer(request);
    if (fate !== 'failed') {
      const outcome = this.#deliver(request);
      if (fate !== 'timedOut') return outcome;
    }
    return Object.assign(new Error('The store did not answer'), { name: 'TimeoutError' });
  }

  #deliver(request: Request): object | Error {
    try {
      return this.#tables.answer(request);
    } catch (error) {
      if (error instanceof Error) return error;
      throw error;
    }
  }

  #judge(caller: Caller, step: Step, before: ReadonlyMap<string, Item>): void {
    const { items } = this.#tables;
    if (before === items) return;
    this.#previous = before;
    this.#oracle.wrote(caller.name, step, subjectIn(before), subjectIn(items));
    checkKeys(items);
    checkJournal(items);
    // With a rule left out, that is what is to be found.
    if (Object.keys(this.#ablation).length === 0) checkTold(subjectIn(before), subjectIn(items));
  }

  #answered(caller: Caller, step: Step, answer: Parameters<Oracle['answered']>[2]): void {
    const text = answer instanceof Error ? `${answer.name}: ${answer.message}` : answer.text;
    this.#trace.push(() => `${caller.name}: ${step.title}: is told: ${text}`);
    this.#oracle.answered(caller.name, step, answer);
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

/** Gives a violation its history. */
export function explained(error: unknown, world: World): unknown {
  if (error instanceof Violation) {
    error.message = [error.message, ...world.trace().map((line, number) => `  ${number + 1}. ${line}`)].join('\n');
  }
  return error;
}
