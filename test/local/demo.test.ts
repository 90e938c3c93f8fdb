import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { PassThrough } from 'node:stream';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { ConversationAttributes } from '../../clients/typescript/src/index.ts';
import { fold, layJson } from '../../commands/demo/layout.ts';
import { makeStops } from '../../commands/demo/stops.ts';
import { makeTeller, type Step } from '../../commands/demo/teller.ts';
import { hasTerminal } from '../support/shell.ts';

const demo = resolve(import.meta.dirname, '../../commands/demo.ts');

const oneRead: Step<unknown> = { says: 'One reads.', does: () => Promise.resolve(), status: 200 };

/** A teller before a server that answers all with this, the text that it prints, and a client that it listens to. */
async function makeStage(answer: { status: number; body: object }, wait?: () => Promise<void>) {
  const server = createServer((_, response) => {
    response.writeHead(answer.status, { 'content-type': 'application/json', etag: '"7"' });
    response.end(JSON.stringify(answer.body));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => {
    server.close();
  });
  const printed: string[] = [];
  const teller = makeTeller((text) => printed.push(text), wait);
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = new ConversationAttributes({ baseUrl, token: () => 't', fetch: teller.fetch, attempts: 2 });
  return { ...teller, client, customer: client.conversation('c').participant('customer'), printed };
}

// Of each: how many steps it has at least, its refusals, and requests besides one for each step: a step that loses an answer
// has two, and so has one that reads before it writes.
test.for([
  { story: 'call', steps: 21, refusals: [403, 409, 409, 404], more: 2 },
  { story: 'webchat', steps: 8, refusals: [422], more: 0 },
  { story: 'wrapup', steps: 14, refusals: [404, 409, 422], more: 0 },
])('plays the whole story "$story" and ends with exit code 0', async ({ story, steps: least, refusals, more }) => {
  // Whatever the user's environment says of other servers.
  const env = { ...process.env, PORT: '1', DATA_DIR: '/nowhere', AWS_ENDPOINT_URL: 'http://127.0.0.1:1' };
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [demo, story], { env });
  expect(stderr).toBe('');
  const steps = [...stdout.matchAll(/^(\d+)\. /gm)].map(([, number]) => Number(number));
  expect(steps).toEqual(Array.from({ length: steps.length }, (_, position) => position + 1));
  expect(steps.length).toBeGreaterThanOrEqual(least);
  expect(stdout.match(/ -> (\d+|nothing)/g)).toHaveLength(steps.length + more);
  expect(stdout.match(/ -> [45]\d\d/g)).toEqual(refusals.map((status) => ` -> ${status}`));
  expect(stdout).not.toMatch(/bearer|access_token|local-secret/i);
  // The log of the handlers is kept away from the story.
  expect(stdout).not.toContain('"level"');
  expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  expect(stdout).not.toContain('Enter');
});

test('prints the sentence, the request and the answer of a step, and gives its result', async () => {
  const { tell, customer, printed } = await makeStage({ status: 200, body: { attributes: { b: 2 }, version: 7 } });
  const does = () => customer.patch({ a: 1 }, { idempotencyKey: 'k' });
  expect(await tell({ ...oneRead, says: 'One writes.', does })).toEqual({ attributes: { b: 2 }, version: 7 });
  expect(printed.join('')).toBe(`
1. One writes.

    PATCH /api/v2/conversations/c/participants/customer/attributes
    Idempotency-Key: k
    { "attributes": { "a": 1 } }

    -> 200, ETag: "7"
    { "attributes": { "b": 2 }, "version": 7 }
`);
});

test('loses the first answer of a step that is about that', async () => {
  const { tell, client, printed } = await makeStage({ status: 200, body: { id: 'c' } });
  await tell({ ...oneRead, does: () => client.conversation('c').history(), losesAnswer: true });
  expect(printed.join('').match(/ -> .*/g)).toEqual([' -> nothing: the connection breaks', ' -> 200, ETag: "7"']);
});

test('fails at a status that is not the expected one', async () => {
  const { tell, client } = await makeStage({ status: 200, body: { a: 1 } });
  const told = tell({ ...oneRead, does: () => client.conversation('c').history(), status: 202 });
  await expect(told).rejects.toThrow('GET /api/v2/conversations/c/history answers 200, not 202: {"a":1}');
});

test('fails at a refusal that is not expected, or in another way', async () => {
  const { tell, tellRefused, client } = await makeStage({ status: 404, body: { code: 'x' } });
  const does = () => client.conversation('c').history();
  await expect(tell({ ...oneRead, does })).rejects.toThrow('404 x');
  await expect(tellRefused({ ...oneRead, does, status: 409 })).rejects.toThrow('answers 404, not 409');
});

test('fails where a refusal is expected and does not come', async () => {
  const { tellRefused, client } = await makeStage({ status: 200, body: { a: 1 } });
  const told = tellRefused({ ...oneRead, does: () => client.conversation('c').history() });
  await expect(told).rejects.toThrow('GET /api/v2/conversations/c/history is not refused: {"a":1}');
});

test('fails at a body that lacks what it should show', async () => {
  const { tell, client } = await makeStage({ status: 200, body: { a: 1 } });
  const told = tell({ ...oneRead, does: () => client.conversation('c').history(), shows: { a: 2 } });
  await expect(told).rejects.toThrow('GET /api/v2/conversations/c/history does not answer {"a":2} but {"a":1}');
});

test('fails at a body that shows what it should hide', async () => {
  const { tell, client } = await makeStage({ status: 200, body: { a: 'secret' } });
  const told = tell({ ...oneRead, does: () => client.conversation('c').history(), hides: ['secret'] });
  await expect(told).rejects.toThrow('GET /api/v2/conversations/c/history shows "secret": {"a":"secret"}');
});

test('breaks a long line between words and parts of a query, and loses nothing', () => {
  const text = fold(`${'word '.repeat(50).trim()}\n${'word&next=1'.repeat(20)}`);
  expect(text.split('\n').every((line) => line.length <= 80)).toBe(true);
  expect(text.replace(/\s+/g, '')).toBe('word'.repeat(50) + 'word&next=1'.repeat(20));
});

test('leaves a word whole that is longer than a line', () => {
  expect(fold(`    a ${'x'.repeat(120)} b`)).toBe(`    a\n        ${'x'.repeat(120)}\n        b`);
});

test('waits for a line after each step, and no more when no more come', async () => {
  const keys = new PassThrough();
  const printed: string[] = [];
  const stops = makeStops(keys, (text) => printed.push(text));
  onTestFinished(stops.end);
  let steps = 0;
  const { tell } = await makeStage({ status: 200, body: {} }, stops.wait);
  const played = (async () => {
    for (; steps < 3; steps++) await tell({ ...oneRead, does: () => fetch('data:,'), status: 0 });
  })();
  await vi.waitFor(() => expect(printed).toEqual(['\n[Enter] ']));
  expect(steps).toBe(0);
  keys.write('\n');
  await vi.waitFor(() => expect(printed).toHaveLength(2));
  expect(steps).toBe(1);
  keys.end();
  await played;
});

describe.runIf(hasTerminal)('on a terminal', () => {
  /** Plays the demo on a terminal on which nothing is typed, until it waits or is through. */
  async function playOnTerminal(args: string): Promise<string> {
    const command = `'${process.execPath}' '${demo}' ${args}`;
    const terminal = spawn('script', ['-qec', command, '/dev/null'], { stdio: ['pipe', 'pipe', 'inherit'] });
    onTestFinished(() => void terminal.kill());
    let shown = '';
    for await (const chunk of terminal.stdout) {
      shown += chunk;
      if (shown.includes('[Enter] ')) break;
    }
    return shown;
  }

  test('it waits after the first step', async () => {
    expect(await playOnTerminal('')).toMatch(/^1\. (?!.*^2\. )/ms);
  });

  test('with --fast it does not', async () => {
    expect(await playOnTerminal('--fast')).toMatch(/^2\. .*Now yours: npm start/ms);
  });
});

test.for([
  [['--quick'], /'--quick'.*\n\nnpm run demo \[-- /],
  [['call', 'webchat'], /^"call webchat" is no story: there are call, webchat, wrapup\n/],
  [['toString'], /^"toString" is no story/],
] as const)('says how it is started when it is started as %j', async ([args, says]) => {
  const started = promisify(execFile)(process.execPath, [demo, ...args]);
  await expect(started).rejects.toMatchObject({ code: 2, stderr: expect.stringMatching(says) });
});

test.for([{ a: ['x\n y', { b: '", "' }], long: 'x'.repeat(120) }, [1, 'y'.repeat(120)], {}])(
  'lays out JSON that says the same as before: %j',
  (value) => {
    expect(JSON.parse(layJson(value))).toEqual(value);
  },
);
