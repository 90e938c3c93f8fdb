import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { TypeOf } from '#contract/schema.ts';
import type { Provenance } from '#contract/schemas/changes.ts';
import { limits } from '#domain/limits.ts';
import { takeBlock } from '../docs/markdown.ts';
import { useApi } from '../support/api.ts';
import { type Calls, countCalls } from '../support/calls.ts';
import { clocked, useClock } from '../support/clock.ts';
import type { Paths } from '../support/paths.ts';
import { removeEntries } from './entries.ts';

const { start, setClock } = useClock();
const clientsFile = join(mkdtempSync(join(tmpdir(), 'conversation-attributes-')), 'clients.json');
writeFileSync(
  clientsFile,
  JSON.stringify([
    { id: 'desk', secret: 'secret', scopes: ['interaction:participant:write', 'conversation:read'], queues: '*' },
    { id: 'no-queue', secret: 'secret', scopes: ['conversation:read'], queues: '' },
  ]),
);
const api = useApi({ ...clocked, changes: true, clientsFile });
let calls: Calls;
let made: Paths;

beforeAll(async () => {
  const { documentClient } = await import('../../lambdas/http/wiring/document-client.ts');
  calls = countCalls(documentClient);
});
beforeEach(async () => {
  setClock(start);
  made = await api.make({ queueId: 'sales', data: { tier: 'silver', origin: 'web' } });
});

async function provenanceOf(token?: string): Promise<TypeOf<typeof Provenance>> {
  const { body } = await api.ok('GET', `${made.conversation}/provenance`, { ...(token && { token }) });
  return body as unknown as TypeOf<typeof Provenance>;
}

const patchData = (data: object) => api.ok('PATCH', made.conversation, { body: { data } });
const by = (operation: string, more: object = {}) => ({ operation, clientId: 'local', ...more });
const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]{12}Z$/);

describe('of each name that has a value it is told who gave it that, and when:', () => {
  test('which operation and client, of data', async () => {
    await patchData({ tier: 'gold' });
    expect(await provenanceOf()).toEqual({
      version: 2,
      data: {
        tier: { time, revision: 2, by: by('patch-conversation') },
        origin: { time, revision: 1, by: by('create-conversation') },
      },
      participants: [],
      secured: {},
    });
  });

  test('which flow execution, of a participant, once it is flushed', async () => {
    await api.ok('POST', made.flow('ivr-7'), { body: { attributes: { reason: 'order' } } });
    expect((await provenanceOf()).participants).toEqual([]);
    await api.ok('POST', made.flush('ivr-7'));
    const reason = { time, revision: 3, by: by('flush-attributes', { flowExecutionId: 'ivr-7' }) };
    expect((await provenanceOf()).participants).toEqual([{ id: 'customer-1', attributes: { reason } }]);
  });

  test('another client that writes it later; the same name of another owner is its own', async () => {
    await api.ok('PATCH', made.attributes(), { body: { attributes: { tier: 'own', mood: 'good' } } });
    const token = await api.local.token(undefined, 'desk');
    await api.ok('PATCH', made.attributes(), { body: { attributes: { mood: 'bad' } }, token });
    const { data, participants } = await provenanceOf();
    const [{ attributes = {} } = {}] = participants;
    expect(attributes.mood?.by).toEqual({ operation: 'patch-participant-attributes', clientId: 'desk' });
    expect(attributes.tier?.by).toEqual(by('patch-participant-attributes'));
    expect(data.tier?.by).toEqual(by('create-conversation'));
  });

  test('not a write of the value that was there', async () => {
    await patchData({ tier: 'silver', more: 1 });
    const { data } = await provenanceOf();
    expect([data.tier?.revision, data.more?.revision]).toEqual([1, 2]);
  });

  test('of a secured one too, and never a value', async () => {
    await api.ok('PATCH', `${made.conversation}/secureattributes`, { body: { attributes: { pin: '4711' } } });
    const { text, body } = await api.ok('GET', `${made.conversation}/provenance`);
    expect(body.secured).toEqual({ pin: { time, revision: 3, by: by('patch-secureattributes') } });
    expect(body).not.toHaveProperty('late');
    expect(text).not.toMatch(/4711|silver/);
  });
});

test('with a value that is removed goes who has written it, and with the conversation all of it', async () => {
  await patchData({ tier: null });
  expect(Object.keys((await provenanceOf()).data)).toEqual(['origin']);
  await api.ok('DELETE', made.conversation);
  const { status, body } = await api.call('GET', `${made.conversation}/provenance`);
  expect([status, body.code]).toEqual([404, 'conversation-not-found']);
});

test('a name that the caller may not know is not there, and one that it sees masked is', async () => {
  const readers = { scopes: ['contactdata:read'] };
  await api.ok('PUT', '/api/v2/settings/attributes/hidden', { body: { type: 'string', readers } });
  await api.ok('PUT', '/api/v2/settings/attributes/phone', { body: { type: 'string', readers, mask: 'last4' } });
  // Definitions are read again after a minute.
  setClock(start + 61_000);
  await patchData({ hidden: 'x', phone: '+4930123456' });
  await api.ok('PATCH', made.attributes(), { body: { attributes: { hidden: 'x' } } });
  await api.ok('PATCH', `${made.conversation}/secureattributes`, { body: { attributes: { hidden: 'x', pin: '1' } } });
  const token = await api.token('conversation:read');
  const seen = await provenanceOf(token);
  expect(Object.keys(seen.data).sort()).toEqual(['origin', 'phone', 'tier']);
  expect([seen.participants, Object.keys(seen.secured)]).toEqual([[], ['pin']]);
  expect(Object.keys((await provenanceOf()).data)).toContain('hidden');
});

test('after the end there is what was saved alone, for callers with the right to the call queue', async () => {
  const settings = { savedAttributes: ['tier'], retentionDays: 2 };
  await api.ok('PUT', '/api/v2/settings/channels/voice', { body: settings });
  await api.ok('PATCH', `${made.conversation}/secureattributes`, { body: { attributes: { pin: '4711' } } });
  await api.ok('PATCH', made.conversation, { body: { state: 'handled' } });
  const ended = { version: 2, data: {}, participants: [], secured: {} };
  expect(await provenanceOf()).toEqual({
    ...ended,
    saved: { tier: { time, revision: 4, by: by('patch-conversation') } },
  });
  expect(await provenanceOf(await api.local.token(undefined, 'no-queue'))).toEqual(ended);
});

test('what the log does not have is told as not known, and that the last writes are missing', async () => {
  await patchData({ tier: 'gold' });
  await removeEntries();
  expect(await provenanceOf()).toMatchObject({ late: true, version: 2, data: { tier: {}, origin: {} } });
  await patchData({ more: 1 });
  const { data, late } = await provenanceOf();
  expect(late).toBeUndefined();
  expect(data).toEqual({ tier: {}, origin: {}, more: { time, revision: 3, by: by('patch-conversation') } });
});

/** The read units of the log that an answer takes. */
async function unitsOfLog(): Promise<readonly (number | undefined)[]> {
  const made = await calls.during(provenanceOf);
  return made.filter(({ command }) => command === 'Query').map(({ units }) => units);
}

test('a call of 8 changes takes 1 read unit of the log; a read of the conversation none', async () => {
  for (let n = 0; n < 7; n++) await patchData({ n });
  expect(await unitsOfLog()).toEqual([1]);
  const read = await calls.during(() => api.ok('GET', made.conversation));
  expect(read.map(({ command }) => command)).toEqual(['GetItem']);
});

test('another page is read where a name is not found, and none where all are', async () => {
  const { changesPerPage } = limits;
  for (let n = 0; n < changesPerPage; n++) await patchData({ n });
  expect((await provenanceOf()).data).toMatchObject({ n: { revision: changesPerPage + 1 }, tier: { revision: 1 } });
  expect(await unitsOfLog()).toHaveLength(2);
  await patchData({ tier: 'gold', origin: 'shop' });
  expect(await unitsOfLog()).toHaveLength(1);
});

test('a caller needs the scope', async () => {
  const token = await api.token('flow:read');
  const { status, body } = await api.call('GET', `${made.conversation}/provenance`, { token });
  expect([status, body.code]).toEqual([403, 'missing-scope']);
});

test('what the page shows is answered so', async () => {
  const shown = JSON.parse(takeBlock('docs/changes.md', '"participants"'));
  await patchData({ tier: null, origin: null, campaign: 'autumn' });
  await api.ok('POST', made.flow('ivr-7'), { body: { attributes: { reason: 'order' } } });
  await api.ok('POST', made.flush('ivr-7'));
  // Times and clients are not those of the page.
  const alike = (body: object) =>
    JSON.parse(JSON.stringify(body, (key, value) => (key === 'time' ? 'time' : key === 'clientId' ? 'client' : value)));
  expect(alike(await provenanceOf())).toEqual(alike(shown));
});
