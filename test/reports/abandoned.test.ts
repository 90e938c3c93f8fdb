import { readFile } from 'node:fs/promises';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { inState, keep, queueClients } from '../contact-data/support.ts';
import { useApi } from '../support/api.ts';
import { contactLogCommand, newDirectory } from './command.ts';
import { csvRows } from './csv-rows.ts';
import { all, contactLog } from './pages.ts';

const api = useApi({ clientsFile: queueClients });

let abandoned: string;
let handled: string;
let from: string;

beforeAll(async () => {
  await keep(api, ['tier']);
  from = new Date().toISOString();
  const facts = { queueId: 'sales', externalId: 'crm-77', data: { tier: 'gold' } };
  const wrapup = { code: 'gone', notes: 'hung up' };
  const made = await inState(api, 'active', facts);
  await api.ok('PATCH', made.conversation, { body: { state: 'abandoned', wrapup } });
  abandoned = made.id;
  handled = (await inState(api, 'handled', facts)).id;
});

const listed = async (state?: string) =>
  (await all(api, { from, ...(state && { state }) })) as readonly { readonly id: string; readonly state?: string }[];

test('an abandoned conversation is in the contact log when asked for, with what it was and no data', async () => {
  expect((await listed()).map(({ id, state }) => [id, state])).toEqual([[handled, undefined]]);
  const [one, ...others] = await listed('abandoned');
  expect([one, others]).toEqual([
    {
      ...{ id: abandoned, type: 'voice', state: 'abandoned', queueId: 'sales', data: {} },
      ...{ startTime: expect.any(String), endTime: expect.any(String) },
    },
    [],
  ]);
  const everything = await listed('wrapup,handled,abandoned');
  expect(everything.map(({ id, state }) => [id, state])).toEqual([
    [handled, 'handled'],
    [abandoned, 'abandoned'],
  ]);
});

test('as CSV it has a column of the state where states are asked for, and nothing of what it held', async () => {
  const accept = { headers: { accept: 'text/csv' } };
  const { text } = await api.ok('GET', `${contactLog}?from=${from}&state=abandoned`, accept);
  expect(csvRows(text)).toEqual([
    ['id', 'type', 'queueId', 'startTime', 'endTime', 'wrapupCode', 'state'],
    [abandoned, 'voice', 'sales', expect.any(String), expect.any(String), '', 'abandoned'],
  ]);
});

test('an active conversation is in no log: to ask for it is refused', async () => {
  const refused = await api.call('GET', `${contactLog}?state=active`);
  expect([refused.status, refused.body.errors]).toEqual([
    400,
    [{ name: 'state', reason: '"active" is not one of wrapup, handled, abandoned' }],
  ]);
});

test('the command writes that column for the states that it is given', async () => {
  const { file } = await newDirectory(onTestFinished);
  const to = new Date(Date.now() + 1000).toISOString();
  const args = ['--url', api.url, '--from', from, '--to', to, '--csv', file];
  expect(await contactLogCommand([...args, '--state', 'handled,abandoned'])).toMatchObject({ code: 0 });
  const [head = [], ...rows] = csvRows(await readFile(file, 'utf8'));
  const at = head.indexOf('state');
  expect(rows.map((row) => [row[0], row[at]])).toEqual([
    [handled, 'handled'],
    [abandoned, 'abandoned'],
  ]);
  const wrong = await contactLogCommand([...args, '--state', 'active']);
  expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('must be one of wrapup, handled, abandoned')]);
});
