import { startLocal } from '../../local/local.ts';
import type { Started, Used } from './server.ts';

/** The local server in a process of its own, which says on request what it has used: its argument is the data directory. */
const local = await startLocal({ port: 0, dataDir: process.argv[2] ?? 'memory' });
await local.loadHandlers();

process.on('message', () => {
  globalThis.gc?.();
  const { user, system } = process.cpuUsage();
  const { heapUsed, external, rss } = process.memoryUsage();
  process.send?.({ cpuMicroseconds: user + system, liveBytes: heapUsed + external, residentBytes: rss } satisfies Used);
});
process.on('disconnect', () => local.close().then(() => process.exit()));
process.send?.({ url: local.url, token: await local.token() } satisfies Started);
