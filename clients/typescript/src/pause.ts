/** Milliseconds of the first pause at most; each further one may be twice as long. */
const FIRST_PAUSE_MS = 200;
const MAX_PAUSE_MS = 5_000;

/**
 * Waits for a random time below a limit that doubles ("full jitter"), and for as long as the server says before.
 * @param attempt - the attempt that has failed, from 1.
 * @throws the reason of the signal, as soon as there is one.
 */
export function pause(attempt: number, leastSeconds = 0, signal?: AbortSignal): Promise<void> {
  const most = Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempt - 1));
  const milliseconds = leastSeconds * 1000 + Math.random() * most;
  return sleep(milliseconds, signal);
}

/** Waits for so many milliseconds. @throws the reason of the signal, as soon as there is one */
export function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', end);
      resolve();
    }, milliseconds);
    function end() {
      clearTimeout(timer);
      reject(signal?.reason);
    }
    signal?.addEventListener('abort', end, { once: true });
  });
}
