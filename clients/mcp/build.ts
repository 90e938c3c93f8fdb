import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';

const outfile = join(import.meta.dirname, 'dist/conversation-attributes-mcp.js');

// One file with all that it needs: a host of agents starts it where nothing is installed.
await build({
  absWorkingDir: join(import.meta.dirname, '../..'),
  entryPoints: ['commands/mcp.ts'],
  outfile,
  bundle: true,
  minify: true,
  legalComments: 'linked',
  format: 'esm',
  platform: 'node',
  target: 'node20',
  banner: { js: '#!/usr/bin/env node' },
  logLevel: 'warning',
});
await chmod(outfile, 0o755);
