import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { layJson, layText } from '../../dev/demo/layout.ts';
import { makeTeller, type Step, type Told } from '../../dev/demo/teller.ts';

const demo = resolve(import.meta.dirname, '../../dev/demo.ts');

/** Tells one step to a server that answers all with this, and gives what was printed. */
async function tell(
  answer: { status: number; body: object },
  step: Partial<Step>,
): Promise<Told & { printed: string }> {
  const server = createServer((_, response) => {
    response.writeHead(answer.status, { 'content-type': 'application/json', etag: '"7"' });
    response.end(JSON.stringify(answer.body));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => {
    server.close();
  });
  let printed = '';
  const teller = makeTeller(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, (text) => {
    printed += text;
  });
  const told = await teller.tell({ says: 'One reads.', request: 'GET /x', token: 't', status: 200, ...step });
  return { ...told, printed };
}

test('plays the whole call and ends with exit code 0', async () => {
  // Whatever the user's environment says of other servers.
  const env = { ...process.env, PORT: '1', DATA_DIR: '/nowhere', AWS_ENDPOINT_URL: 'http://127.0.0.1:1' };
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [demo], { env });
  expect(stderr).toBe('');
  const steps = [...stdout.matchAll(/^(\d+)\. /gm)].map(([, number]) => Number(number));
  expect(steps).toEqual(Array.from({ length: steps.length }, (_, position) => position + 1));
  expect(steps.length).toBeGreaterThan(20);
  expect(stdout.match(/ -> \d+/g)).toHaveLength(steps.length);
  expect(stdout.match(/ -> (412|409|403|404)/g)).toEqual([' -> 403', ' -> 412', ' -> 409', ' -> 409', ' -> 404']);
  // The log of the handlers is kept away from the story.
  expect(stdout).not.toContain('"level"');
});

test('prints the sentence, the request and the answer of a step', async () => {
  const step = { headers: { 'If-Match': '"6"' }, body: { a: 1 }, request: 'PATCH /x' };
  const { printed, etag, body } = await tell({ status: 200, body: { b: 2 } }, step);
  expect(printed).toBe(
    '\n1. One reads.\n\n    PATCH /x\n    If-Match: "6"\n    { "a": 1 }\n\n    -> 200, ETag: "7"\n    { "b": 2 }\n',
  );
  expect({ etag, body }).toEqual({ etag: '"7"', body: { b: 2 } });
});

test('fails at a status that is not the expected one', async () => {
  await expect(tell({ status: 500, body: { a: 1 } }, {})).rejects.toThrow('GET /x answers 500, not 200: {"a":1}');
});

test('fails at a body that lacks what it should show', async () => {
  const told = tell({ status: 200, body: { a: 1 } }, { shows: { a: 2 } });
  await expect(told).rejects.toThrow('GET /x does not answer {"a":2} but {"a":1}');
});

test('fails at a body that shows what it should hide', async () => {
  const told = tell({ status: 200, body: { a: 'secret' } }, { hides: ['secret'] });
  await expect(told).rejects.toThrow('GET /x shows "secret": {"a":"secret"}');
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
