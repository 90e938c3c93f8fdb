// Runs after npm ci, on the Node.js of the machine. npm 10 removes node_modules/.bin/node, the Node.js that everything here runs on,
// together with the packages for other platforms, whose program has the same name. It links it when it is asked again.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const modules = 'node_modules';
const isLinked = existsSync(join(modules, '.bin/node')) || existsSync(join(modules, '.bin/node.cmd'));
const brought = readdirSync(modules).find((name) => /^node-(bin-)?(darwin|linux|win)-/.test(name));
const { npm_execpath: npm } = process.env;
if (!isLinked && brought !== undefined && npm !== undefined) {
  execFileSync(process.execPath, [npm, 'rebuild', brought, '--ignore-scripts', '--silent']);
}
