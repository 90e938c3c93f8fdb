/**
 * Milliseconds that a connection may take, an attempt at a request until its answer begins, and the answer until it goes
 * on, for every client of AWS. All attempts and their pauses end within the time of a function (10 s);
 * `docs/decisions/0012-timeouts.md` has the figures.
 */
export const SDK_TIMEOUTS = { connectionTimeout: 1_000, requestTimeout: 1_800, socketTimeout: 1_800 } as const;
