import { parseArgs } from 'node:util';
import { startLocal } from '../local/local.ts';
import { playCall } from './demo/call.ts';
import { makeCast } from './demo/cast.ts';
import { quiet } from './demo/quiet.ts';
import { makeStops } from './demo/stops.ts';
import { makeTeller } from './demo/teller.ts';

const usage = `npm run demo [-- --fast]

Plays one call from start to end, and explains each step. On a terminal it waits
for Enter after each; with --fast it does not.`;

/** Whether to play, and without waiting. */
function readArguments(args: readonly string[]): { readonly help: boolean; readonly fast: boolean } {
  const flag = { type: 'boolean', default: false } as const;
  return parseArgs({ args: [...args], options: { help: flag, fast: flag } }).values;
}

async function play(isStepped: boolean): Promise<void> {
  const story = quiet();
  const stops = isStepped ? makeStops(process.stdin, story.print) : undefined;
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
      const teller = makeTeller(story.print, stops?.wait);
      story.print(`One call, played against a server of its own on ${local.url}.\n`);
      if (stops) story.print('Enter shows the next step; npm run demo -- --fast shows all at once.\n');
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
    stops?.end();
    story.end();
  }
}

try {
  const { help, fast } = readArguments(process.argv.slice(2));
  if (help) console.log(usage);
  else await play(!fast && process.stdin.isTTY && process.stdout.isTTY);
} catch (error) {
  console.error(`${error instanceof Error ? error.message : error}\n\n${usage}`);
  process.exitCode = 2;
}
