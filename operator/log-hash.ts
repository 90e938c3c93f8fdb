import { hashForLog } from '#domain/hashes.ts';

const usage = `Prints what the logs have in place of ids, one a line: ID_KEY=... npm run log-hash -s -- <id>...
ID_KEY is the key of the deployment; that of the local server is in .local/id-key.`;

const { ID_KEY: key = '' } = process.env;
const ids = process.argv.slice(2);
if (ids.length === 0 || key.length < 32) {
  const problem = key.length < 32 ? `ID_KEY has ${key.length} characters; it has 32 or more.\n` : '';
  process.stderr.write(`${problem}${usage}\n`);
  process.exitCode = 2;
} else {
  for (const id of ids) process.stdout.write(`${hashForLog(key, id)}\n`);
}
