import { parseArgs } from 'node:util';
import { startLocal } from '../local/local.ts';
import { makeEnter } from './demo/cast.ts';
import { quiet } from './demo/quiet.ts';
import { makeStops } from './demo/stops.ts';
import { isStory, stories } from './demo/stories.ts';
import { makeTeller } from './demo/teller.ts';

const usage = `npm run demo [-- [<story>] [--fast]]

Plays a story from start to end, and explains each step: ${Object.keys(stories).join(', ')}, by
default the first. On a terminal it waits for Enter after each step; with --fast
it does not.`;

/** What to play, and whether without waiting. @throws Error for what it does not know */
function readArguments(args: readonly string[]) {
  const flag = { type: 'boolean', default: false } as const;
  const options = { help: flag, fast: flag };
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  const [name = 'call', ...more] = positionals;
  if (!isStory(name) || more.length > 0) {
    throw new Error(`"${positionals.join(' ')}" is no story: there are ${Object.keys(stories).join(', ')}`);
  }
  return { ...values, name };
}

async function play(name: keyof typeof stories, isStepped: boolean): Promise<void> {
  const { about, play: playStory } = stories[name];
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
      queueBoundClients: '',
      definedNamesOnly: false,
      sharedExecutions: false,
      dynamodbEndpoint: undefined,
      kmsEndpoint: undefined,
      sweepSeconds: 0,
    });
    try {
      const teller = makeTeller(story.print, stops?.wait);
      story.print(`${about}, played against a server on ${local.url}.\n`);
      if (stops) story.print(`Enter shows the next step; npm run demo -- ${name} --fast shows all at once.\n`);
      await playStory(teller, makeEnter(local.url, teller.fetch));
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
  const { help, fast, name } = readArguments(process.argv.slice(2));
  if (help) console.log(usage);
  else await play(name, !fast && process.stdin.isTTY && process.stdout.isTTY);
} catch (error) {
  console.error(`${error instanceof Error ? error.message : error}\n\n${usage}`);
  process.exitCode = 2;
}
