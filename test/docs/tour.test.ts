import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { useApi } from '../support/api.ts';
import { startServer } from '../support/server.ts';
import { hasShell } from '../support/shell.ts';
import { takeBlocks } from './markdown.ts';
import { settled } from './settled.ts';

/** A block of the tour: lines for the shell, and what is answered to the last of them. */
interface Block {
  readonly script: string;
  readonly answer?: unknown;
}

/** The pages with a tour, and their blocks in order. */
const tours = [
  { page: 'README.md', blocks: pair(takeBlocks('README.md', { heading: 'Eight lines' })) },
  { page: 'docs/tutorial.md', blocks: pair(takeBlocks('docs/tutorial.md', { heading: 'A tour with curl' })) },
];

/** Puts each answer to the lines above it. */
function pair(found: ReturnType<typeof takeBlocks>): readonly Block[] {
  return found.flatMap(({ language, text }, at) => {
    if (language !== 'sh') return [];
    const next = found[at + 1];
    return [{ script: text, ...(next?.language === 'json' && { answer: JSON.parse(next.text) }) }];
  });
}

const api = useApi();
const separator = '--- next block ---';

test.each(tours)('the tour of $page has blocks for the shell, and their answers', ({ blocks }) => {
  expect(blocks.length).toBeGreaterThan(5);
  expect(blocks.filter(({ answer }) => answer === undefined)).toHaveLength(1);
});

describe.runIf(hasShell)('with bash and curl', () => {
  test.each(tours)('every block of $page, pasted in order, is answered as the page shows', async ({ blocks }) => {
    const script = blocks
      .map((block) => `${block.script}\necho '${separator}'\n`)
      .join('')
      .replaceAll('http://127.0.0.1:3000', api.local.url);
    const { stdout, stderr } = await promisify(execFile)('bash', ['-c', script]);
    expect(stderr).toBe('');
    const outputs = stdout.split(`${separator}\n`).map((output) => output.trim());
    for (const [position, { script: lines, answer }] of blocks.entries()) {
      const output = outputs[position] ?? '';
      if (answer === undefined) expect(output, lines).toBe('');
      else expect(settled(JSON.parse(output.split('\n').at(-1) ?? '')), lines).toEqual(settled(answer));
    }
  });

  test('the lines that npm start prints, pasted as they are, create, set, get, flush and read', async () => {
    const server = await startServer({ DATA_DIR: 'memory' });
    onTestFinished(server.stop);
    expect(
      server
        .output()
        .split('\n')
        .filter((line) => line.length > 80),
    ).toEqual([]);
    const [, lines = ''] = server.output().split('paste into a shell:\n');
    const { stdout, stderr } = await promisify(execFile)('bash', ['-c', lines]);
    expect(stderr).toBe('');
    const [created, set, got, flushed, read] = stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line));
    expect(created).toMatchObject({ state: 'active', participants: [{ id: 'customer-1' }] });
    expect(set).toMatchObject({ pending: ['tier'] });
    expect(got).toMatchObject({ attributes: { tier: 'gold' } });
    expect(flushed).toMatchObject({ flushed: ['tier'] });
    expect(read).toMatchObject({ attributes: { tier: 'gold' } });
  });
});
