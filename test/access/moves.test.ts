import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { patchConversation } from '#domain/operations/patch-conversation.ts';
import { Refusal } from '#domain/refusal.ts';
import type { ConversationStore } from '#domain/store.ts';
import type { Answer } from '../support/answer.ts';
import { useApi } from '../support/api.ts';
import { newConversation, newOperation } from '../support/fixtures.ts';
import { useTable } from '../support/table.ts';
import { type Signer, signerOf, useDataDir } from './tokens.ts';

const dataDir = useDataDir();
const api = useApi({ dataDir });
const table = useTable();

let signer: Signer;

beforeAll(async () => {
  signer = await signerOf(api.local.url, dataDir);
});

/** A conversation in a state and a call queue, and what a token with this right may do to it. */
async function patched(given: { state: string; in?: string; right: string }, body: object): Promise<Answer> {
  const id = `c-${randomBytes(9).toString('hex')}`;
  const { conversation } = await api.make({ id, queueId: given.in });
  if (given.state !== 'active') await api.ok('PATCH', conversation, { body: { state: 'wrapup' } });
  if (given.state === 'handled') await api.ok('PATCH', conversation, { body: { state: 'handled' } });
  const token = await signer.sign({ scope: 'conversation:write', queues: given.right });
  const answer = await api.call('PATCH', conversation, { body, token });
  const now = JSON.parse((await api.ok('GET', conversation)).text);
  const moved = answer.status === 200 ? ('queueId' in body ? (body.queueId ?? undefined) : given.in) : given.in;
  expect([answer.status, now.queueId]).toEqual([answer.status, moved]);
  return answer;
}

const refused = { status: 403, body: { code: 'missing-queue' } };

describe('from wrap-up on', () => {
  /** The right that a token has, the call queues from and to which it moves, and whether it may. */
  const moves: readonly [right: string, from: string | undefined, to: string | null, may: boolean][] = [
    ['sales support', 'sales', 'support', true],
    ['*', 'sales', 'support', true],
    ['sales', 'sales', 'support', false],
    ['support', 'sales', 'support', false],
    ['', 'sales', 'support', false],
    ['sales', 'sales', 'sales', true],
    ['support', 'sales', 'sales', false],
    ['sales', 'sales', null, false],
    ['*', 'sales', null, true],
    ['support', undefined, 'support', false],
    ['*', undefined, 'support', true],
    ['support', undefined, null, false],
  ];

  test.each(moves)('a right to "%s" lets a conversation go from %s to %s: %s', async (right, from, to, may) => {
    const given = { state: 'wrapup', right, ...(from !== undefined && { in: from }) };
    for (const body of [{ queueId: to }, { queueId: to, wrapup: { code: 'x' } }, { queueId: to, state: 'handled' }]) {
      const answer = await patched(given, body);
      expect(answer).toMatchObject(may ? { status: 200 } : refused);
      if (!may && from !== undefined && to !== from) expect(answer.body.detail).not.toContain(from);
    }
  });

  test('who lacks the right is told so before anything else, and changes the rest without it', async () => {
    const given = { state: 'wrapup', in: 'sales', right: 'support' };
    expect(await patched(given, { queueId: 'support', data: { a: 1 } })).toMatchObject(refused);
    expect(await patched(given, { queueId: 'support', version: 9 })).toMatchObject(refused);
    expect(await patched(given, { queueId: 'support', state: 'active' })).toMatchObject(refused);
    expect(await patched({ ...given, state: 'handled' }, { queueId: 'support' })).toMatchObject(refused);
    expect(await patched({ ...given, state: 'handled', right: '*' }, { queueId: 'support' })).toMatchObject({
      status: 409,
    });
    expect(await patched(given, { wrapup: { code: 'x' } })).toMatchObject({ status: 200 });
    expect(await patched(given, { state: 'handled' })).toMatchObject({ status: 200 });
  });
});

test('while it is active a conversation goes to any call queue, and from its last one with the end', async () => {
  const given = { state: 'active', in: 'sales', right: '' };
  for (const queueId of ['support', null]) {
    for (const more of [{}, { data: { a: 1 } }, { state: 'wrapup' }, { state: 'handled' }]) {
      expect(await patched(given, { queueId, ...more })).toMatchObject({ status: 200 });
    }
  }
});

test('a repeated delivery is answered as the first, though the conversation has left the call queue since', async () => {
  const { conversation } = await api.make({ queueId: 'sales' });
  const token = await signer.sign({ scope: 'conversation:write', queues: 'sales support' });
  await api.ok('PATCH', conversation, { body: { state: 'wrapup' } });
  const options = { body: { queueId: 'support' }, token, headers: { 'idempotency-key': 'move-1' } };
  expect((await api.ok('PATCH', conversation, options)).body.version).toBe(3);
  await api.ok('PATCH', conversation, { body: { queueId: 'elsewhere' } });
  expect((await api.ok('PATCH', conversation, options)).body.version).toBe(4);
});

/** Moves a conversation, while others do something to it between what was read and each write. */
async function raced(
  state: 'active' | 'wrapup',
  meanwhile: (store: ConversationStore, id: string) => Promise<unknown>,
) {
  const store = table.store();
  const made = { ...(await newConversation({ queueId: 'sales' })), state };
  await store.create(made);
  // The first write takes the conversation for an active one; the second comes after a look at it.
  let left = state === 'active' ? 1 : 2;
  const racing: ConversationStore = Object.create(store, {
    update: {
      value: async (...update: Parameters<ConversationStore['update']>) => {
        left -= 1;
        if (left === 0) await meanwhile(store, made.id);
        return store.update(...update);
      },
    },
    read: { value: store.read.bind(store) },
    listSearchable: { value: async () => [] },
  });
  const seen: (string | undefined)[] = [];
  const authorize = ({ queueId }: { readonly queueId?: string }) => {
    seen.push(queueId);
    if (queueId !== 'sales') throw new Refusal('bad-request', 'no right to it');
  };
  const move = { operation: newOperation(), conversationId: made.id, queueId: 'mine', versions: [], authorize };
  const outcome = await patchConversation(racing, move).then(
    () => 'moved',
    () => 'refused',
  );
  return { outcome, seen, queueId: (await store.read(made.id))?.queueId };
}

const moveTo = (queueId: string | null) => (store: ConversationStore, id: string) =>
  patchConversation(store, { operation: newOperation(), conversationId: id, queueId, versions: [] });

test('a right that was checked is a right to the call queue that the write finds, whatever others do meanwhile', async () => {
  expect(await raced('wrapup', async () => undefined)).toEqual({ outcome: 'moved', seen: ['sales'], queueId: 'mine' });
  const secret = { outcome: 'refused', seen: ['sales', 'secret'], queueId: 'secret' };
  expect(await raced('wrapup', moveTo('secret'))).toEqual(secret);
  expect(await raced('wrapup', moveTo(null))).toEqual({
    outcome: 'refused',
    seen: ['sales', undefined],
    queueId: undefined,
  });
  expect(await raced('active', async () => undefined)).toEqual({ outcome: 'moved', seen: [], queueId: 'mine' });
  const end = async (store: ConversationStore, id: string) => {
    const known = await store.read(id);
    if (known)
      await store.replace(
        { ...known, state: 'wrapup', queueId: 'secret', revision: known.revision + 1 },
        known.revision,
      );
  };
  expect(await raced('active', end)).toEqual({ outcome: 'refused', seen: ['secret'], queueId: 'secret' });
});
