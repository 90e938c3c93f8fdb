import { expect, test } from 'vitest';
import { type Operation, operations } from '#contract/operations.ts';
import { findMissing } from '../../tools/operation/missing.ts';
import { makeSkeleton } from '../../tools/operation/skeleton.ts';

test('every operation has all that belongs to it', async () => {
  expect(await findMissing()).toEqual([]);
});

test('a small read takes three files besides its contract, its line in the list and its rule', async () => {
  const like = operations.find(({ operation }) => operation === 'get-conversation-history');
  const path = '/api/v2/conversations/{conversationId}/sizes';
  const added = { ...like, operation: 'get-conversation-sizes', path, client: 'conversation(id).sizes' } as Operation;
  const missing = await findMissing([...operations, added]);
  expect(missing.map((line) => line.split(': ')[0])).toEqual([
    'lambdas/records/get-conversation-sizes.ts',
    'clients/typescript/src',
    'test/client/operations.test.ts',
  ]);
});

test('a contract that no group has, and an operation without its handler, its method and its texts are missing', async () => {
  const left = operations.filter(({ operation }) => operation !== 'get-health');
  expect(await findMissing(left)).toEqual([
    'src/contract/operations.ts: src/contract/about/get-health.ts is in no group',
  ]);
  const [first, ...more] = operations;
  const unwritten = { ...first, summary: 'To be written: what it does' } as Operation;
  expect(await findMissing([unwritten, ...more])).toEqual([
    'src/contract/settings/put-channel-type-settings.ts: has texts that are to be written',
  ]);
});

test('the skeleton of a read is an operation of its own', async () => {
  const { contract, handler } = await makeSkeleton('records', 'get-conversation-sizes');
  expect(contract).toContain("operation: 'get-conversation-sizes'");
  expect(contract).toContain("path: '/api/v2/conversations/{conversationId}/sizes'");
  expect(contract).toContain("client: 'conversation(id).sizes'");
  expect(handler).toContain("from '#contract/records/get-conversation-sizes.ts'");
  expect(contract + handler).not.toMatch(/get-interaction|interactions|state/i);
});
