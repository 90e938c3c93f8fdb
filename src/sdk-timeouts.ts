/**
 * Milliseconds that a connection, and an attempt at a request, may take, for every client of AWS. All attempts and their
 * pauses end within the time of a function (10 s); `docs/decisions/0012-timeouts.md` has the figures.
 */
export const SDK_TIMEOUTS = { connectionTimeout: 1_000, requestTimeout: 1_800, throwOnRequestTimeout: true } as const;
