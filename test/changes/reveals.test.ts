import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { takeBlock } from '../docs/markdown.ts';
import { securedFlow, securedOf } from '../secured-api/support/paths.ts';
import { useApi } from '../support/api.ts';
import type { Paths } from '../support/paths.ts';
import { entriesOf, everyEntry } from './entries.ts';

const clientsFile = join(mkdtempSync(join(tmpdir(), 'conversation-attributes-')), 'clients.json');
writeFileSync(
  clientsFile,
  JSON.stringify([
    { id: 'writer', secret: 'secret', scopes: ['secured:write'], queues: '*' },
    { id: 'one', secret: 'secret', scopes: ['secured:read:card'], queues: '' },
    { id: 'auditor', secret: 'secret', scopes: ['report:read'], queues: 'sales' },
    { id: 'no-queue', secret: 'secret', scopes: ['report:read'], queues: '' },
  ]),
);
const api = useApi({ changes: true, clientsFile });
let made: Paths;

beforeEach(async () => {
  made = await api.make({ queueId: 'sales' });
  const writer = await api.local.token(undefined, 'writer');
  await api.ok('PATCH', securedOf(made), { body: { attributes: { card: '4111', pin: '99' } }, token: writer });
});

const revealsOf = ({ conversation }: Paths) => `${conversation}/secureattributes/reveals`;

/** Who has revealed which names. */
async function listed(token?: string): Promise<readonly unknown[]> {
  const { body } = await api.ok('GET', revealsOf(made), { ...(token && { token }) });
  return body.reveals.map(({ names, by }) => ({ names, by }));
}

const by = (operation: string, more: object = {}) => ({ operation, clientId: 'local', ...more });

describe('it is kept who has revealed which secured names:', () => {
  test('by a read of all, or of those that the token has scopes for, each with its time', async () => {
    await api.ok('GET', securedOf(made));
    await api.ok('GET', securedOf(made), { token: await api.local.token(undefined, 'one') });
    const { body } = await api.ok('GET', revealsOf(made));
    expect(body.reveals.map(({ names, by: who }) => [names, who])).toEqual([
      [['card', 'pin'], by('get-secureattributes')],
      [['card'], by('get-secureattributes', { clientId: 'one' })],
    ]);
    expect(body.reveals[0]?.time).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]{12}Z$/);
    const after = await api.ok('GET', `${revealsOf(made)}?after=${body.reveals[0]?.id}`);
    expect(after.body.reveals).toEqual(body.reveals.slice(1));
  });

  test('by a get of a flow execution, with the names that it asks for, and its id', async () => {
    await api.ok('GET', `${securedFlow(made, 'pay-with-a-long-id')}?name=pin&name=none`);
    const execution = { flowExecutionId: 'pay-with-a-long-id' };
    expect(await listed()).toEqual([{ names: ['pin'], by: by('get-flow-secureattributes', execution) }]);
  });

  test('by an export, pending ones too, as one', async () => {
    await api.ok('POST', securedFlow(made), { body: { attributes: { iban: 'DE02', pin: '1' } } });
    await api.ok('GET', `${made.conversation}/export`);
    expect(await listed()).toEqual([{ names: ['card', 'iban', 'pin'], by: by('export-conversation') }]);
  });

  test('by the answer to a write, to who may read; to who may only write nothing is opened', async () => {
    await api.ok('PATCH', securedOf(made), { body: { attributes: { pin: '98' } } });
    expect(await listed()).toEqual([{ names: ['card', 'pin'], by: by('patch-secureattributes') }]);
  });

  test('not by what opens nothing', async () => {
    await api.ok('GET', `${made.conversation}/names`);
    await api.ok('GET', `${made.conversation}/changes`);
    await api.ok('GET', `${made.conversation}/export`, { token: await api.token('conversation:erase') });
    await api.ok('GET', `${securedFlow(made)}?name=none`);
    expect(await listed()).toEqual([]);
  });

  test('without a value, and apart from the changes', async () => {
    await api.ok('GET', securedOf(made));
    expect(await everyEntry()).not.toMatch(/4111|"99"/);
    const { body } = await api.ok('GET', `${made.conversation}/changes`);
    expect(body.changes.map(({ revision }) => revision)).toEqual([1, 3]);
  });
});

test('an erasure removes them', async () => {
  await api.ok('GET', securedOf(made));
  expect(await entriesOf(made.id)).toHaveLength(3);
  await api.ok('DELETE', made.conversation);
  expect(await entriesOf(made.id)).toEqual([]);
});

test('they are there after the end, when no value is', async () => {
  await api.ok('GET', securedOf(made));
  await api.ok('PATCH', made.conversation, { body: { state: 'handled' } });
  expect(await listed()).toHaveLength(1);
});

describe('who reads them', () => {
  test('needs the scope of reports and the right to the call queue, and none to reveal anything', async () => {
    await api.ok('GET', securedOf(made));
    expect(await listed(await api.local.token(undefined, 'auditor'))).toHaveLength(1);
    const refused = async (token: string) => (await api.call('GET', revealsOf(made), { token })).body.code;
    expect(await refused(await api.local.token(undefined, 'no-queue'))).toBe('missing-queue');
    expect(await refused(await api.token('secured:read'))).toBe('missing-scope');
  });

  test('is told what is wrong with the id of an entry', async () => {
    const { status, body } = await api.call('GET', `${revealsOf(made)}?after=1`);
    expect([status, body.errors]).toEqual([
      400,
      [{ name: 'after', reason: '"1" is no id of such an entry: take it from an answer' }],
    ]);
  });
});

test('an entry is as the page shows it', async () => {
  const shown = JSON.parse(takeBlock('docs/changes.md', '"reveals"'));
  await api.ok('GET', `${securedFlow(made)}?name=card`);
  const { body } = await api.ok('GET', revealsOf(made));
  const kinds = (one: object) => Object.entries(one).map(([name, value]) => [name, typeof value]);
  const [expected] = shown.reveals;
  expect(kinds(body.reveals[0] ?? {})).toEqual(kinds(expected));
  expect(expected.id).toMatch(/^\d{15}-[\w-]{8}$/);
});
