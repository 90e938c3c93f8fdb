import { startLocal } from '../local/local.ts';
import { playCall } from './demo/call.ts';
import { makeCast } from './demo/cast.ts';
import { quiet } from './demo/quiet.ts';
import { makeTeller } from './demo/teller.ts';

const story = quiet();
try {
  // All of it in memory, whatever the environment says: the story needs a place of its own.
  const local = await startLocal({
    port: 0,
    host: '127.0.0.1',
    dataDir: 'memory',
    clientsFile: undefined,
    requirePreconditions: false,
    sharedExecutions: false,
    dynamodbEndpoint: undefined,
    kmsEndpoint: undefined,
    sweepSeconds: 0,
  });
  try {
    const teller = makeTeller(story.print);
    story.print(`One call, played against a server of its own on ${local.url}.\n`);
    await playCall(teller, makeCast(local.url, teller.fetch));
    story.print('\nThat was the product. Now yours: npm start, and docs/tutorial.md.\n');
  } finally {
    await local.close();
  }
} catch (error) {
  const reason = story.lines.findLast((line) => line.includes('"level":"ERROR"'));
  console.error('\nThe demo broke off:', error, reason ?? '');
  process.exitCode = 1;
} finally {
  story.end();
}
