import { beforeAll, expect, test } from 'vitest';
import type { JsonText } from '#domain/json.ts';
import { useApi } from '../support/api.ts';
import { newConversation } from '../support/fixtures.ts';
import { csvRows } from './csv-rows.ts';
import { contactLog } from './pages.ts';
import { writeAll } from './table.ts';

const api = useApi();

let lastDay = Date.parse('2026-03-01T00:00:00Z');
let template: Awaited<ReturnType<typeof newConversation>>;

beforeAll(async () => {
  template = await newConversation({ participants: [] });
});

interface Record {
  readonly id?: string;
  readonly queueId?: string;
  readonly code?: string;
  /** Values as JSON. */
  readonly data?: Readonly<globalThis.Record<string, string>>;
}

/** Writes conversations on a day of their own, newest first, and gives their CSV. */
async function csvOf(records: readonly Record[]): Promise<string> {
  lastDay += 24 * 60 * 60 * 1000;
  const startTime = lastDay;
  await writeAll(
    api,
    records.map(({ id = `c-${startTime}`, queueId, code, data = {} }, position) => ({
      ...template,
      id: records.length === 1 ? id : `${id}-${position}`,
      state: 'handled' as const,
      ...(queueId !== undefined && { queueId }),
      startTime: startTime + (records.length - position) * 1000,
      endTime: startTime + 60_000,
      ...(code !== undefined && { wrapup: { code } }),
      saved: new Map(Object.entries(data) as [string, JsonText][]),
    })),
  );
  const from = new Date(startTime).toISOString();
  const to = new Date(startTime + 600_000).toISOString();
  return (
    await api.ok('GET', `${contactLog}?${new URLSearchParams({ from, to })}`, { headers: { accept: 'text/csv' } })
  ).text;
}

/** The head of a page without saved names. */
const fixedHead = '"id","type","queueId","startTime","endTime","wrapupCode"';

/** What stands before a saved value, in the row of a conversation that has nothing else. */
const fixedCells = /"c-[\d-]+","voice",,"[^"]+","[^"]+",,/;

/** The cells that saved values have, each between the fixed ones and the end of its row. */
async function cellsOf(jsons: readonly string[]): Promise<readonly string[]> {
  const [head, ...cells] = (await csvOf(jsons.map((value) => ({ data: { value } })))).split(fixedCells);
  expect([head, cells.length]).toEqual([`${fixedHead},"value"\r\n`, jsons.length]);
  return cells.map((cell) => cell.replace(/\r\n$/, ''));
}

async function cellOf(json: string): Promise<string> {
  const [cell = ''] = await cellsOf([json]);
  return cell;
}

test('the header says CSV with a head, that nobody may keep, and the rows end with CRLF', async () => {
  await csvOf([{ id: 'headers' }]);
  const answer = await api.ok('GET', `${contactLog}?from=2026-03-02&to=2026-03-03`, {
    headers: { accept: 'text/csv' },
  });
  expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.headers.has('next-token')).toBe(false);
  const row = '"headers","voice",,"2026-03-02T00:00:01.000Z","2026-03-02T00:01:00.000Z",';
  expect(answer.text).toBe(`${fixedHead}\r\n${row}\r\n`);
});

test('an empty period has the head only', async () => {
  expect(await csvOf([])).toBe(`${fixedHead}\r\n`);
});

test('each saved name on the page is a column, in alphabetical order; what a conversation has not is empty', async () => {
  const text = await csvOf([
    { queueId: 'sales', code: 'sale', data: { tier: '"gold"', outcome: '"sold"' } },
    { data: { region: '"north"', tier: '5' } },
    {},
  ]);
  const [head, ...rows] = csvRows(text);
  expect(head).toEqual(['id', 'type', 'queueId', 'startTime', 'endTime', 'wrapupCode', 'outcome', 'region', 'tier']);
  expect(rows.map((row) => row.slice(2, 3).concat(row.slice(5)))).toEqual([
    ['sales', 'sale', 'sold', '', 'gold'],
    ['', '', '', 'north', '5'],
    ['', '', '', '', ''],
  ]);
});

test.for([
  ['"gold"', '"gold"'],
  ['"5"', '"5"'],
  ['""', '""'],
  ['"a,b"', '"a,b"'],
  ['"a\\"b"', '"a""b"'],
  ['"\\""', '""""'],
  ['"a\\r\\nb"', '"a\r\nb"'],
  ['"a\\nb"', '"a\nb"'],
  ['"a\\rb"', '"a\rb"'],
  ['"  spaces  "', '"  spaces  "'],
  ['"ü🎈\u2028"', '"ü🎈\u2028"'],
  ['5', '5'],
  ['-5', '-5'],
  ['5.0', '5.0'],
  ['12345678901234567890', '12345678901234567890'],
  ['-1e200', '-1e200'],
  ['true', 'true'],
  ['{"a":"b","c":[1,"x"]}', '"{""a"":""b"",""c"":[1,""x""]}"'],
  ['{}', '"{}"'],
  ['["=1+1"]', '"[""=1+1""]"'],
] as const)('the value %j is the cell %j', async ([json, cell]) => {
  expect(await cellOf(json)).toBe(cell);
});

test.for(['=', '+', '-', '@', '\t', '\r', '\n', '\0'])(
  'a text that begins with %j is no formula: an apostrophe goes before it',
  async (first) => {
    const texts = ['', '1+1', 'cmd|"/c calc"!A1', "HYPERLINK('http://x','y')"].map((rest) => first + rest);
    const cells = await cellsOf(texts.map((text) => JSON.stringify(text)));
    expect(cells.map((cell) => csvRows(`${cell}\r\n`))).toEqual(texts.map((text) => [[`'${text}`]]));
  },
);

test.for([
  '+4930123456',
  '+49 (30) 123-456',
  '+49\u00a030/123',
  '-42.50',
  '+1,234.5',
  '-5%',
  '-1e3',
  '\ufeff-7',
  'a;-5',
])('a number or a telephone number stays as it is: %j', async (text) => {
  expect(await cellOf(JSON.stringify(text))).toBe(`"${text}"`);
});

/** What a program passes over before a formula, or takes for the end of a cell whatever the quotes. */
const before = [
  ' ',
  '\u00a0',
  '\u202f',
  '\u3000',
  '\ufeff',
  '\u200b',
  '\t',
  '\n',
  ';',
  '; \u00a0',
  '"',
  'a;',
  'a\t',
  'a\r\n',
  ';"',
];

/** The cells that a program reads that has these for separators and line ends, and knows no quotes. */
const cellsReadIn = (text: string, separator: RegExp) =>
  text.split(separator).map((cell) => cell.replace(/^[\p{Z}\p{C}"]*/u, ''));

test.for([...'=+-@＝＋－＠'])('behind blanks, separators and quotes, too, %s begins no formula', async (first) => {
  const texts = ['', ...before].map((prefix) => `${prefix}${first}cmd|'/c calc'!A1`);
  const cells = await cellsOf(texts.map((text) => JSON.stringify(text)));
  const objects = texts.map((text) => JSON.stringify({ [`a;${text}`]: ['x', text, `b;${text}`] }));
  for (const cell of [...cells, ...(await cellsOf(objects))]) {
    const formulas = cellsReadIn(cell, /[;\t\r\n]/).filter((one) => '=+-@＝＋－＠'.includes(one.charAt(0) || 'x'));
    expect(formulas).toEqual([]);
  }
  for (const [position, text] of texts.entries()) {
    const [[read = ''] = []] = csvRows(`${cells[position]}\r\n`);
    if (!text.startsWith('a')) expect(read.startsWith("'")).toBe(true);
    expect(read.replaceAll("'", '')).toBe(text.replaceAll("'", ''));
  }
});

test('in JSON formulas are made harmless by escapes: it means the same', async () => {
  const value = { 'a;=1': ['b;@x', 'c;-5', -5, '=1'] };
  const [[read = ''] = []] = csvRows(`${await cellOf(JSON.stringify(value))}\r\n`);
  expect(read).toBe('{"a;\\u003d1":["b;\\u0040x","c;\\u002d5",-5,"=1"]}');
  expect(JSON.parse(read)).toEqual(value);
});

test('names, call queues and wrap-up codes are no formulas either', async () => {
  const text = await csvOf([
    { queueId: '=1+1', code: 'x;@SUM(A1)', data: { '\u00a0=name': '"x"', '+n"a,me': '"x"', '-': '5' } },
  ]);
  const [head = [], row = []] = csvRows(text);
  expect(head.slice(6)).toEqual(['\'+n"a,me', "'-", "'\u00a0=name"]);
  expect([row[2], row[5]]).toEqual(["'=1+1", "x;'@SUM(A1)"]);
});

test('a saved name may be that of a fixed column, or one that JavaScript knows', async () => {
  const data = JSON.parse('{"id":"\\"own\\"","__proto__":"\\"p\\"","constructor":"\\"c\\""}');
  const [head = [], row = []] = csvRows(await csvOf([{ id: 'fixed', data }]));
  expect(head.slice(6)).toEqual(['__proto__', 'constructor', 'id']);
  expect([row[0], ...row.slice(6)]).toEqual(['fixed', 'p', 'c', 'own']);
});

test('the next page of a CSV is named in a header, and the last one names none', async () => {
  const all = await csvOf(Array.from({ length: 101 }, (_, number) => ({ id: 'many', data: { n: `${number}` } })));
  expect(csvRows(all)).toHaveLength(101);
  const from = new Date(lastDay).toISOString();
  const to = new Date(lastDay + 600_000).toISOString();
  const read = (nextToken: string) => {
    const query = new URLSearchParams({ from, to, ...(nextToken && { nextToken }) });
    return api.ok('GET', `${contactLog}?${query}`, { headers: { accept: 'text/csv' } });
  };
  const token = (await read('')).headers.get('next-token') ?? '';
  const last = await read(token);
  expect(last.headers.has('next-token')).toBe(false);
  expect(csvRows(last.text).map((row) => row[6])).toEqual(['n', '100']);
});

test('bom=true puts a byte order mark before CSV, and before nothing else', async () => {
  const path = `${contactLog}?from=2026-03-01&to=2026-03-01`;
  const headers = { accept: 'text/csv', authorization: `Bearer ${await api.local.token()}` };
  // The text of an answer is read without its mark.
  const begins = async (query: string) =>
    Buffer.from(await (await fetch(api.local.url + path + query, { headers })).arrayBuffer()).toString('latin1', 0, 7);
  expect(await begins('&bom=true')).toBe('\xef\xbb\xbf"id"');
  for (const query of ['', '&bom=false']) expect(await begins(query)).toBe('"id","t');
  expect((await api.ok('GET', `${path}&bom=true`)).text.startsWith('{')).toBe(true);
  const { status, body } = await api.call('GET', `${path}&bom=yes`);
  expect([status, body.errors.map(({ name }) => name)]).toEqual([400, ['bom']]);
});

test.for([
  ['text/csv', 'text/csv'],
  ['TEXT/CSV; charset=utf-8', 'text/csv'],
  ['text/*', 'text/csv'],
  ['application/json', 'application/json'],
  ['*/*', 'application/json'],
  ['text/csv;q=0, application/json', 'application/json'],
  ['application/json, text/csv;q=0.5', 'application/json'],
  ['text/csv, application/json;q=0.5', 'text/csv'],
  ['text/csv, */*;q=0.1', 'text/csv'],
] as const)('Accept: %s gets %s', async ([accept, type]) => {
  const answer = await api.ok('GET', `${contactLog}?from=2026-03-01&to=2026-03-01`, { headers: { accept } });
  expect(answer.headers.get('content-type')).toMatch(new RegExp(`^${type}`));
});
