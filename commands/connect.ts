import { readFile } from 'node:fs/promises';
import { invoke } from '../local/gateway/invoke.ts';
import { importHandler } from '../local/gateway/load-handler.ts';
import { startLocal } from '../local/local.ts';
import { quiet } from './demo/quiet.ts';

const usage = `npm run connect -- <event.json> ...

Gives events of Amazon Connect, one after another, to the functions that an instance would start, and shows what these answer and the
conversations that there are at the end. An event is what a flow sends ("Details") or a contact event of EventBridge ("detail"). All of it
is in memory.`;

/** Milliseconds that Amazon Connect waits for a function. */
const time = 8_000;

/** An event as its file has it. */
interface GivenEvent {
  readonly file: string;
  readonly event: object;
  /** The function that it starts. */
  readonly operation: string;
}

async function readEvent(file: string): Promise<GivenEvent> {
  const event: unknown = JSON.parse(await readFile(file, 'utf8'));
  const isObject = typeof event === 'object' && event !== null;
  if (isObject && 'Details' in event) return { file, event, operation: 'run-connect-action' };
  if (isObject && 'detail' in event) return { file, event, operation: 'follow-contact' };
  throw new Error('it has neither "Details", as the event of a flow, nor "detail", as one of EventBridge');
}

/** Plays the events, and shows what comes of them. */
async function play(events: readonly GivenEvent[], print: (text: string) => void): Promise<void> {
  const inMemory = { dataDir: 'memory', dynamodbEndpoint: undefined, kmsEndpoint: undefined, sweepSeconds: 0 };
  const local = await startLocal({ port: 0, host: '127.0.0.1', clientsFile: undefined, ...inMemory });
  try {
    for (const { file, event, operation } of events) {
      const handler = await importHandler(operation);
      const answer = await invoke(operation, handler, event as Parameters<typeof handler>[0], time);
      print(`${file}: ${operation}${answer === undefined ? '' : ` answers ${JSON.stringify(answer, null, 2)}`}\n`);
    }
    const headers = { authorization: `Bearer ${await local.token()}` };
    const found = await (await fetch(`${local.url}/api/v2/conversations`, { headers })).json();
    for (const { id } of (found as { readonly conversations: readonly { readonly id: string }[] }).conversations) {
      const shown = await fetch(`${local.url}/api/v2/conversations/${id}`, { headers });
      print(`The conversation: ${JSON.stringify(await shown.json(), null, 2)}\n`);
    }
  } finally {
    await local.close();
  }
}

const files = process.argv.slice(2);
if (files.length === 0 || files.includes('--help')) {
  console.log(usage);
  process.exitCode = files.length === 0 ? 2 : 0;
} else {
  const told = quiet();
  try {
    const events: GivenEvent[] = [];
    for (const file of files) {
      const given = await readEvent(file).catch((error: Error) => error);
      if (given instanceof Error) throw new Error(`${file} can't be used: ${given.message}`);
      events.push(given);
    }
    await play(events, told.print);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  } finally {
    told.end();
  }
}
