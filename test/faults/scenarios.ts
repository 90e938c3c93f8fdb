import type { Fault, StoreError } from './proxy.ts';

/** How the store fails during one write of a caller. */
export interface Scenario {
  /** For a test's title. */
  readonly scenario: string;
  /** What becomes of a request to the store; `nth` counts reads and writes apart, from 0. */
  readonly fault: (isWrite: boolean, nth: number) => Fault | undefined;
  /** What the caller is told: as if nothing had happened, or to try again. */
  readonly told: 'success' | 'retry';
  /** Whether the write took effect; `either` where it is sent, or not, at the last moment. */
  readonly applied: boolean | 'either';
  /** Whether it waits for answers that come late or not at all: such scenarios run side by side. */
  readonly isSlow: boolean;
  /** What of a write is tried: scenarios of one rule differ only in what the SDK hears. */
  readonly rule: string;
  /** It differs from another by a name of DynamoDB's only, by which the SDK takes both for the same. */
  readonly isTwin?: boolean;
}

/** What comes instead of an answer. */
interface Failure {
  readonly what: string;
  readonly answer: Fault['answer'];
  readonly isSlow?: true;
  /** See `Scenario`, where all attempts fail in this way. */
  readonly isTwin?: true;
}

const error = (status: number, type: string): StoreError => ({ status, type });

const broken: readonly Failure[] = [
  { what: 'no answer comes', answer: 'silence', isSlow: true },
  { what: 'the connection breaks', answer: 'reset' },
  { what: 'the answer breaks off in its middle', answer: 'half' },
  { what: 'the answer stalls in its middle', answer: 'stall', isSlow: true, isTwin: true },
  { what: 'the store answers 500', answer: error(500, 'InternalServerError'), isTwin: true },
  { what: 'the store answers 503', answer: error(503, 'ServiceUnavailable'), isTwin: true },
];

const refusing: readonly Failure[] = [
  { what: 'throttled by the account', answer: error(400, 'ThrottlingException'), isTwin: true },
  { what: 'throttled by the table', answer: error(400, 'ProvisionedThroughputExceededException') },
  { what: 'throttled by its rate', answer: error(400, 'RequestLimitExceeded'), isTwin: true },
  { what: 'refused with 500', answer: error(500, 'InternalServerError'), isTwin: true },
  { what: 'refused with 503', answer: error(503, 'ServiceUnavailable') },
  { what: 'cut off by a connection that breaks', answer: 'reset' },
  { what: 'lost, and no answer comes', answer: 'silence', isSlow: true },
];

/** The answer to what took effect is lost once: the SDK's next attempt finds it done. */
const lostOnce: readonly Scenario[] = broken.map(({ what, answer, isSlow = false }) => ({
  scenario: `a write took effect, and ${what}`,
  fault: (isWrite, nth) => (isWrite && nth === 0 ? { forward: true, answer } : undefined),
  told: 'success',
  applied: true,
  isSlow,
  rule: 'lost once',
}));

/** The answers to all attempts are lost. */
const lostAlways: readonly Scenario[] = broken.map(({ what, answer, isSlow = false, isTwin = false }) => ({
  scenario: `a write took effect, and ${what}, nor to any other attempt`,
  fault: (isWrite) => (isWrite ? { forward: true, answer } : undefined),
  told: 'retry',
  applied: true,
  isSlow,
  isTwin,
  rule: 'lost always',
}));

const refusedWrites: readonly Scenario[] = refusing.map(({ what, answer, isSlow = false, isTwin = false }) => ({
  scenario: `every write is ${what}`,
  fault: (isWrite) => (isWrite ? { forward: false, answer } : undefined),
  told: 'retry',
  applied: false,
  isSlow,
  isTwin,
  rule: 'writes are refused',
}));

const refusedAll: readonly Scenario[] = refusing.slice(-2).map(({ what, answer, isSlow = false }) => ({
  scenario: `every request to the store is ${what}`,
  fault: () => ({ forward: false, answer }),
  told: 'retry',
  applied: false,
  isSlow,
  rule: 'all is refused',
}));

const slow: readonly Scenario[] = [
  {
    scenario: 'every answer of the store takes a second',
    fault: () => ({ forward: true, answer: 'pass', delay: 1_000 }),
    told: 'success',
    applied: true,
    isSlow: true,
    rule: 'slow',
  },
  {
    scenario: 'every answer to a write takes 15 seconds, longer than an attempt may',
    fault: (isWrite) => (isWrite ? { forward: true, answer: 'pass', delay: 15_000 } : undefined),
    told: 'retry',
    applied: true,
    isSlow: true,
    rule: 'slow',
  },
  {
    scenario: 'reads are answered at the fourth attempt, and writes never: more than the time of a function',
    fault: (isWrite, nth) => (isWrite || nth < 3 ? { forward: true, answer: 'silence' } : undefined),
    told: 'retry',
    applied: 'either',
    isSlow: true,
    rule: 'slow',
  },
];

const all = [...lostOnce, ...lostAlways, ...refusedWrites, ...refusedAll, ...slow];

const different = all.filter(({ isTwin }) => !isTwin);

/** Every way in which the store fails at once. */
export const failures: readonly Scenario[] = different.filter(({ isSlow }) => !isSlow);

/** Every way in which it answers late or not at all. */
export const delays: readonly Scenario[] = different.filter(({ isSlow }) => isSlow);

/** The same ways under other names of DynamoDB's. */
export const twins: readonly Scenario[] = all.filter(({ isTwin }) => isTwin);

/** Which scenarios a kind of write is tried in; `nth` counts the kinds. */
export type Choice = (scenarios: readonly Scenario[], nth: number) => readonly Scenario[];

/** Every one. */
export const everyScenario: Choice = (scenarios) => scenarios;

/** One of each rule: what the SDK hears goes round from write to write. */
export const oneOfEachRule: Choice = (scenarios, nth) =>
  Object.values(Object.groupBy(scenarios, ({ rule }) => rule)).flatMap((some = []) => some.at(nth % some.length) ?? []);

/** A few: those of a write's neighbours are others. */
export const aFew: Choice = (scenarios, nth) => scenarios.filter((_, place) => (place + nth) % 4 === 0);
