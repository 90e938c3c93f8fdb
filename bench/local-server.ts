/**
 * What the local server does: the time from its start to its first token, requests a second of several callers, what each takes of a processor in the server's process, and what
 * memory that process holds after more and more requests.
 *
 *     npm run bench:local -- [requests of a kind] [callers] [requests that memory is watched over]
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Callers, type Send } from './local-server/callers.ts';
import { timeFirstToken } from './local-server/first-token.ts';
import { Server } from './local-server/server.ts';

const [requests = 10_000, callers = 16, watched = 100_000] = process.argv.slice(2).map(Number);

/** Requests for an attribute that one conversation gets. */
const PER_CONVERSATION = 20;

const root = '/api/v2/conversations';

const print = (...cells: readonly string[]) =>
  process.stdout.write(`${cells.map((cell, column) => (column ? cell.padStart(14) : cell.padEnd(20))).join('')}\n`);

async function make(send: Send, id: string): Promise<void> {
  await send('POST', root, { id, type: 'voice', participants: [{ purpose: 'customer' }] });
}

const set = (send: Send, id: string, name: string) =>
  send('POST', `${root}/${id}/flows/ivr-1/attributes`, { attributes: { [name]: 'gold' } });

const get = (send: Send, id: string, name: string) => send('GET', `${root}/${id}/flows/ivr-1/attributes?name=${name}`);

async function measureSpeed(title: string, dataDir: string): Promise<void> {
  const server = await Server.start(dataDir);
  const all = new Callers(server.started, callers);
  const measure = async (what: string, jobs: number, job: (send: Send, index: number) => Promise<void>) => {
    const before = await server.measure();
    const seconds = await all.do(jobs, job);
    const after = await server.measure();
    const cpu = (after.cpuMicroseconds - before.cpuMicroseconds) / jobs / 1000;
    print(`${title}: ${what}`, String(callers), (jobs / seconds).toFixed(0), cpu.toFixed(2));
  };
  const idOf = (index: number) => `call-${Math.floor(index / PER_CONVERSATION)}`;
  const nameOf = (index: number) => `name-${index % PER_CONVERSATION}`;
  // So that the code is compiled.
  await all.do(500, async (send, index) => {
    await make(send, `warm-${index}`);
    await set(send, `warm-${index}`, 'tier');
    await get(send, `warm-${index}`, 'tier');
  });
  await measure('create', Math.ceil(requests / PER_CONVERSATION), (send, index) => make(send, `call-${index}`));
  await measure('set', requests, (send, index) => set(send, idOf(index), nameOf(index)));
  await measure('get', requests, (send, index) => get(send, idOf(index), nameOf(index)));
  all.close();
  await server.stop();
}

/** Plays whole calls of ten requests, and prints what the process holds after each tenth of them. */
async function watchMemory(dataDir: string): Promise<void> {
  const server = await Server.start(dataDir);
  const all = new Callers(server.started, callers);
  let call = 0;
  const play = async (send: Send) => {
    const id = `call-${call++}`;
    await make(send, id);
    for (const name of ['tier', 'reason', 'order', 'language']) await set(send, id, name);
    for (const name of ['tier', 'reason', 'order', 'language']) await get(send, id, name);
    await send('POST', `${root}/${id}/flows/ivr-1/flush`, {});
  };
  for (let tenth = 0; tenth <= 10; tenth++) {
    const { liveBytes, residentBytes } = await server.measure();
    const [live, resident] = [liveBytes, residentBytes].map((bytes) => `${(bytes / 1e6).toFixed(0)} MB`);
    print(`after ${call * 10} requests`, `${live}`, `${resident}`);
    if (tenth < 10) await all.do(watched / 100, play);
  }
  all.close();
  await server.stop();
}

/** How often it is started: others take their part of the machine, so the shortest time counts. */
const STARTS = 10;

/** Prints the shortest of the times, where the data directory and what was compiled are there. */
async function measureStart(dataDir: string): Promise<void> {
  const times: number[] = [];
  for (let start = 0; start <= STARTS; start++) times.push(await timeFirstToken(dataDir, 18_080 + start));
  const [, ...later] = times;
  print('to the first token', `${Math.min(...later).toFixed(0)} ms`);
  print('');
}

const directory = await mkdtemp(join(tmpdir(), 'bench-local-'));
try {
  await measureStart(join(directory, 'start'));
  print('', 'callers', 'requests/s', 'CPU ms each');
  await measureSpeed('in memory', 'memory');
  await measureSpeed('on disk', join(directory, 'speed'));
  print('\non disk', 'live', 'resident');
  await watchMemory(join(directory, 'memory'));
} finally {
  await rm(directory, { recursive: true });
}
