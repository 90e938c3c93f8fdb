import { describe, expect, test, vi } from 'vitest';
import { formatFunctionLine, formatRequestLine } from '../../local/request-log.ts';
import { startServer } from '../support/server.ts';
import { hasTerminal, startShell } from '../support/shell.ts';

test('a request has one line, without its query', () => {
  const line = formatRequestLine({ method: 'POST', path: '/api/v2/conversations', status: 201, milliseconds: 5.6 });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours, where this test has a terminal
  expect(line.replace(/\x1b\[\d+m/g, '')).toBe('POST /api/v2/conversations 201 6 ms');
});

test('a path that is too long for the terminal lacks its middle', () => {
  const path = `/api/v2/conversations/${'x'.repeat(90)}/flush`;
  const line = formatRequestLine({ method: 'POST', path, status: 200, milliseconds: 12 }, 80);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: as above
  expect(line.replace(/\x1b\[\d+m/g, '')).toMatch(/^POST \/api\/v2\/conversations\/x+…x+\/flush 200 12 ms$/);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: as above
  expect(line.replace(/\x1b\[\d+m/g, '')).toHaveLength(80);
});

test('of what functions log, errors and warnings are told with their reason, and nothing else of it', () => {
  const line = (entry: object) => `${JSON.stringify({ timestamp: 't', ...entry })}\n`;
  expect(formatFunctionLine(line({ level: 'INFO', message: 'set-attributes 202' }))).toBe('');
  expect(
    formatFunctionLine(line({ level: 'ERROR', message: 'set-attributes 500', reason: 'no table', stack: 'at x' })),
  ).toBe('ERROR set-attributes 500: no table\nat x\n');
  expect(formatFunctionLine('Conversation Attributes on http://127.0.0.1:3000\n')).toContain('3000');
});

test.each([
  { format: 'text', has: /^GET \/openapi\.json 200 \d+ ms$/m, lacks: /"timestamp"/ },
  { format: 'json', has: /^\{"timestamp".*"operation":"get-openapi"/m, lacks: /^GET /m },
])('npm start writes $format when it is asked for', async ({ format, has, lacks }) => {
  const server = await startServer({ LOG_FORMAT: format, DATA_DIR: 'memory' });
  await (await fetch(`${server.url}/openapi.json?x`)).text();
  await (await fetch(`${server.url}/openapi.json`)).text();
  await server.stop();
  expect(server.output()).toMatch(has);
  expect(server.output()).not.toMatch(lacks);
});

describe.runIf(hasTerminal)('on a terminal', () => {
  /** What npm start writes of a request, on a terminal that has no width. */
  async function showOnTerminal(settings: NodeJS.ProcessEnv): Promise<string> {
    const command = `script -qec "'${process.execPath}' local/start.ts" /dev/null`;
    // Variables by which tests or builds choose colours for themselves.
    const own = { CI: undefined, FORCE_COLOR: undefined, NO_COLOR: undefined, TERM: 'xterm-256color' };
    const env = { ...own, PORT: '0', DATA_DIR: 'memory', ...settings };
    const { found, output, stop } = await startShell(command, /Conversation Attributes on (\S+)/, { env });
    const [url = ''] = found;
    await (await fetch(`${url}/openapi.json`)).text();
    await vi.waitFor(() => expect(output()).toMatch(/^GET .* ms\r?$/m), { timeout: 60_000 });
    await stop();
    return /^GET .* ms/m.exec(output())?.[0].replace(/\d+ ms/, 'few ms') ?? '';
  }

  test('a request has a line with colours', async () => {
    expect(await showOnTerminal({})).toBe('GET /openapi.json \u001b[32m200\u001b[39m few ms');
  });

  test('it has none where NO_COLOR asks for none', async () => {
    expect(await showOnTerminal({ NO_COLOR: '1' })).toBe('GET /openapi.json 200 few ms');
  });
});
