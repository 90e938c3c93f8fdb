import { beforeAll, describe, expect, test } from 'vitest';
import { codesOf, keepsToQueues, operations } from '../contract/document.ts';
import { build, exampleOf } from '../contract/request.ts';
import { useApi } from '../support/api.ts';
import { type Signer, signerOf, useDataDir } from './tokens.ts';

const dataDir = useDataDir();
const api = useApi({ dataDir, changes: true });

const queues = ['sales', 'support', undefined] as const;
const liveIn = (queue: string | undefined) => `live-in-${queue ?? 'none'}`;
const idOf = (queue: string | undefined) => `ended-in-${queue ?? 'none'}`;

let signer: Signer;

beforeAll(async () => {
  signer = await signerOf(api.local.url, dataDir);
  const body = { savedAttributes: ['tier'], retentionDays: 30 };
  await api.ok('PUT', '/api/v2/settings/channels/voice', { body });
  const properties = { claimNumber: { type: 'string' } };
  const schema = { $schema: 'http://json-schema.org/draft-04/schema#', title: 'Claims', properties };
  await api.ok('POST', '/api/v2/conversations/customattributes/schemas', { body: schema });
  for (const queueId of queues) {
    const participants = [{ purpose: 'customer', attributes: { tier: `tier-of-${queueId}` } }];
    const { conversation } = await api.make({ id: idOf(queueId), queueId, participants });
    await api.ok('PATCH', conversation, { body: { state: 'wrapup' } });
    const addresses = [{ type: 'phone', uri: 'tel:live' }];
    const caller = { purpose: 'customer', addresses, attributes: { tier: 'of-live' } };
    const data = { claimNumber: 'C-1' };
    const live = await api.make({ id: liveIn(queueId), queueId, data, participants: [caller] });
    await api.ok('PATCH', `${live.conversation}/secureattributes`, { body: { attributes: { pin: '1234' } } });
  }
});

/** A right to call queues, as a claim, and the conversations that it opens. */
const rights = [
  { claim: '*', opens: queues },
  { claim: 'sales support', opens: ['sales', 'support'] },
  { claim: 'support', opens: ['support'] },
  { claim: 'other * ', opens: queues },
  { claim: 'undefined null none', opens: [] },
  { claim: '', opens: [] },
  { claim: undefined, opens: [] },
] as const;

/** Lists and reads of this client show only the call queues that its tokens name. */
const bound = { client_id: 'console' };

const looking = operations.filter((operation) => codesOf(operation, 403).includes('missing-queue'));
/** A patch needs the right only where it moves a conversation (`moves.test.ts`). */
const all = looking.filter(({ operationId }) => operationId !== 'patch-conversation');
const guarded = all.filter(keepsToQueues);
/** Without those of other systems' paths, which are the same operations: one right is tried on these, too. */
const once = guarded.filter(({ operationId }) => !/(-RI)?-CMI$/.test(operationId));
/** All that these tests make has begun since. */
const from = new Date(Date.now() - 60_000).toISOString();

test('the operations that look at the call queue of a conversation are those of what is kept after its end, the audit, and its patch', () => {
  const ids = guarded.map(({ operationId }) => operationId.replace(/(-RI)?-CMI$/, ''));
  expect(looking.length).toBe(all.length + 1);
  const ofRecords = ['find-contact-data', 'get-contact-data', 'get-conversation-history'];
  const expected = [...ofRecords, 'get-secured-reveals', 'post-contact-data'];
  expect([...new Set(ids)].sort()).toEqual(expected);
});

describe.each(rights)('the right to the call queues "$claim"', ({ claim, opens }) => {
  test.each(claim === 'support' ? guarded : once)(
    'opens to $operationId the conversations in them, and no other',
    async (operation) => {
      const token = await signer.sign({ queues: claim });
      const good = JSON.stringify(exampleOf(operation)).replace('"outcome"', '"tier"');
      for (const queue of queues) {
        const request = build(operation, JSON.parse(good.replaceAll('ended-1', idOf(queue))));
        const { status, text } = await api.call(request.method, request.path, { ...request, token });
        const isOpen = (opens as readonly unknown[]).includes(queue);
        expect([queue, status < 300]).toEqual([queue, isOpen]);
        if (!isOpen) expect([status, text.includes('tier')]).toEqual([403, false]);
      }
    },
  );

  test.each(['application/json', 'text/csv'])(
    'shows in the contact log as %s what it opens, and nothing of others',
    async (accept) => {
      const token = await signer.sign({ queues: claim });
      for (const query of ['', `?from=${from}&queueId=sales`, `?from=${from}&type=voice`]) {
        const { text } = await api.ok('GET', `/api/v2/reports/contact-log${query}`, { token, headers: { accept } });
        const seen = queues.filter((queue) => text.includes(idOf(queue)) || text.includes(`tier-of-${queue}`));
        const expected = query.includes('sales') ? queues.filter((queue) => queue === 'sales') : queues;
        expect(seen).toEqual(expected.filter((queue) => (opens as readonly unknown[]).includes(queue)));
      }
    },
  );
});

describe('a client that is held to its call queues', () => {
  // The conversations here are calls: to the paths of other kinds of media they are not there.
  const isOfOthers = ({ operationId }: { readonly operationId: string }) =>
    /-(?:callbacks|chats|emails|messages)$/.test(operationId);
  const reads = all.filter((one) => !keepsToQueues(one) && !isOfOthers(one));

  test.each(rights)('sees with "$claim" in lists what that opens, and no other', async ({ claim, opens }) => {
    const token = await signer.sign({ ...bound, queues: claim });
    const paths = [
      '/api/v2/conversations?',
      '/api/v2/conversations?state=active&',
      '/api/v2/conversations?address=tel:live&',
      '/api/v2/interactions?expand=attributes&',
      '/api/v2/interactions?address=tel:live&',
      '/api/v2/conversations/calls?',
    ];
    for (const path of paths) {
      const { text } = await api.ok('GET', path, { token });
      const seen = queues.filter((queue) => text.includes(liveIn(queue)));
      expect([path, seen]).toEqual([path, queues.filter((queue) => (opens as readonly unknown[]).includes(queue))]);
    }
    const { text } = await api.ok('GET', '/api/v2/conversations?state=active&queueId=sales', { token });
    expect(text.includes(liveIn('sales'))).toBe((opens as readonly unknown[]).includes('sales'));
  });

  test.each(reads)('reads by $operationId those in its call queues, and no other', async (operation) => {
    const token = await signer.sign({ ...bound, queues: 'sales' });
    const { path } = build(operation, exampleOf(operation));
    const of = (queue: string | undefined) => path.replaceAll(/call-2041|ended-1/g, liveIn(queue));
    // Executions belong to the client that wrote in them.
    expect((await api.call('GET', of('sales'), { token })).status).toBe(200);
    for (const queue of ['support', undefined]) {
      const answer = await api.call('GET', of(queue), { token });
      expect([queue, answer.status, answer.body.code]).toEqual([queue, 403, 'missing-queue']);
    }
    const free = await signer.sign({ queues: '' });
    expect((await api.call('GET', of('support'), { token: free })).status).toBe(200);
  });

  test('is not shown by the answer to a write what it may not read', async () => {
    const token = await signer.sign({ ...bound, queues: 'sales' });
    for (const queue of ['sales', 'support'] as const) {
      const path = `/api/v2/conversations/${liveIn(queue)}`;
      const writes = [
        await api.ok('PATCH', path, { body: { data: { note: 'x' } }, token }),
        await api.ok('PATCH', `${path}/participants/customer-1/attributes`, {
          body: { attributes: { note: 'x' } },
          token,
        }),
        await api.ok('PATCH', `/api/v2/interactions/${liveIn(queue)}`, {
          body: { participants: [{ id: 'customer-1', attributes: { note: 'x' } }] },
          token,
        }),
        await api.ok('PATCH', `${path}/secureattributes`, { body: { attributes: { note: 'x' } }, token }),
      ];
      const shown = writes.map(({ text }) => /of-live|tier|1234/.test(text));
      expect(shown).toEqual(writes.map(() => queue === 'sales'));
    }
    for (const purpose of ['customer', 'agent']) {
      const body = { participants: [{ id: 'customer-1', type: purpose, attributes: { note: 'x' } }] };
      const guess = await api.call('PATCH', `/api/v2/interactions/${liveIn('support')}`, { body, token });
      const reason = 'is read-only: leave it out';
      expect(guess).toMatchObject({ status: 422, body: { errors: [{ name: 'participants.0.type', reason }] } });
      const own = await api.call('PATCH', `/api/v2/interactions/${liveIn('sales')}`, { body, token });
      expect(own.status).toBe(purpose === 'customer' ? 200 : 422);
    }
    for (const queue of ['sales', 'support'] as const) {
      const path = `/api/v2/conversations/${liveIn(queue)}`;
      for (const tier of ['of-live', 'wrong']) {
        const attributes = { note: 'y' };
        const guesses = [
          await api.call('PATCH', path, { body: { data: { note: 'x' }, if: { note: tier } }, token }),
          await api.call('PATCH', `${path}/participants/customer-1/attributes`, {
            body: { attributes, if: { tier } },
            token,
          }),
          await api.call('PATCH', `/api/v2/interactions/${liveIn(queue)}`, {
            body: { participants: [{ id: 'customer-1', attributes, if: { tier } }] },
            token,
          }),
        ];
        const right = tier === 'of-live' ? 200 : 409;
        const expected = queue === 'sales' ? [409, right, right] : [422, 422, 422];
        expect([queue, tier, guesses.map(({ status }) => status)]).toEqual([queue, tier, expected]);
        for (const { body } of queue === 'sales' ? [] : guesses) expect(body.errors).toMatchObject([{ name: 'if' }]);
      }
    }
    for (const queue of ['sales', 'support'] as const) {
      const body = { purpose: 'agent', attributes: { desk: 'B-2' } };
      const join = (headers: Readonly<Record<string, string>>) =>
        api.ok('POST', `/api/v2/conversations/${liveIn(queue)}/participants`, { body, token, headers });
      const headers = { 'idempotency-key': `joins-${queue}` };
      const { id } = (await join(headers)).body;
      const changes = { body: { attributes: { mood: 'written by others' } } };
      await api.ok('PATCH', `/api/v2/conversations/${liveIn(queue)}/participants/${id}/attributes`, changes);
      expect((await join(headers)).text.includes('written by others')).toBe(queue === 'sales');
    }
    const missing = await api.call('PATCH', `/api/v2/conversations/${liveIn('support')}/participants/x/attributes`, {
      body: { attributes: { note: 'x' } },
      token,
    });
    expect([missing.status, missing.text.includes('customer-1')]).toEqual([404, false]);
  });
});
