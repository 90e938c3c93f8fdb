import { expect, test } from 'vitest';
import { formatFunctionLine, formatRequestLine } from '../../local/request-log.ts';
import { startServer } from '../support/server.ts';

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
