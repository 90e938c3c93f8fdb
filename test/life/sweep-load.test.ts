import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeDueKey, makePartitionKey } from '#dynamodb/item-keys.ts';
import { useClockedApi } from '../support/clock.ts';
import { emptyTables } from '../support/empty-tables.ts';
import { pathsOf } from '../support/paths.ts';
import { hours, keep, type Swept } from './support.ts';

const { api, start, setClock } = useClockedApi();

beforeEach(async () => {
  await emptyTables();
  setClock(start);
});

/** What is read of a request to DynamoDB. */
interface Input {
  readonly Key?: { readonly pk: string };
  readonly TableName?: string;
  readonly ExpressionAttributeValues?: Readonly<Record<string, unknown>>;
}

let stop = () => {};
afterEach(() => stop());

/** Looks at each call of the functions from now on. @param before is called first, and may throw */
async function watchCalls(before: (command: string, input: Input) => void = () => {}) {
  const { documentClient } = await import('#http/wiring/document-client.ts');
  const counts: Record<string, number> = {};
  let running = 0;
  let peak = 0;
  const name = 'watchCalls';
  documentClient.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        const command = commandName.replace(/Command$/, '');
        const input = args.input as Input;
        if (input.Key?.pk === 'attribute-definitions') return next(args);
        const what = command === 'GetItem' && input.TableName === process.env.SETTINGS_TABLE ? 'settings' : command;
        counts[what] = (counts[what] ?? 0) + 1;
        before(command, input);
        if (command === 'Query') return next(args);
        running += 1;
        peak = Math.max(peak, running);
        try {
          // Those that are started beside it are under way then.
          await setImmediate();
          return await next(args);
        } finally {
          running -= 1;
        }
      },
    { step: 'initialize', name },
  );
  stop = () => {
    documentClient.middlewareStack.remove(name);
    stop = () => {};
  };
  return { counts, peak: () => peak };
}

const keyOf = (id: string) => makePartitionKey(process.env.ID_KEY ?? '', id);

/** Makes conversations that lie in one shard of what is due. */
async function makeInShard(shard: number, count: number): Promise<readonly string[]> {
  const made: string[] = [];
  while (made.length < count) {
    const id = randomUUID();
    if (makeDueKey(keyOf(id)).dueShard === `due#${shard}`) made.push((await api.make({ id })).id);
  }
  return made;
}

/** One of the four runs that begin each minute, a day after the conversations. */
async function run(): Promise<Swept> {
  setClock(start + 24 * hours);
  const { handler } = await import('../../lambdas/sweep.ts');
  const lines = api.logs.length;
  try {
    await handler({ part: 0, of: 4 }, { getRemainingTimeInMillis: () => 60_000 });
  } finally {
    stop();
  }
  return JSON.parse(api.logs.slice(lines).findLast((line) => line.includes('"message":"sweep"')) ?? '');
}

test('a run ends six conversations of a shard at once, with two calls for each and one for the settings of all six', async () => {
  await makeInShard(0, 24);
  const { counts, peak } = await watchCalls();
  expect(await run()).toMatchObject({ ended: 24, failed: 0 });
  expect(counts).toEqual({ Query: 8, GetItem: 24, settings: 4, PutItem: 24 });
  expect(peak()).toBe(6);
});

test('a run has no more than 48 calls under way, so that none waits for a connection', async () => {
  for (let shard = 0; shard < 32; shard += 4) await makeInShard(shard, 8);
  const { peak } = await watchCalls();
  expect(await run()).toMatchObject({ ended: 64 });
  expect(peak()).toBeGreaterThan(6);
  expect(peak()).toBeLessThanOrEqual(48);
});

test('what is saved is what the settings say when a run comes to a conversation', async () => {
  const endOne = async () => {
    const [id = ''] = await makeInShard(0, 1);
    await api.ok('PATCH', pathsOf(id).conversation, { body: { data: { tier: 'gold' } } });
    await run();
    return (await api.ok('GET', `${pathsOf(id).conversation}/history`)).body.data;
  };
  await keep(api, 'voice', []);
  expect(await endOne()).toEqual({});
  await keep(api, 'voice', ['tier']);
  setClock(start);
  expect(await endOne()).toEqual({ tier: 'gold' });
});

test('a conversation that fails holds up none of those that are ended beside it', async () => {
  const [bad = ''] = await makeInShard(0, 6);
  await watchCalls((command, { Key }) => {
    if (command === 'GetItem' && Key?.pk === keyOf(bad)) throw new Error('broken');
  });
  expect(await run()).toMatchObject({ ended: 5, failed: 1 });
});

test('a shard that can not be listed holds up none of the others, and the run fails', async () => {
  await makeInShard(0, 3);
  const others = await makeInShard(4, 3);
  await watchCalls((command, { ExpressionAttributeValues }) => {
    if (command === 'Query' && ExpressionAttributeValues?.[':shard'] === 'due#0') throw new Error('no list of due#0');
  });
  await expect(run()).rejects.toThrow('no list of due#0');
  const states = await Promise.all(
    others.map(async (id) => (await api.ok('GET', pathsOf(id).conversation)).body.state),
  );
  expect(states).toEqual(['wrapup', 'wrapup', 'wrapup']);
  expect(await run()).toMatchObject({ ended: 3, failed: 0 });
});
