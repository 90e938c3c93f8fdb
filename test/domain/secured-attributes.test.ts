import { expect, test } from 'vitest';
import type { Conversation } from '#domain/conversation.ts';
import { readSecured, type SecuredStore } from '#domain/operations/secured-attributes.ts';
import { DataKeyRemoved } from '#domain/vault.ts';

/** Secured attributes whose data key is removed after the conversation is read first; then it is as `after`. */
function keyRemoved(after: Conversation | undefined): SecuredStore {
  const before = { id: 'c', secured: new Map([['pin', new Uint8Array(81)]]), securedVersion: 1 };
  const reads = [before, after];
  const store = { itemKey: () => 'key', read: async () => reads.shift() };
  const open = async (_: unknown, { size }: ReadonlyMap<string, unknown>) => {
    if (size > 0) throw new DataKeyRemoved();
    return { values: new Map(), unreadable: [] };
  };
  return { store, vault: { open } } as unknown as SecuredStore;
}

test('a read that finds the data key removed answers as after the end', async () => {
  const ended = { id: 'c', secured: new Map(), securedVersion: 1 } as unknown as Conversation;
  expect(await readSecured(keyRemoved(ended), 'c', () => true)).toEqual({
    values: new Map(),
    unreadable: [],
    version: 1,
  });
});

test('a read that finds the data key removed answers as after the erasure', async () => {
  await expect(readSecured(keyRemoved(undefined), 'c', () => true)).rejects.toMatchObject({
    code: 'conversation-not-found',
  });
});
