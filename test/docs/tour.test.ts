import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { useApi } from '../support/api.ts';
import { startServer } from '../support/server.ts';
import { read, section } from './markdown.ts';

/** A block of the tour: lines for the shell, and what is answered to the last of them. */
interface Block {
  readonly script: string;
  readonly answer?: unknown;
}

/** The pages with a tour, and the heading of each. */
const tours = [
  { page: 'README.md', heading: 'Eight lines' },
  { page: 'docs/tutorial.md', heading: 'A tour with curl' },
];

/** The blocks of a tour, in their order. */
function blocks({ page, heading }: (typeof tours)[number]): readonly Block[] {
  const tour = section(read(page), heading);
  const found = [...tour.matchAll(/^```sh\n(.*?)^```\n(?:\n```json\n(.*?)^```$)?/gms)];
  return found.map(([, script = '', answer]) => ({ script, ...(answer && { answer: JSON.parse(answer) }) }));
}

/** Makes the same of answers that differ in nothing but times and ids. */
function settled(value: unknown): unknown {
  const text = JSON.stringify(value)
    .replace(/"\d{4}-\d\d-\d\dT[\d:.]+Z"/g, '"a time"')
    .replace(/call-\d+/g, 'a call')
    .replace(/"contextId":"[^"]+"/, '"contextId":"an id"');
  return JSON.parse(text);
}

/** Whether the shell and curl are on this machine: the product needs neither. */
const hasCurl = await promisify(execFile)('bash', ['-c', 'curl --version && sed --version']).then(
  () => true,
  () => false,
);

const api = useApi();
const separator = '--- next block ---';

test.each(tours)('the tour of $page has blocks for the shell, and their answers', (tour) => {
  expect(blocks(tour).length).toBeGreaterThan(5);
  expect(blocks(tour).filter(({ answer }) => answer === undefined)).toHaveLength(1);
});

describe.runIf(hasCurl)('with bash and curl', () => {
  test.each(tours)('every block of $page, pasted in order, is answered as the page shows', async (tour) => {
    const script = blocks(tour)
      .map((block) => `${block.script}\necho '${separator}'\n`)
      .join('')
      .replaceAll('http://127.0.0.1:3000', api.local.url);
    const { stdout, stderr } = await promisify(execFile)('bash', ['-c', script]);
    expect(stderr).toBe('');
    const outputs = stdout.split(`${separator}\n`).map((output) => output.trim());
    for (const [position, { script: lines, answer }] of blocks(tour).entries()) {
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
