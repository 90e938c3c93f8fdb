import { vi } from 'vitest';

/*
 * Each file of tests starts as if it were the only one, although a worker runs many. What the file before left behind is undone:
 * its modules, with the clients and settings they keep, its environment, its clock and its spies.
 */
const worker = globalThis as { environmentAtStart?: NodeJS.ProcessEnv };
worker.environmentAtStart ??= { ...process.env };
for (const name of Object.keys(process.env)) {
  if (!(name in worker.environmentAtStart)) delete process.env[name];
}
Object.assign(process.env, worker.environmentAtStart);
vi.useRealTimers();
vi.restoreAllMocks();
vi.resetModules();
