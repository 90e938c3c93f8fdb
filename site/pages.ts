import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** A copy of the pages: VitePress looks for its libraries from where they are. */
export const content = join(root, 'site/content');

/** The documents that are pages of the site, with those outside of docs/ that they link to. */
export const pages: readonly string[] = [
  ...['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md', 'test/README.md'],
  ...globSync(['docs/**/*.md', 'clients/*/README.md'], { cwd: root }),
].map((path) => path.replaceAll('\\', '/'));

/** Whether a file of the repository is a page. */
export function isPage(file: string): boolean {
  return pages.includes(file);
}

/** The file that a link means: of a folder its README. @param page - where the link is */
export function locate(page: string, link: string): string {
  const file = normalize(join(dirname(page), link))
    .replaceAll('\\', '/')
    .replace(/\/$/, '');
  return isPage(`${file}/README.md`) ? `${file}/README.md` : file;
}

interface Item {
  readonly text: string;
  readonly link: string;
}

/** What docs/README.md and docs/decisions/README.md list, with what else there is. */
export function listSidebar(): readonly {
  readonly text: string;
  readonly collapsed?: boolean;
  readonly items: readonly Item[];
}[] {
  const parts = read('docs/README.md').split(/^For those who (.*):$/m);
  const groups = [1, 3, 5].map((at) => ({
    text: `To ${parts[at]}`,
    items: listLinks('docs/README.md', parts[at + 1] ?? ''),
  }));
  const decisions = listLinks('docs/decisions/README.md', read('docs/decisions/README.md'));
  return [...groups, { text: 'Decisions', collapsed: true, items: decisions }];
}

/** The first link of each point of a list, if it leads to a page. */
function listLinks(page: string, text: string): readonly Item[] {
  return [...text.matchAll(/^- \[([^\]]+)\]\(([^)#]+)\)/gm)]
    .map(([, label = '', link = '']) => ({ text: label, link: locate(page, link) }))
    .filter(({ link }) => isPage(link))
    .map(({ text: label, link }) => ({ text: label, link: `/${link.replace(/(README)?\.md$/, '')}` }));
}

function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}
