// Runs a TypeScript file of this repository: node run.mjs local/start.ts [arguments]. Plain JavaScript, so that any Node.js can say what is
// missing: without `npm ci` there is neither a library nor the Node.js that everything here runs on.
import { existsSync } from 'node:fs';
import module from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [node, own, file = '', ...args] = process.argv;
const major = Number(process.versions.node.split('.', 1));

function problem() {
  if (!existsSync(resolve(own, '../node_modules'))) return 'Nothing is installed yet. Run this first: npm ci';
  if (major < 24) {
    const way =
      process.env.npm_lifecycle_event === undefined
        ? 'Use npm run or npx, which find it.'
        : 'npm has not linked it. Run this first: npm run postinstall';
    return `This is Node.js ${process.versions.node}; it takes 24, which npm ci has brought. ${way}`;
  }
  return undefined;
}

const message = problem();
if (message === undefined) {
  // What was compiled, and TypeScript without its types, is kept for the next start: half of the time until a server answers.
  module.enableCompileCache(resolve(own, '../.cache/compiled'));
  const path = resolve(file);
  process.argv = [node, path, ...args];
  await import(pathToFileURL(path).href);
} else {
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
}
