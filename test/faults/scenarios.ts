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
  /** Whether it waits for answers that don't come: such scenarios run side by side. */
  readonly isSlow: boolean;
}

const error = (status: number, type: string): StoreError => ({ status, type });

const broken: readonly { readonly what: string; readonly answer: Fault['answer']; readonly isSlow?: true }[] = [
  { what: 'no answer comes', answer: 'silence', isSlow: true },
  { what: 'the connection breaks', answer: 'reset' },
  { what: 'the answer breaks off in its middle', answer: 'half' },
  { what: 'the store answers 500', answer: error(500, 'InternalServerError') },
  { what: 'the store answers 503', answer: error(503, 'ServiceUnavailable') },
];

const refusing: readonly { readonly what: string; readonly answer: Fault['answer']; readonly isSlow?: true }[] = [
  { what: 'throttled by the account', answer: error(400, 'ThrottlingException') },
  { what: 'throttled by the table', answer: error(400, 'ProvisionedThroughputExceededException') },
  { what: 'throttled by its rate', answer: error(400, 'RequestLimitExceeded') },
  { what: 'refused with 500', answer: error(500, 'InternalServerError') },
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
}));

/** The answers to all attempts are lost. */
const lostAlways: readonly Scenario[] = broken.map(({ what, answer, isSlow = false }) => ({
  scenario: `a write took effect, and ${what}, nor to any other attempt`,
  fault: (isWrite) => (isWrite ? { forward: true, answer } : undefined),
  told: 'retry',
  applied: true,
  isSlow,
}));

const refusedWrites: readonly Scenario[] = refusing.map(({ what, answer, isSlow = false }) => ({
  scenario: `every write is ${what}`,
  fault: (isWrite) => (isWrite ? { forward: false, answer } : undefined),
  told: 'retry',
  applied: false,
  isSlow,
}));

const refusedAll: readonly Scenario[] = refusing.slice(-2).map(({ what, answer, isSlow = false }) => ({
  scenario: `every request to the store is ${what}`,
  fault: () => ({ forward: false, answer }),
  told: 'retry',
  applied: false,
  isSlow,
}));

const slow: readonly Scenario[] = [
  {
    scenario: 'every answer of the store takes a second',
    fault: () => ({ forward: true, answer: 'pass', delay: 1_000 }),
    told: 'success',
    applied: true,
    isSlow: true,
  },
  {
    scenario: 'every answer to a write takes three seconds',
    fault: (isWrite) => (isWrite ? { forward: true, answer: 'pass', delay: 3_000 } : undefined),
    told: 'retry',
    applied: true,
    isSlow: true,
  },
  {
    scenario: 'reads are answered at the fourth attempt, and writes never: more than the time of a function',
    fault: (isWrite, nth) => (isWrite || nth < 3 ? { forward: true, answer: 'silence' } : undefined),
    told: 'retry',
    applied: 'either',
    isSlow: true,
  },
];

const all = [...lostOnce, ...lostAlways, ...refusedWrites, ...refusedAll, ...slow];

/** Those that differ from another by a name only, by which the SDK takes them for the same. */
const alike: readonly string[] = [
  'a write took effect, and the store answers 500, nor to any other attempt',
  'a write took effect, and the store answers 503, nor to any other attempt',
  'every write is throttled by the account',
  'every write is throttled by its rate',
  'every write is refused with 500',
];

/** Every way in which the store fails. */
export const scenarios: readonly Scenario[] = all.filter(({ scenario }) => !alike.includes(scenario));

/** The same ways under other names of DynamoDB's. */
export const otherScenarios: readonly Scenario[] = all.filter(({ scenario }) => alike.includes(scenario));
