import { afterAll, beforeAll, vi } from 'vitest';
import { type Api, useApi } from '../support/api.ts';

/** The API with a clock that tests set. */
export interface ClockedApi {
  readonly api: Api;
  /** Epoch milliseconds at which the clock stands at first: a whole second. */
  readonly start: number;
  /** Sets the clock of everything in this process. @param now epoch milliseconds */
  setClock(now: number): void;
}

/** Serves the API to the tests of a file. The clock stands still until a test sets it; sweeps are the test's to start. */
export function useClockedApi(): ClockedApi {
  const start = Math.ceil(Date.now() / 1000) * 1000;
  // Before the handlers are imported: they keep the clock that they find.
  beforeAll(() => {
    vi.useFakeTimers({ toFake: ['Date'], now: start });
  });
  afterAll(() => {
    vi.useRealTimers();
  });
  const api = useApi({ tokenSeconds: 1e9, sweepSeconds: 0 });
  return {
    api,
    start,
    setClock: (now) => {
      vi.setSystemTime(now);
    },
  };
}
