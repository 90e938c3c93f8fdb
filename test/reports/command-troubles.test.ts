import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { test as testAlone } from 'vitest';
import { contactLogCommand, json, newDirectory, pageOf, standIn } from './command.ts';
import { csvRows } from './csv-rows.ts';

// They wait, for what the command waits for: all at once.
const test = testAlone.concurrent;

const period = ['--from', '2026-03-01', '--to', '2026-03-02'];

async function ids(file: string): Promise<readonly (string | undefined)[]> {
  return csvRows(await readFile(file, 'utf8'))
    .slice(1)
    .map(([id]) => id);
}

test('waits as long as Retry-After says, in seconds or as a date, and goes on', async ({ expect, onTestFinished }) => {
  const { file } = await newDirectory(onTestFinished);
  const { url, pages } = await standIn(onTestFinished, (_, response, number) => {
    if (number === 1) return json(response, 429, { message: 'Too Many Requests' }, { 'retry-after': '1' });
    // A date has no milliseconds: this one is more than a second away.
    const date = new Date(Date.now() + 2000).toUTCString();
    if (number === 3) return json(response, 503, { message: 'Service Unavailable' }, { 'retry-after': date });
    return json(response, 200, pageOf(number, number === 4));
  });
  const { code } = await contactLogCommand([...period, '--url', url, '--csv', file]);
  expect(code).toBe(0);
  const [first = 0, second = 0, third = 0, fourth = 0] = pages.map(({ at }) => at);
  expect(second - first).toBeGreaterThanOrEqual(990);
  expect(fourth - third).toBeGreaterThanOrEqual(900);
  expect(pages.map(({ path }) => new URLSearchParams(path.split('?')[1]).get('nextToken'))).toEqual([
    null,
    null,
    'after-2',
    'after-2',
  ]);
  expect(await ids(file)).toEqual(['c2', 'c4']);
});

test('tries again when a connection breaks, and after an answer without Retry-After', async ({
  expect,
  onTestFinished,
}) => {
  const { file } = await newDirectory(onTestFinished);
  const { url, pages } = await standIn(onTestFinished, (request, response, number) => {
    if (number === 1) return void request.socket.destroy();
    if (number === 2) return json(response, 503, {});
    return json(response, 200, pageOf(number, true));
  });
  const { code } = await contactLogCommand([...period, '--url', url, '--csv', file]);
  expect([code, pages.length]).toEqual([0, 3]);
  expect(await ids(file)).toEqual(['c3']);
});

test('gives up after eight attempts, with exit code 1 and the reason, and leaves the file as it was', async ({
  expect,
  onTestFinished,
}) => {
  const { file, list } = await newDirectory(onTestFinished);
  await writeFile(file, 'before');
  const { url, pages } = await standIn(onTestFinished, (_, response, number) => {
    if (number === 1) return json(response, 200, pageOf(1));
    return json(response, 503, { detail: 'The store does not answer' }, { 'retry-after': '0' });
  });
  const { code, stderr } = await contactLogCommand([...period, '--url', url, '--csv', file]);
  expect([code, pages.length]).toEqual([1, 9]);
  expect(stderr).toContain('GET /api/v2/reports/contact-log: 503 The store does not answer');
  expect([await list(), await readFile(file, 'utf8')]).toEqual([['log.csv'], 'before']);
});

test.for([
  [404, { message: 'Not Found' }, 'GET /api/v2/reports/contact-log: 404 Not Found'],
  [403, { detail: 'The access token lacks the scope' }, 'GET /api/v2/reports/contact-log: 403 The access token lacks'],
] as const)('does not repeat what is refused with %i', async ([status, body, reason], { expect, onTestFinished }) => {
  const { file, list } = await newDirectory(onTestFinished);
  const { url, pages } = await standIn(onTestFinished, (_, response) => json(response, status, body));
  const { code, stderr } = await contactLogCommand([...period, '--url', url, '--csv', file]);
  expect([code, pages.length, await list()]).toEqual([1, 1, []]);
  expect(stderr).toContain(reason);
  expect(stderr).not.toContain('npm run');
});

test('renews its token before it expires, and after a refusal', async ({ expect, onTestFinished }) => {
  const { file } = await newDirectory(onTestFinished);
  const { url, tokens, pages } = await standIn(
    onTestFinished,
    (_, response, number) => {
      if (number === 3) return json(response, 401, { message: 'Unauthorized' });
      // The first token is valid for a second.
      setTimeout(() => json(response, 200, pageOf(number, number === 5)), number === 1 ? 1000 : 0);
    },
    1,
  );
  const { code } = await contactLogCommand([...period, '--url', url, '--csv', file]);
  expect(code).toBe(0);
  const used = pages.map(({ authorization }) => authorization);
  expect(used[1]).not.toBe(used[0]);
  expect(used[3]).not.toBe(used[2]);
  expect(tokens.length).toBeGreaterThanOrEqual(3);
  const basic = Buffer.from('local:local-secret').toString('base64');
  expect(new Set(tokens.map(({ authorization }) => authorization))).toEqual(new Set([`Basic ${basic}`]));
  expect(await ids(file)).toEqual(['c1', 'c2', 'c4', 'c5']);
});

test('says so at once when nobody listens, or when the file can not be written', async ({ expect, onTestFinished }) => {
  const { file, list } = await newDirectory(onTestFinished);
  const { url, pages } = await standIn(onTestFinished, (_, response) => json(response, 200, pageOf(1, true)));
  const nowhere = await contactLogCommand([...period, '--url', url, '--csv', `${file}/nowhere/log.csv`]);
  expect([nowhere.code, nowhere.stderr]).toEqual([1, expect.stringContaining('ENOENT')]);
  await mkdir(file);
  const directory = await contactLogCommand([...period, '--url', url, '--csv', file]);
  expect([directory.code, directory.stderr]).toEqual([1, expect.stringContaining('is a directory')]);
  expect(await list()).toEqual(['log.csv']);
  expect(pages.length).toBeLessThanOrEqual(1);
});

test.for(['SIGINT', 'SIGTERM'] as const)(
  '%s ends it with exit code 130, and nothing is left of it',
  async (signal, { expect, onTestFinished }) => {
    const { file, list } = await newDirectory(onTestFinished);
    let kill: (signal: NodeJS.Signals) => void = () => undefined;
    const { url } = await standIn(onTestFinished, (_, response, number) => {
      if (number < 3) return json(response, 200, pageOf(number));
      // The third page never comes.
      kill(signal);
    });
    const { code, stderr } = await contactLogCommand([...period, '--url', url, '--csv', file], {
      started: (own) => {
        kill = own;
      },
    });
    // On a slow machine it has told how far it is.
    expect([code, stderr]).toEqual([130, expect.stringMatching(/Interrupted; nothing is written\.\n$/)]);
    expect(await list()).toEqual([]);
  },
);

test('tells how far it is each second', async ({ expect, onTestFinished }) => {
  const { file } = await newDirectory(onTestFinished);
  const { url } = await standIn(onTestFinished, (_, response, number) => {
    setTimeout(() => json(response, 200, pageOf(number, number === 4)), number === 3 ? 1100 : 0);
  });
  const { stderr } = await contactLogCommand([...period, '--url', url, '--csv', file]);
  expect(stderr.split('\n')).toContain('3 conversations, back to 2026-03-01T00:00:00.000Z');
  expect(stderr).toContain('4 conversations with 4 saved names are in');
});

test('writes 40 MB of conversations in a memory of 32 MB', async ({ expect, onTestFinished }) => {
  const { file } = await newDirectory(onTestFinished);
  const { url } = await standIn(onTestFinished, (_, response, number) => {
    const text = 'x'.repeat(20_000);
    const conversations = Array.from({ length: 100 }, (_, position) => ({
      id: `c${number}-${position}`,
      type: 'voice',
      startTime: '2026-03-01T00:00:00.000Z',
      endTime: '2026-03-01T00:01:00.000Z',
      data: { text },
    }));
    json(response, 200, { conversations, ...(number < 20 && { nextToken: `after-${number}` }) });
  });
  const node = ['--max-old-space-size=32', '--max-semi-space-size=1'];
  const { code, stderr } = await contactLogCommand([...period, '--url', url, '--csv', file], { node });
  expect(code, stderr).toBe(0);
  expect((await stat(file)).size).toBeGreaterThan(40_000_000);
});
