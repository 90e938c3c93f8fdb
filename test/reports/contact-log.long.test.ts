import { readFile } from 'node:fs/promises';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { useApi } from '../support/api.ts';
import { contactLogCommand, newDirectory } from './command.ts';
import { csvRows } from './csv-rows.ts';
import { handled, idOf } from './generate.ts';
import { checkComplete, fill, periodOf } from './paging.ts';

const api = useApi();

const count = 100_000;
const days = 5;
let ids: readonly string[];

beforeAll(async () => {
  ids = await fill(api, count, days);
}, 3_600_000);

test('100,000 conversations over five days come page by page, each once, newest first', async () => {
  await checkComplete(api, ids, days);
}, 3_600_000);

test('npm run contact-log writes all of them in a memory of 32 MB', async () => {
  const { file } = await newDirectory(onTestFinished);
  const { from, to } = periodOf(days);
  const args = ['--url', api.local.url, '--from', from, '--to', to, '--csv', file];
  const { code, stderr } = await contactLogCommand(args, {
    node: ['--max-old-space-size=32', '--max-semi-space-size=1'],
  });
  expect(code, stderr).toBe(0);
  expect(stderr).toMatch(/^\d+ conversations, back to 2026-03-0/);
  const [, ...rows] = csvRows(await readFile(file, 'utf8'));
  expect(rows.map(([id]) => id)).toEqual(ids);
  const last = [...(await handled(count, days))].at(-1);
  expect(last?.id).toBe(idOf(count - 1));
}, 3_600_000);
