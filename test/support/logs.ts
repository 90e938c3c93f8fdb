import { vi } from 'vitest';

/** The lines that handlers log while it is open. */
export interface Logs {
  readonly lines: string[];
  /** Standard output is as before. */
  close(): void;
}

/** Keeps what handlers write to standard output: their log, which would bury the report of the tests. */
export function captureLogs(): Logs {
  const lines: string[] = [];
  const spy = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    lines.push(...String(chunk).split('\n').filter(Boolean));
    return true;
  });
  return { lines, close: () => spy.mockRestore() };
}
