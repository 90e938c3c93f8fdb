import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { pages, root } from './markdown.ts';

/** The text of a page without its blocks of code, whose brackets are no links and whose # are no headings. */
function readProse(page: string): string {
  return readFileSync(join(root, page), 'utf8').replace(/^( *)(```|~~~)[\s\S]*?^\1\2$/gm, '');
}

/** The anchors of a page, as GitHub makes them of its headings: the same one again has a number behind it. */
function anchorsOf(page: string): ReadonlySet<string> {
  const seen = new Map<string, number>();
  const anchors = [...readProse(page).matchAll(/^#{1,6} (.*)$/gm)].map(([, heading = '']) => {
    const text = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1');
    const anchor = text
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, '')
      .replaceAll(' ', '-');
    const count = seen.get(anchor) ?? 0;
    seen.set(anchor, count + 1);
    return count === 0 ? anchor : `${anchor}-${count}`;
  });
  return new Set(anchors);
}

/** What a page links to: files of the repository and anchors, with those of references such as `[x]: y.md`. */
function linksOf(page: string): readonly string[] {
  const prose = readProse(page).replace(/`[^`\n]*`/g, '');
  const found = [...prose.matchAll(/\]\(([^)\s]+)\)/g), ...prose.matchAll(/^\[[^\]]+\]: (\S+)$/gm)];
  return found.map(([, link = '']) => link).filter((link) => !/^(https?|mailto):/.test(link));
}

/** Why a link leads nowhere, or undefined. */
function whyBroken(page: string, link: string): string | undefined {
  const [path = '', anchor] = link.split('#');
  const file = path === '' ? page : join(dirname(page), path);
  if (!existsSync(join(root, file))) return `${link}: there is no ${file}`;
  if (anchor === undefined || !file.endsWith('.md') || anchorsOf(file).has(anchor)) return undefined;
  return `${link}: ${file} has no heading for it`;
}

test.for(pages)('every link of %s leads to a file that is there, and to a heading of it', (page) => {
  expect(linksOf(page).flatMap((link) => whyBroken(page, link) ?? [])).toEqual([]);
});

test('a link to nothing, and to a heading that is not there, would be found', () => {
  expect(whyBroken('README.md', 'docs/nothing.md')).toContain('there is no docs/nothing.md');
  expect(whyBroken('README.md', 'docs/errors.md#nothing')).toContain('has no heading');
  expect(whyBroken('README.md', '#eight-lines')).toBeUndefined();
});
