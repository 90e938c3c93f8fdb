import { beforeAll, describe, expect, test } from 'vitest';
import { codesOf, operations } from '../contract/document.ts';
import { build, exampleOf } from '../contract/request.ts';
import { useApi } from '../support/api.ts';
import { type Signer, signerOf, useDataDir } from './tokens.ts';

const dataDir = useDataDir();
const api = useApi({ dataDir });

const queues = ['sales', 'support', undefined] as const;
const idOf = (queue: string | undefined) => `ended-in-${queue ?? 'none'}`;

let signer: Signer;

beforeAll(async () => {
  signer = await signerOf(api.local.url, dataDir);
  const body = { savedAttributes: ['tier'], retentionDays: 30 };
  await api.ok('PUT', '/api/v2/settings/channels/voice', { body });
  for (const queueId of queues) {
    const participants = [{ purpose: 'customer', attributes: { tier: `tier-of-${queueId}` } }];
    const { conversation } = await api.make({ id: idOf(queueId), queueId, participants });
    await api.ok('PATCH', conversation, { body: { state: 'wrapup' } });
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

const looking = operations.filter((operation) => codesOf(operation, 403).includes('missing-queue'));
/** A patch needs the right only where it moves a conversation (`moves.test.ts`). */
const guarded = looking.filter(({ operationId }) => operationId !== 'patch-conversation');

test('the operations that look at the call queue of a conversation are those of what is kept after its end, and its patch', () => {
  // Those of other systems' paths are the same operations.
  const ids = guarded.map(({ operationId }) => operationId.replace(/(-RI)?-CMI$/, ''));
  expect(looking.length).toBe(guarded.length + 1);
  const expected = ['find-contact-data', 'get-contact-data', 'get-conversation-history', 'post-contact-data'];
  expect([...new Set(ids)].sort()).toEqual(expected);
});

describe.each(rights)('the right to the call queues "$claim"', ({ claim, opens }) => {
  test.each(guarded)('opens to $operationId the conversations in them, and no other', async (operation) => {
    const token = await signer.sign({ queues: claim });
    const good = JSON.stringify(exampleOf(operation)).replace('"outcome"', '"tier"');
    for (const queue of queues) {
      const request = build(operation, JSON.parse(good.replaceAll('ended-1', idOf(queue))));
      const { status, text } = await api.call(request.method, request.path, { ...request, token });
      const isOpen = (opens as readonly unknown[]).includes(queue);
      expect([queue, status < 300]).toEqual([queue, isOpen]);
      if (!isOpen) expect([status, text.includes('tier')]).toEqual([403, false]);
    }
  });

  test.each(['application/json', 'text/csv'])(
    'shows in the contact log as %s what it opens, and nothing of others',
    async (accept) => {
      const token = await signer.sign({ queues: claim });
      for (const query of ['', '?queueId=sales', '?type=voice']) {
        const { text } = await api.ok('GET', `/api/v2/reports/contact-log${query}`, { token, headers: { accept } });
        const seen = queues.filter((queue) => text.includes(idOf(queue)) || text.includes(`tier-of-${queue}`));
        const expected = query.includes('sales') ? queues.filter((queue) => queue === 'sales') : queues;
        expect(seen).toEqual(expected.filter((queue) => (opens as readonly unknown[]).includes(queue)));
      }
    },
  );
});
