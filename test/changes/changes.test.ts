import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { takeBlock } from '../docs/markdown.ts';
import { useApi } from '../support/api.ts';
import { clocked, useClock } from '../support/clock.ts';
import type { Paths } from '../support/paths.ts';
import { entriesOf, everyEntry } from './entries.ts';

const day = 24 * 60 * 60 * 1000;
const { start, setClock } = useClock();
const clientsFile = join(mkdtempSync(join(tmpdir(), 'conversation-attributes-')), 'clients.json');
writeFileSync(
  clientsFile,
  JSON.stringify([{ id: 'no-queue', secret: 'secret', scopes: ['conversation:read'], queues: '' }]),
);
const api = useApi({ ...clocked, changes: true, clientsFile });

let made: Paths;

beforeEach(async () => {
  setClock(start);
  made = await api.make({ queueId: 'sales', data: { tier: 'silver' } });
});

const changesOf = ({ conversation }: Paths, since?: number) =>
  `${conversation}/changes${since === undefined ? '' : `?since=${since}`}`;

/** What an answer has, without what every change has. */
async function listed(since?: number, token?: string) {
  const { body } = await api.ok('GET', changesOf(made, since), { ...(token && { token }) });
  return body.changes.map(({ by, events }) => ({ by, events }));
}

const by = (operation: string) => ({ operation, clientId: 'local' });

describe('what has changed in a conversation is answered:', () => {
  test('all of it from its beginning, oldest first, with who, when and in which versions', async () => {
    await api.ok('PATCH', made.conversation, { body: { data: { tier: 'gold', more: 1 } } });
    const { body } = await api.ok('GET', changesOf(made));
    expect(body).toMatchObject({ revision: 2, version: 2 });
    const [first, second, ...others] = body.changes;
    expect(others).toEqual([]);
    expect(first?.events.map(({ type }) => type)).toEqual([
      ...['conversation.started', 'participant.joined', 'attributes.changed'],
    ]);
    expect(first).toMatchObject({ revision: 1, previousVersion: 0, version: 1, by: by('create-conversation') });
    expect(second).toEqual({
      ...{ revision: 2, previousVersion: 1, version: 2, previousSecuredVersion: 0, securedVersion: 0 },
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]{12}Z$/),
      by: by('patch-conversation'),
      events: [{ type: 'attributes.changed', set: ['more', 'tier'], removed: [], values: { tier: 'gold', more: 1 } }],
    });
  });

  test('nothing of a set; a flush as one change, with the client and the flow execution', async () => {
    await api.ok('POST', made.flow('ivr-1'), { body: { attributes: { reason: 'order' } } });
    expect(await listed(1)).toEqual([]);
    await api.ok('POST', made.flush('ivr-1'), { body: { attributes: { step: 'menu' } } });
    const head = { participantId: 'customer-1', participantVersion: 2 };
    const set = ['reason', 'step'];
    expect(await listed(1)).toEqual([
      {
        by: { ...by('flush-attributes'), flowExecutionId: 'ivr-1' },
        events: [
          { type: 'attributes.changed', ...head, set, removed: [], values: { reason: 'order', step: 'menu' } },
          { type: 'flow.flushed', flowExecutionId: 'ivr-1' },
        ],
      },
    ]);
  });

  test('a value with the last change that has its name, as it is now; of those before it the names', async () => {
    for (const tier of ['gold', 'bronze']) await api.ok('PATCH', made.conversation, { body: { data: { tier } } });
    await api.ok('PATCH', made.attributes(), { body: { attributes: { tier: 'own' } } });
    await api.ok('PATCH', made.attributes(), { body: { attributes: { tier: null } } });
    const [, gold, bronze, own, removal] = (await listed()).flatMap(({ events }) => events.at(-1));
    expect(gold).toEqual({ type: 'attributes.changed', set: ['tier'], removed: [] });
    expect(bronze).toMatchObject({ set: ['tier'], values: { tier: 'bronze' } });
    expect(own).toEqual({
      ...{ type: 'attributes.changed', participantId: 'customer-1', participantVersion: 2, set: ['tier'], removed: [] },
    });
    expect(removal).toMatchObject({ set: [], removed: ['tier'] });
  });

  test('what comes after a revision, a page at a time', async () => {
    for (let n = 0; n < 102; n++) await api.ok('PATCH', made.conversation, { body: { data: { n } } });
    const first = (await api.ok('GET', changesOf(made, 1))).body;
    expect(first.changes).toHaveLength(100);
    expect(first).toMatchObject({ revision: 101, version: 103, more: true });
    const rest = (await api.ok('GET', changesOf(made, first.revision))).body;
    expect(rest.changes.map(({ revision }) => revision)).toEqual([102, 103]);
    expect(rest).not.toHaveProperty('more');
    expect((await api.ok('GET', changesOf(made, 103))).body).toEqual({ changes: [], revision: 103, version: 103 });
  });

  test('of secured attributes the names, and never a value', async () => {
    await api.ok('PATCH', `${made.conversation}/secureattributes`, { body: { attributes: { pin: '4711' } } });
    const { text, body } = await api.ok('GET', changesOf(made));
    expect(body.changes.at(-1)).toMatchObject({ version: 1, previousSecuredVersion: 0, securedVersion: 1 });
    expect(body.changes.at(-1)?.events).toEqual([{ type: 'secured-attributes.changed', set: ['pin'], removed: [] }]);
    expect(text).not.toContain('4711');
  });
});

describe('of a name that has rules', () => {
  const definition = (name: string, more: object) =>
    api.ok('PUT', `/api/v2/settings/attributes/${name}`, {
      body: { type: 'string', readers: { scopes: ['contactdata:read'] }, ...more },
    });

  test('a caller that may not read it sees neither it nor that it is there, or the value masked', async () => {
    await definition('hidden', {});
    await definition('phone', { mask: 'last4' });
    // Definitions are read again after a minute.
    setClock(start + 61_000);
    await api.ok('PATCH', made.conversation, { body: { data: { hidden: 'x', phone: '+4930123456', open: 1 } } });
    const token = await api.token('conversation:read');
    const [{ events } = {}] = await listed(1, token);
    expect(events).toEqual([
      {
        ...{ type: 'attributes.changed', set: ['open', 'phone'], removed: [], masked: ['phone'] },
        values: { open: 1, phone: expect.not.stringContaining('+4930') },
      },
    ]);
    const [{ events: all } = {}] = await listed(1);
    expect(all).toMatchObject([{ set: ['hidden', 'open', 'phone'], values: { hidden: 'x' } }]);
  });
});

describe('after the end', () => {
  beforeEach(async () => {
    const settings = { savedAttributes: ['tier'], retentionDays: 2 };
    await api.ok('PUT', '/api/v2/settings/channels/voice', { body: settings });
    await api.ok('PATCH', made.attributes(), { body: { attributes: { note: 'by phone' } } });
    await api.ok('PATCH', made.conversation, { body: { state: 'handled' } });
  });

  test('changes have names, and the values of what is saved for callers with the right to the call queue', async () => {
    const events = (await listed()).flatMap((one) => one.events);
    expect(events).toContainEqual({ type: 'attributes.changed', set: ['tier'], removed: [] });
    expect(events.at(-1)).toEqual({
      ...{ type: 'saved-data.changed', set: ['tier'], removed: [], values: { tier: 'silver' } },
    });
    expect(JSON.stringify(events)).not.toContain('by phone');
    const other = await api.local.token('conversation:read', 'no-queue');
    const [last] = ((await listed(2, other)).at(-1)?.events ?? []).slice(-1);
    expect(last).toEqual({ type: 'saved-data.changed', set: ['tier'], removed: [] });
  });

  test('they are there as long as the conversation, and go with it', async () => {
    expect(await entriesOf(made.id)).toHaveLength(3);
    setClock(start + 3 * day);
    expect((await api.call('GET', changesOf(made))).body.code).toBe('conversation-not-found');
    // What DynamoDB has not removed after two days more.
    setClock(start + 5 * day);
    await api.local.sweep();
    expect(await entriesOf(made.id)).toEqual([]);
  });

  test('another conversation under the same id begins with its own', async () => {
    setClock(start + 3 * day);
    await api.local.sweep();
    await api.make({ id: made.id });
    const { body } = await api.ok('GET', changesOf(made));
    expect(body.changes).toMatchObject([{ revision: 1, by: by('create-conversation') }]);
    expect(await entriesOf(made.id)).toHaveLength(1);
  });
});

test('nothing is left of an erased conversation', async () => {
  await api.ok('PATCH', made.conversation, { body: { data: { tier: 'gold' } } });
  expect(await entriesOf(made.id)).toHaveLength(2);
  await api.ok('DELETE', made.conversation);
  expect((await api.call('GET', changesOf(made))).status).toBe(404);
  expect(await entriesOf(made.id)).toEqual([]);
});

test('a write that comes twice, or is refused, is one change, or none', async () => {
  const write = { headers: { 'idempotency-key': 'one' }, body: { data: { tier: 'gold' } } };
  await api.ok('PATCH', made.conversation, write);
  await api.ok('PATCH', made.conversation, write);
  await api.call('PATCH', made.conversation, { body: { data: { tier: 'x' }, version: 1 } });
  expect(await listed(1)).toHaveLength(1);
});

test.each(['-1', '1.5', 'x', '', '1e3', '9007199254740992'])(
  'since=%s is refused, naming what is right',
  async (since) => {
    const { status, body } = await api.call('GET', `${made.conversation}/changes?since=${since}`);
    expect(status).toBe(400);
    expect(body.errors).toEqual([
      { name: 'since', reason: `${JSON.stringify(since)} is no whole number from 0 to 9007199254740991` },
    ]);
  },
);

test('a caller needs the scope, and the call queue where its client is held to it', async () => {
  const { status, body } = await api.call('GET', changesOf(made), { token: await api.token('flow:read') });
  expect([status, body.code]).toEqual([403, 'missing-scope']);
});

test('no value is ever in the log of changes, whatever was written, secured or not, and how it ended', async () => {
  const canary = 'canary-51c0';
  const bag = { note: canary, tier: canary, deep: [{ [canary]: [canary] }] };
  const strings = { attributes: { note: canary } };
  await api.ok('PUT', '/api/v2/settings/channels/voice', { body: { savedAttributes: ['tier'], retentionDays: 1 } });
  for (const state of ['handled', 'abandoned', 'erased']) {
    const participants = [
      { purpose: 'customer', externalId: canary, addresses: [{ type: 'tel', uri: canary }], attributes: bag },
    ];
    const other = await api.make({ externalId: canary, data: bag, participants });
    await api.ok('POST', other.flow('ivr'), { body: strings });
    await api.ok('POST', other.flow('pay').replace(/attributes$/, 'secureattributes'), { body: strings });
    await api.ok('PATCH', `${other.conversation}/secureattributes`, { body: strings });
    await api.ok('POST', other.flush('pay'));
    await api.ok('PATCH', other.conversation, { body: { wrapup: { code: canary, notes: canary } } });
    if (state === 'erased') await api.ok('DELETE', other.conversation);
    else await api.ok('PATCH', other.conversation, { body: { state } });
    const entries = await everyEntry();
    expect(entries).toContain(state === 'erased' ? 'conversation.started' : `\\"${state}\\"`);
    expect(entries).not.toContain(canary);
  }
  expect(api.logs.join('\n')).not.toContain(canary);
});

test('the change that the page shows is answered so', async () => {
  const shown = JSON.parse(takeBlock('docs/changes.md', '"changes"'));
  await api.ok('PATCH', made.attributes(), { body: { attributes: { language: 'de' } } });
  await api.ok('PATCH', made.conversation, { body: { data: { campaign: 'autumn' } } });
  for (const attributes of [
    { tier: 'gold' },
    { reason: 'x' },
    { reason: 'order' },
    { reason: 'order' },
    { step: null },
  ]) {
    await api.ok('POST', made.flow('ivr-7'), { body: { attributes } });
  }
  await api.ok('POST', made.flush('ivr-7'));
  const { body } = await api.ok('GET', changesOf(made, 7));
  const [change] = shown.changes;
  const time = expect.any(String);
  expect(body).toEqual({ ...shown, changes: [{ ...change, time, by: { ...change.by, clientId: 'local' } }] });
});
