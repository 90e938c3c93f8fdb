import { afterAll, beforeAll, vi } from 'vitest';
import { type Api, type ApiOptions, useApi } from './api.ts';

/** A clock that tests set. */
export interface Clock {
  /** Epoch milliseconds at which it stands at first: a whole second. */
  readonly start: number;
  /** Sets the clock of everything in this process. @param now epoch milliseconds */
  setClock(now: number): void;
}

/** The API with a clock that tests set. */
export interface ClockedApi extends Clock {
  readonly api: Api;
}

/** For the tests of a file. Called before what serves the API, whose handlers keep the clock that they find. */
export function useClock(): Clock {
  const start = Math.ceil(Date.now() / 1000) * 1000;
  beforeAll(() => {
    vi.useFakeTimers({ toFake: ['Date'], now: start });
  });
  afterAll(() => {
    vi.useRealTimers();
  });
  return {
    start,
    setClock: (now) => {
      vi.setSystemTime(now);
    },
  };
}

/** How an API is served while tests set the clock: tokens last, and sweeps are the test's to start. */
export const clocked = { tokenSeconds: 1e9 };

/** Serves the API to the tests of a file. The clock stands still until a test sets it. */
export function useClockedApi(options: ApiOptions = {}): ClockedApi {
  const clock = useClock();
  return { api: useApi({ ...clocked, ...options }), ...clock };
}
