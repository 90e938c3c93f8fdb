import { readFile, stat, writeFile } from 'node:fs/promises';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { stringify } from '#domain/json.ts';
import { queueClients } from '../contact-data/support.ts';
import { useApi } from '../support/api.ts';
import { contactLogCommand, newDirectory } from './command.ts';
import { csvRows } from './csv-rows.ts';
import { handled } from './generate.ts';
import { csvPages } from './pages.ts';
import { periodOf } from './paging.ts';
import { writeAll } from './table.ts';

const api = useApi({ clientsFile: queueClients });

const days = 2;
const { from, to } = periodOf(days);

/** Values that are hard to keep, each of a few conversations, so that the pages have different columns. */
const hard = [
  '"',
  '=1+1',
  'a,b',
  'a\r\nb',
  '\u2028',
  '',
  "'",
  5,
  1e200,
  true,
  ['x', '"', '=1', -5],
  { a: '=1' },
  '🎈',
  '\ud800',
];

beforeAll(async () => {
  await writeAll(
    api,
    await handled(1000, days, (number) => ({ number, [`hard-${number % 300}`]: hard[number % hard.length] })),
  );
});

const args = (file: string, ...more: readonly string[]) => [
  ...['--url', api.local.url, '--from', from, '--to', to, '--csv', file],
  ...more,
];

/** Rows without their empty cells, under the names of their columns. */
function named([head = [], ...rows]: readonly (readonly string[])[]) {
  return rows.map((row) => ({
    fixed: row.slice(0, 6),
    saved: Object.fromEntries(row.slice(6).flatMap((cell, at) => (cell ? [[head[at + 6], cell]] : []))),
  }));
}

test('writes all pages of the log into one CSV file, cell by cell as the API writes them', async () => {
  const { file, list } = await newDirectory(onTestFinished);
  const { code, stdout, stderr } = await contactLogCommand(args(file));
  expect([code, stdout]).toEqual([0, '']);
  expect(stderr).toContain(`1000 conversations with 301 saved names are in ${file}`);
  const rows = csvRows(await readFile(file, 'utf8'));
  const names = ['number', ...Array.from({ length: 300 }, (_, number) => `hard-${number}`)];
  expect(rows[0]).toEqual(['id', 'type', 'queueId', 'startTime', 'endTime', 'wrapupCode', ...names.sort()]);
  expect(rows).toHaveLength(1001);
  const pages = await csvPages(api, { from, to });
  expect(pages.length).toBeGreaterThan(9);
  expect(named(rows)).toEqual(pages.flatMap(named));
  expect(await list()).toEqual(['log.csv']);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

test('writes what the filters leave, and the head alone where nothing is', async () => {
  const { file } = await newDirectory(onTestFinished);
  await contactLogCommand(args(file, '--queue', 'sales', '--type', 'voice'));
  const [, ...rows] = csvRows(await readFile(file, 'utf8'));
  expect(rows.length).toBe(Math.ceil(1000 / 12));
  expect(new Set(rows.map((row) => row.slice(1, 3).join()))).toEqual(new Set(['voice,sales']));
  expect((await contactLogCommand(args(file, '--queue', 'nobody'))).code).toBe(0);
  expect(await readFile(file, 'utf8')).toBe('"id","type","queueId","startTime","endTime","wrapupCode"\r\n');
});

test('--bom and --separator write what Excel reads where the decimal sign is a comma', async () => {
  const { file } = await newDirectory(onTestFinished);
  const plain = async (...more: readonly string[]) => {
    expect((await contactLogCommand(args(file, ...more))).code).toBe(0);
    return readFile(file, 'utf8');
  };
  const [commas, semicolons, tabs] = [
    await plain(),
    await plain('--bom', '--separator', ';'),
    await plain('--separator', 'tab'),
  ];
  expect([commas[0], semicolons[0], tabs[0]]).toEqual(['"', '\ufeff', '"']);
  const rowsOf = (text: string, separator: string) => csvRows(text, separator).map((row) => row.map(withoutEscapes));
  expect(rowsOf(tabs, '\t')).toEqual(rowsOf(commas, ','));
  expect(rowsOf(semicolons.slice(1), ';')).toEqual(rowsOf(commas, ','));
});

/** JSON in the one form that all texts of the same value have: where no comma separates, what is behind one is escaped. */
function withoutEscapes(cell: string): string {
  return /^[[{]/.test(cell) ? JSON.stringify(JSON.parse(cell)) : cell;
}

test('asks as the client of the environment, whose call queues count', async () => {
  const { file } = await newDirectory(onTestFinished);
  const env = { CLIENT_ID: 'sales', CLIENT_SECRET: 'sales-secret', TOKEN_URL: `${api.local.url}/oauth/token` };
  await contactLogCommand(args(file), { env });
  const rows = csvRows(await readFile(file, 'utf8'));
  expect(new Set(rows.slice(1).map((row) => row[2]))).toEqual(new Set(['sales']));
  const refused = await contactLogCommand(args(file), { env: { ...env, CLIENT_SECRET: 'wrong' } });
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('POST /oauth/token: 401')]);
  const without = await contactLogCommand(args(file), { env: { CLIENT_ID: 'eraser', CLIENT_SECRET: 'eraser-secret' } });
  expect([without.code, without.stderr]).toEqual([1, expect.stringContaining('lacks the scope "report:read"')]);
});

test.for([
  [[], '--from and --to and --csv must be given'],
  [['--from', '2026-03-01', '--csv', 'x'], '--to must be given'],
  [['--from', '2026-03-01', '--to', '2026-03-02', '--csv'], '--csv'],
  [['--from', '2026-03-01', '--to', '2026-03-02', '--csv', 'x', '--format', 'csv'], '--format'],
  [['--from', '2026-03-01', '--to', '2026-03-02', '--csv', 'x', 'y'], "'y'"],
  [['--from', '2026-03-01', '--to', '2026-03-02', '--csv', 'x', '--url', 'localhost:3000'], '"localhost:3000"'],
  [['--from', '2026-03-01', '--to', '2026-03-02', '--csv', 'x', '--separator', '|'], '--separator is "|"'],
  [
    ['--from', '2026-03-01', '--to', '2026-03-02', '--csv', 'x', '--type', 'fax'],
    '--type is "fax"; it must be one of voice',
  ],
] as const)('refuses the arguments %j with the usage and exit code 2', async ([wrong, reason]) => {
  const { code, stdout, stderr } = await contactLogCommand(wrong);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain(reason);
  expect(stderr).toContain('npm run contact-log -- --from TIME --to TIME --csv FILE');
});

test('refuses what the API calls malformed with its reason, the usage and exit code 2, and leaves the file', async () => {
  const { file, list } = await newDirectory(onTestFinished);
  await writeFile(file, 'before');
  const wrong = [
    [['--url', api.local.url, '--from', 'yesterday', '--to', to, '--csv', file], 'from: "yesterday" is no date'],
    [['--url', api.local.url, '--from', to, '--to', from, '--csv', file], 'from: must not be after "to"'],
  ] as const;
  for (const [given, reason] of wrong) {
    const { code, stderr } = await contactLogCommand(given);
    expect([code, stderr]).toEqual([2, expect.stringContaining(reason)]);
    expect(stderr).toContain('npm run contact-log --');
  }
  expect([await list(), await readFile(file, 'utf8')]).toEqual([['log.csv'], 'before']);
});

test('--help prints the usage', async () => {
  const { code, stdout, stderr } = await contactLogCommand(['--help']);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toContain('npm run contact-log -- --from TIME --to TIME --csv FILE');
});

test('a value of a conversation stays in the CSV as exact as it is in the table', async () => {
  const { file } = await newDirectory(onTestFinished);
  await api.ok('PUT', '/api/v2/settings/channels/voice', { body: { savedAttributes: ['big'], retentionDays: 1 } });
  const started = Date.now();
  await api.make({ data: { big: stringify(null) } });
  const made = await api.make({});
  await api.ok('PATCH', made.conversation, { body: '{"data":{"big":12345678901234567890}}' });
  await api.ok('PATCH', made.conversation, { body: { state: 'handled' } });
  const period = ['--from', new Date(started).toISOString(), '--to', new Date(Date.now() + 1).toISOString()];
  await contactLogCommand(['--url', api.local.url, ...period, '--csv', file]);
  expect(csvRows(await readFile(file, 'utf8'))[1]?.[6]).toBe('12345678901234567890');
});
