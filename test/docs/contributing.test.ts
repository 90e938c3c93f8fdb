import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { quoted, read, root, rows, section } from './markdown.ts';

const contributing = read('CONTRIBUTING.md');
const { scripts } = JSON.parse(read('package.json')) as { scripts: Readonly<Record<string, string>> };

/** Every page: those at the top and those in docs/. */
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${file}`),
];

test('CONTRIBUTING explains every npm script, and no other', () => {
  const listed = rows(section(contributing, 'Commands')).flatMap(([command = '']) => quoted(command));
  const names = listed.map((command) => command.replace(/^npm (run )?/, ''));
  expect(names.toSorted()).toEqual(Object.keys(scripts).toSorted());
});

test.for(pages)('%s names no npm script that is not there', (page) => {
  const named = [...read(page).matchAll(/\bnpm (?:run ([\w:-]+)|(start|test)\b)/g)].map(
    ([, script, short]) => script ?? short,
  );
  expect(Object.keys(scripts)).toEqual(expect.arrayContaining(named));
});

test.for(pages)('%s names files of the repository that are there', (page) => {
  const paths = quoted(read(page)).filter((code) =>
    /^(src|lambdas|lib|bin|clients|commands|emulators|local|operator|tools|test|bench|docs)\/[\w./-]+$/.test(code),
  );
  // Results are of one machine, so they are not in the repository.
  const kept = paths.filter((path) => path !== 'bench/results/');
  expect(kept.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});
