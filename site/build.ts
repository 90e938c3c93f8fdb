import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, globSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { content, pages, root } from './pages.ts';

// Builds the site into dist/site, and looks at all of its links: npm run docs.
const site = join(root, 'site');
const out = join(root, 'dist/site');

function run(command: string, args: readonly string[], isShell = false): void {
  const { status } = spawnSync(command, args, { cwd: site, stdio: 'inherit', shell: isShell });
  if (status !== 0) process.exit(1);
}

/** The pages that could not be rendered: VitePress goes on. */
function findBrokenPages(): readonly string[] {
  return pages
    .map((page) => page.replace(/README\.md$/, 'index.md').replace(/md$/, 'html'))
    .filter((file) => !existsSync(join(out, file)) || !readFileSync(join(out, file), 'utf8').includes('<h1'))
    .map((file) => `${file}: the page is not rendered`);
}

/** The links of the built pages that lead nowhere: to no file, or to an anchor that its page does not have. */
function findBrokenLinks(): readonly string[] {
  const texts = new Map(
    globSync('**/*.html', { cwd: out }).map((file) => [file, readFileSync(join(out, file), 'utf8')]),
  );
  return [...texts].flatMap(([page, text]) =>
    [...text.matchAll(/<a\b[^>]*\bhref="([^"]*)"/g)]
      .map(([, href = '']) => href.replaceAll('&amp;', '&'))
      .filter((href) => !/^(https?:|mailto:)/.test(href) && !leads(texts, page, href))
      .map((href) => `${page}: the link ${href} leads nowhere`),
  );
}

function leads(texts: ReadonlyMap<string, string>, page: string, href: string): boolean {
  const [path = '', anchor] = decodeURIComponent(href).split('#');
  const target = path.startsWith('/') ? path.slice(1) : join(dirname(page), path);
  const file = path === '' ? page : /(^|\/)$/.test(target) ? `${target}index.html` : target;
  const text = texts.get(file);
  if (text === undefined) return anchor === undefined && existsSync(join(out, file));
  return anchor === undefined || anchor === '' || text.includes(`id="${anchor}"`);
}

if (!existsSync(join(site, 'node_modules'))) run('npm', ['ci'], process.platform === 'win32');
rmSync(content, { recursive: true, force: true });
for (const page of pages) cpSync(join(root, page), join(content, page));
run(process.execPath, [join(site, 'node_modules/vitepress/bin/vitepress.js'), 'build']);
const broken = [...findBrokenPages(), ...findBrokenLinks()];
for (const problem of broken) process.stderr.write(`${problem}\n`);
if (broken.length > 0) process.exit(1);
process.stdout.write('The site is in dist/site. To look at it: npm --prefix site run preview\n');
