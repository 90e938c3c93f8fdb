import { expect, test } from 'vitest';
import type { BackwardQuery, Change, ChangeReader } from '#domain/change-log.ts';
import { limits } from '#domain/limits.ts';
import { traceWrites } from '#domain/operations/trace-writes.ts';
import type { ConversationStore } from '#domain/store.ts';
import { attributes, newConversation } from '../support/fixtures.ts';

const ofData = { kind: 'attributes', owner: undefined } as const;

/** A change of `data`. */
function changed(revision: number, set: readonly string[], removed: readonly string[] = []): Change {
  const versions = { previousVersion: revision - 1, version: revision, previousSecuredVersion: 0, securedVersion: 0 };
  return { revision, at: revision, ...versions, events: [{ type: 'attributes.changed', set, removed }] };
}

/** What is traced of a conversation that has these names at a revision, and how many pages that took. */
async function trace(revision: number, names: readonly string[], changes: readonly Change[]) {
  const made = await newConversation({ data: attributes(Object.fromEntries(names.map((name) => [name, 1]))) });
  const conversation = { ...made, revision, version: revision };
  const store = { read: async () => conversation, itemKey: () => 'key' } as unknown as ConversationStore;
  const asked: BackwardQuery[] = [];
  const log = {
    listBack: async (query: BackwardQuery) => {
      asked.push(query);
      const all = changes.filter((one) => one.revision <= query.upTo).toReversed();
      return { changes: all.slice(0, query.most), isCut: all.length > query.most };
    },
  } as unknown as ChangeReader;
  const { changeOf, isLate } = await traceWrites(store, log, 'id');
  const found = Object.fromEntries(names.map((name) => [name, changeOf(ofData, name)?.revision]));
  return { found, isLate, pages: asked.length };
}

test('no more than ten pages are read, and a name that was written before them is not known', async () => {
  const count = limits.provenancePages * limits.changesPerPage;
  const changes = [changed(1, ['old']), ...Array.from({ length: count }, (_, index) => changed(index + 2, ['new']))];
  const traced = await trace(count + 1, ['old', 'new'], changes);
  expect(traced).toEqual({ found: { old: undefined, new: count + 1 }, isLate: false, pages: limits.provenancePages });
  // One less, and it is on the last of them.
  const { found } = await trace(count, ['old', 'new'], changes.slice(0, -1));
  expect(found).toEqual({ old: 1, new: count });
});

test('a change after the conversation was read is not taken for that of a value that it had then', async () => {
  const changes = [changed(1, ['tier']), changed(2, ['tier'])];
  expect(await trace(1, ['tier'], changes)).toEqual({ found: { tier: 1 }, isLate: false, pages: 1 });
});

test('who wrote a value before its removal is not told of the next one, which the log does not have yet', async () => {
  const changes = [changed(1, ['tier']), changed(2, [], ['tier'])];
  expect(await trace(3, ['tier'], changes)).toEqual({ found: { tier: undefined }, isLate: true, pages: 1 });
});
