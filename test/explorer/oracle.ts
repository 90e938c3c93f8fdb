import { stringify } from '#domain/json.ts';
import { Refusal } from '#domain/refusal.ts';
import { DataKeyRemoved } from '#domain/vault.ts';
import type { Item } from '#dynamodb/encode-item.ts';
import { numberOf } from './canonical.ts';
import type { Decision } from './decision.ts';
import { checkItem, contentText } from './item-rules.ts';
import { type Model, modelOf, modelText, storedIn } from './model.ts';
import { type Answer, type Effect, NoRight, type Step } from './step.ts';
import { Violation } from './violation.ts';

/** What an operation was, in the table. */
interface Taken extends Effect {
  /** How often the id had been made or given up when the write was done: this conversation, no later one. */
  readonly life: number;
}

/** An operation on its way to its answer. */
interface Request {
  readonly step: Step;
  readonly seen: ReadonlySet<string>;
}

/**
 * Judges an execution by the rules: every write must make of the conversation what they make of it, for one operation
 * once; every answer must agree with the writes, every refusal with a moment between the request and its answer.
 */
export class Oracle {
  #model: Model;
  #life = 0;
  // None of them changes: another one takes its place.
  #taken: ReadonlyMap<Step, Taken> = new Map();
  /** By caller. */
  #requests: ReadonlyMap<string, Request> = new Map();
  #refused: ReadonlySet<string> = new Set();
  /** How many answers there are still to come. */
  #expected: ReadonlyMap<Step, number> = new Map();

  constructor(item: Item | undefined) {
    this.#model = modelOf(item);
  }

  /** Another one that knows the same. */
  fork(): Oracle {
    const copy = new Oracle(undefined);
    copy.#model = this.#model;
    copy.#life = this.#life;
    copy.#taken = this.#taken;
    copy.#requests = this.#requests;
    copy.#refused = this.#refused;
    copy.#expected = this.#expected;
    return copy;
  }

  /** Operations that a caller will want answers to. */
  expect(steps: readonly Step[]): void {
    for (const step of steps) this.#expected = put(this.#expected, step, (this.#expected.get(step) ?? 0) + 1);
  }

  /** A caller's request reaches the table for the first time. */
  begun(caller: string, step: Step): void {
    if (this.#requests.has(caller)) return;
    this.#requests = put(this.#requests, caller, this.#look({ step, seen: new Set<string>() }));
  }

  /** The caller gave up, and will ask again. */
  crashed(caller: string): void {
    this.#requests = new Map([...this.#requests].filter(([name]) => name !== caller));
  }

  /** A request of a caller's step has been dealt with in the table. */
  wrote(caller: string, step: Step, before: Item | undefined, after: Item | undefined): void {
    if (before === after) return;
    checkItem(after);
    checkLastWrite(step, before, after);
    // Operation ids, due times and counters are nothing that a rule knows.
    if (contentText(before) === contentText(after)) return;
    const [was, is] = [modelOf(before), modelOf(after)];
    // An end that does not take effect, and whoever takes away what an end has left in the item, change nothing that anybody sees.
    if ((before?.ending ?? after?.ending) !== undefined && modelText(was) === modelText(is)) return;
    if (isAnotherLife(was, is)) this.#life += 1;
    if (step.permits) this.#checkPermitted(step.permits(was, lastWriteIn(before)), was, is, step);
    else this.#take(caller, step, was, is, after);
    this.#model = is;
    const text = modelText(is);
    this.#taken = mapValues(this.#taken, (taken) => ({ ...taken, since: [...taken.since, text] }));
    this.#requests = mapValues(this.#requests, (request) => this.#look(request));
  }

  /** A caller got an answer, or what the code threw. */
  answered(caller: string, step: Step, answer: Answer | Error): void {
    const seen = this.#requests.get(caller)?.seen ?? new Set<string>();
    this.crashed(caller);
    this.#expected = put(this.#expected, step, (this.#expected.get(step) ?? 0) - 1);
    const effect = this.#taken.get(step);
    if (!(answer instanceof Error)) {
      if (answer.isTrue({ effect, seen })) return;
      throw new Violation(`"${step.title}" answers "${answer.text}", but ${effectText(effect)}, seen: ${list(seen)}`);
    }
    const told = refusalText(answer, seen);
    if (told === undefined) throw new Violation(`"${step.title}" answers 500: ${answer.stack}`);
    const isGone = effect?.life !== this.#life;
    if (effect && !(isGone && /conversation-(?:not-found|exists)/.test(told))) {
      throw new Violation(`"${step.title}" is told "${told}", although it took effect`);
    }
    if (!effect && told !== 'refused: contention' && !seen.has(told)) {
      throw new Violation(`"${step.title}" is told "${told}", which was never so: ${list(seen)}`);
    }
    this.#refused = new Set([...this.#refused, caller + step.key]);
  }

  /** Tells executions apart that may still come to different judgements. */
  key(): string {
    // What nobody will be told any more makes no difference, but that it may not happen again.
    const taken = [...this.#taken].map(([step, { answer, revision, life, since }]) =>
      this.#expected.get(step) ? [step.key, answer, revision, life, since.map(numberOf).join()] : [step.key],
    );
    const requests = [...this.#requests].map(([caller, { seen }]) => [caller, ...[...seen].sort()]);
    const all = [
      numberOf(modelText(this.#model)),
      this.#life,
      taken.sort(),
      requests.sort(),
      [...this.#refused].sort(),
    ];
    return String(numberOf(JSON.stringify(all)));
  }

  #take(caller: string, step: Step, was: Model, is: Model, item: Item | undefined): void {
    const decision = decide(step, was);
    if (!('next' in decision)) {
      throw new Violation(`"${step.title}" wrote, although the rules say ${decisionText(decision)}`, was, is);
    }
    if (modelText(decision.next) !== modelText(is)) {
      throw new Violation(`"${step.title}" wrote something else than the rules say`, decision.next, is);
    }
    if (this.#taken.has(step)) throw new Violation(`"${step.title}" took effect twice`, was, is);
    if (this.#refused.has(caller + step.key))
      throw new Violation(`"${step.title}" took effect after its refusal`, was, is);
    const [revision = 0] = (item?.revision ?? []) as readonly number[];
    const taken = { answer: decision.answer ?? '', revision, since: [], life: this.#life };
    this.#taken = put(this.#taken, step, taken);
  }

  #checkPermitted(permitted: readonly Model[], was: Model, is: Model, step: Step): void {
    if (permitted.some((one) => modelText(one) === modelText(is))) return;
    throw new Violation(`"${step.title}" did what no rule allows`, was, is);
  }

  /** The request, with what the rules say of it now. */
  #look({ step, seen }: Request): Request {
    const text = decisionText(decide(step, this.#model));
    return { step, seen: text === undefined ? seen : new Set([...seen, text]) };
  }
}

/** The map with another value. */
function put<Key, Value>(map: ReadonlyMap<Key, Value>, key: Key, value: Value): ReadonlyMap<Key, Value> {
  return new Map(map).set(key, value);
}

function mapValues<Key, Value>(map: ReadonlyMap<Key, Value>, of: (value: Value) => Value): ReadonlyMap<Key, Value> {
  return new Map([...map].map(([key, value]) => [key, of(value)]));
}

const decisions = new WeakMap<Model, Map<Step, Decision>>();

/** What the rules say of a step, found out once for each model: the same ones come again in many executions. */
function decide(step: Step, model: Model): Decision {
  const known = decisions.get(model) ?? new Map<Step, Decision>();
  decisions.set(model, known);
  const decision = known.get(step) ?? step.decide(model);
  known.set(step, decision);
  return decision;
}

/** Whether an id was made or given up. Settings are neither. */
function isAnotherLife(was: Model, is: Model): boolean {
  if (is.there === 'settings') return false;
  if (is.there !== 'conversation' || was.there !== 'conversation') return true;
  return is.conversation.startTime !== was.conversation.startTime;
}

/** @throws Violation where a write that nobody asked for counts as the last one, or one that somebody asked for does not. */
function checkLastWrite(step: Step, before: Item | undefined, after: Item | undefined): void {
  const model = modelOf(after);
  if (model.there !== 'conversation' || model.conversation.state !== 'active') return;
  const isUpkeep = step.permits !== undefined || contentText(before) === contentText(after);
  const expected = isUpkeep ? lastWriteIn(before) : step.at;
  if (lastWriteIn(after) === expected) return;
  throw new Violation(`"${step.title}" left ${lastWriteIn(after)} as the time of the last write, not ${expected}`);
}

function lastWriteIn(item: Item | undefined): number {
  return (item && storedIn(item)?.lastWrite) ?? 0;
}

/** A refusal, or the answer of what changes nothing. */
function decisionText(decision: Decision): string | undefined {
  if ('refused' in decision) return `refused: ${decision.refused}`;
  return 'next' in decision ? undefined : decision.answer;
}

function refusalText(error: Error, seen: ReadonlySet<string>): string | undefined {
  if (error instanceof DataKeyRemoved) {
    // Without the key it can't be told whether the conversation has ended or is erased.
    return ['refused: conversation-not-found', 'refused: conversation-ended'].find((one) => seen.has(one));
  }
  if (error instanceof NoRight) return 'refused: missing-queue';
  if (!(error instanceof Refusal)) return undefined;
  const { currentVersion, differences = [] } = error.data;
  const current = [currentVersion ?? [], ...differences.map((one) => stringify(one.current ?? null))].flat();
  return `refused: ${[error.code, ...current].join(', ')}`;
}

function effectText(effect: Effect | undefined): string {
  return effect ? `its write was "${effect.answer}" at revision ${effect.revision}` : 'it wrote nothing';
}

function list(seen: ReadonlySet<string>): string {
  return [...seen].join(' | ') || 'nothing';
}
