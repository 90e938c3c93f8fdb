import { globSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type Block, blocksOf, isNamed, pages, read, root } from './markdown.ts';

/** What no test runs, and why. */
const notRun: readonly { readonly page: string; readonly part: string; readonly why: string }[] = [
  { page: 'CONTRIBUTING.md', part: '/sys/fs/cgroup', why: 'needs root, and changes the machine' },
  {
    page: 'docs/deploying.md',
    part: 'aws logs filter-log-events',
    why: 'not tried yet: a test must ask the emulator for the log group of the function first',
  },
  { page: 'docs/deploying.md', part: 'fields @timestamp', why: 'is for the console of CloudWatch Logs Insights' },
  { page: 'docs/runbook.md', part: 'start-message-move-task', why: 'the emulator does not move messages' },
  { page: 'docs/local.md', part: 'text/event-stream', why: 'does not end' },
  { page: 'docs/flows/genesys-cloud.md', part: 'terraform', why: 'needs an organisation of Genesys Cloud' },
  { page: 'docs/flows/twilio.md', part: 'twilio serverless:deploy', why: 'needs an account of Twilio' },
];

/** Pictures, which a browser draws. */
const isPicture = ({ language }: Block) => language === 'mermaid';

/** Whether a block is one of those that a call of a test, or a line of `notRun`, means. */
type Claim = (page: string, block: Block, among: readonly Block[]) => boolean;

const literal = `('[^']*'|"[^"]*")`;
const calls = new RegExp(
  `\\btake(?:Block\\(\\s*${literal},\\s*${literal},?\\s*\\)|Blocks\\(\\s*${literal},\\s*\\{ (language|heading): ${literal} \\},?\\s*\\))`,
  'g',
);
const bare = (text = '') => text.slice(1, -1);

const sources = globSync('test/**/*.ts', { cwd: root })
  .filter((path) => !/docs.(markdown|blocks\.test)\.ts$/.test(path))
  .map(read);

/** What the tests take of the pages, by the calls in their sources: most of them run in other processes. */
const taken: readonly Claim[] = sources.flatMap((source) =>
  [...source.matchAll(calls)].map(([, one, part, many, key, value]): Claim => {
    if (one !== undefined) return (page, block, among) => page === bare(one) && isNamed(block, bare(part), among);
    return (page, block) => page === bare(many) && block[key as 'language' | 'heading'] === bare(value);
  }),
);

test('every call by which tests take blocks is one that this list understands', () => {
  const all = sources.flatMap((source) => [...source.matchAll(/\btakeBlocks?\(/g)]);
  expect(all.length).toBeGreaterThan(10);
  expect(taken).toHaveLength(all.length);
});

test.for(pages)(
  'every block of %s says its language, and is run by a test or listed with the reason why not',
  (page) => {
    const blocks = blocksOf(page);
    const left = blocks.filter(
      (block) =>
        !isPicture(block) &&
        !taken.some((claims) => claims(page, block, blocks)) &&
        !notRun.some((one) => one.page === page && isNamed(block, one.part, blocks)),
    );
    expect(left.map(({ text }) => text)).toEqual([]);
    expect(blocks.filter(({ language }) => language === '').map(({ text }) => text)).toEqual([]);
  },
);

test.for(notRun)('$page still has the block "$part", which no test runs', ({ page, part }) => {
  const blocks = blocksOf(page);
  const [block, ...more] = blocks.filter((one) => isNamed(one, part, blocks));
  expect(more).toEqual([]);
  expect(block && taken.some((claims) => claims(page, block, blocks))).toBe(false);
});
