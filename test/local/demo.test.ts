import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { ConversationAttributes } from '../../clients/typescript/src/index.ts';
import { layJson, layText } from '../../commands/demo/layout.ts';
import { makeTeller, type Step } from '../../commands/demo/teller.ts';

const demo = resolve(import.meta.dirname, '../../commands/demo.ts');

const oneRead: Step<unknown> = { says: 'One reads.', does: () => Promise.resolve(), status: 200 };

/** A teller before a server that answers all with this, the text that it prints, and a client that it listens to. */
async function makeStage(answer: { status: number; body: object }) {
  const server = createServer((_, response) => {
    response.writeHead(answer.status, { 'content-type': 'application/json', etag: '"7"' });
    response.end(JSON.stringify(answer.body));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => {
    server.close();
  });
  const printed: string[] = [];
  const teller = makeTeller((text) => printed.push(text));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = new ConversationAttributes({ baseUrl, token: () => 't', fetch: teller.fetch, attempts: 2 });
  return { ...teller, client, customer: client.conversation('c').participant('customer'), printed };
}

test('plays the whole call and ends with exit code 0', async () => {
  // Whatever the user's environment says of other servers.
  const env = { ...process.env, PORT: '1', DATA_DIR: '/nowhere', AWS_ENDPOINT_URL: 'http://127.0.0.1:1' };
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [demo], { env });
  expect(stderr).toBe('');
  const steps = [...stdout.matchAll(/^(\d+)\. /gm)].map(([, number]) => Number(number));
  expect(steps).toEqual(Array.from({ length: steps.length }, (_, position) => position + 1));
  expect(steps.length).toBeGreaterThan(20);
  // One step loses an answer, one reads before it writes.
  expect(stdout.match(/ -> (\d+|nothing)/g)).toHaveLength(steps.length + 2);
  expect(stdout.match(/ -> [45]\d\d/g)).toEqual([' -> 403', ' -> 409', ' -> 409', ' -> 404']);
  expect(stdout).not.toMatch(/bearer|access_token|local-secret/i);
  // The log of the handlers is kept away from the story.
  expect(stdout).not.toContain('"level"');
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

test('breaks a long sentence between words', () => {
  const text = layText('word '.repeat(50).trim());
  expect(text.split('\n').every((line) => line.length <= 104)).toBe(true);
  expect(text.split(/\s+/)).toHaveLength(50);
});

test.for([{ a: ['x\n y', { b: '", "' }], long: 'x'.repeat(120) }, [1, 'y'.repeat(120)], {}])(
  'lays out JSON that says the same as before: %j',
  (value) => {
    expect(JSON.parse(layJson(value))).toEqual(value);
  },
);
