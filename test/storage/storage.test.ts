import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hashForLog } from '#domain/hashes.ts';
import { useApi } from '../support/api.ts';
import { everythingStored } from '../support/stored.ts';
import { canariesIn } from './canaries.ts';
import { type Ending, endings } from './endings.ts';
import { canariesInFiles, compact } from './files.ts';
import { listed, Story, steps } from './story.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'conversation-attributes-'));
const api = useApi({ dataDir });
afterAll(() => rm(dataDir, { recursive: true }));

const ids = new Set<string>();
const secured = new Set<string>();
/** What stays in the store: what was listed, and the ids of conversations that were not erased. */
const stays = new Set<string>();
/** What was in the store and had to go. */
const gone = new Set<string>();

beforeAll(async () => {
  const body = { savedAttributes: listed, retentionDays: 30 };
  await api.ok('PUT', '/api/v2/settings/channels/voice', { body });
});

const someSteps = fc.array(fc.tuple(fc.constantFrom(...steps), fc.nat(3)), { maxLength: 12 });
/** Most kinds, each once, in any order. */
const mostSteps = fc.shuffledSubarray([...steps], { minLength: steps.length - 4 }).chain((some) => {
  return fc.tuple(...some.map((step) => fc.tuple(fc.constant(step), fc.nat(3))));
});

/** The canaries in what the history shows: the saved map and the wrap-up. */
async function listedIn(story: Story): Promise<ReadonlySet<string>> {
  const { text, body } = await api.ok('GET', `${story.made.conversation}/history`);
  expect(listed).toEqual(expect.arrayContaining(Object.keys(body.data)));
  return canariesIn(text);
}

async function whatStays(story: Story, ending: Ending): Promise<ReadonlySet<string>> {
  if (ending.stays === 'what is listed') return listedIn(story);
  return new Set(ending.stays === 'nothing' ? [] : [story.made.id]);
}

test('whatever was written, when a conversation has ended no value is in the tables and indexes but those listed', async () => {
  const property = fc.asyncProperty(
    mostSteps,
    someSteps,
    fc.constantFrom(...endings),
    async (before, racing, ending) => {
      const there = canariesIn(await everythingStored());
      const story = new Story(api);
      await story.begin();
      for (const [step, choice] of before) await story.step(step, choice);
      const during = canariesIn(await everythingStored()).difference(there);
      expect(during, 'the search finds what is there').toContain(story.made.id);
      expect(during.intersection(story.secured), 'a secured value is never there').toEqual(new Set());

      await Promise.all([ending.end(api, story.made), ...racing.map(([step, choice]) => story.step(step, choice))]);
      for (const [step, choice] of before) await story.step(step, choice);
      const after = canariesIn(await everythingStored()).difference(there);
      expect(after).toEqual(await whatStays(story, ending));
      ids.add(story.made.id);
      for (const one of story.secured) secured.add(one);
      for (const one of after) stays.add(one);
      for (const one of during.difference(after)) gone.add(one);
    },
  );
  await fc.assert(property, { numRuns: 12 });
});

test('neither a value nor the id of a conversation is in a line of the log, where the hashes of the ids are', () => {
  const lines = api.logs.join('\n');
  const isLogged = (id: string) => lines.includes(hashForLog(process.env.ID_KEY ?? '', id));
  expect([...ids].filter(isLogged)).toEqual([...ids]);
  expect(canariesIn(lines).intersection(gone.union(stays).union(secured).union(ids))).toEqual(new Set());
});

// LevelDB appends: what was overwritten or deleted is in its files until it compacts them, which it does in its own time.
test.skipIf(process.env.AWS_ENDPOINT_URL_DYNAMODB)(
  'after compaction the files of the store hold no byte of a value that is gone',
  async () => {
    await api.local.close();
    const before = await canariesInFiles(dataDir);
    expect(before.intersection(gone).size, 'the search finds values that wait for compaction').toBeGreaterThan(0);
    expect(before.intersection(secured)).toEqual(new Set());
    const entries = await compact(join(dataDir, 'dynamodb'));
    expect(entries).toEqual(stays);
    expect(await canariesInFiles(dataDir)).toEqual(stays);
  },
);
