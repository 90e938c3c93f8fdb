import { cpSync, mkdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { slug } from 'github-slugger';
import { defineConfig } from 'vitepress';
import { content, isPage, listSidebar, locate, pages, root } from '../pages.ts';

/** Files that pages link to and that are no pages: they are copied to the same place. */
const files = new Set<string>();

export default defineConfig({
  title: 'Conversation Attributes',
  description: 'A store for the facts that travel with a conversation in a contact centre',
  lang: 'en',
  srcDir: content,
  outDir: join(root, 'dist/site'),
  cacheDir: join(root, '.cache/site'),
  rewrites: Object.fromEntries(pages.map((page) => [page, page.replace(/README\.md$/, 'index.md')])),
  markdown: {
    // As GitHub makes them: links with an anchor work on both.
    anchor: { slugify: slug },
    config: (md) => {
      md.core.ruler.push('links-of-the-repository', ({ tokens, env }) => {
        for (const token of tokens.flatMap(({ children }) => children ?? [])) {
          const href = token.type === 'link_open' ? token.attrGet('href') : null;
          if (href === null || /^(https?:|#)/.test(href)) continue;
          const [path = '', anchor] = href.split('#');
          const target = locate(relative(content, env.realPath ?? env.path), path);
          token.attrSet('href', `/${target.replace(/README\.md$/, '')}${anchor === undefined ? '' : `#${anchor}`}`);
          if (isPage(target)) continue;
          files.add(target);
          token.attrSet('target', '_self');
        }
      });
      // Vue would take {{ }} in it for its own.
      md.renderer.rules.code_inline = (tokens, index) =>
        `<code v-pre>${md.utils.escapeHtml(tokens[index]?.content ?? '')}</code>`;
      const fence = md.renderer.rules.fence;
      md.renderer.rules.fence = (tokens, index, ...rest) => {
        const { info = '', content = '' } = tokens[index] ?? {};
        if (info.trim() === 'mermaid') return `<Diagram text="${encodeURIComponent(content)}" />\n`;
        return fence?.(tokens, index, ...rest) ?? '';
      };
    },
  },
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    sidebar: listSidebar(),
    nav: [
      { text: 'Tutorial', link: '/docs/tutorial' },
      { text: 'Reference', link: '/docs/reference' },
      { text: 'Changelog', link: '/CHANGELOG' },
    ],
  },
  buildEnd: ({ outDir }) => {
    for (const file of files) {
      mkdirSync(join(outDir, dirname(file)), { recursive: true });
      cpSync(join(root, file), join(outDir, file));
    }
  },
});
