import { readdir, readFile } from 'node:fs/promises';

const folder = new URL('../../docs/decisions/', import.meta.url);

/** The list of all decisions, by the titles of their pages. */
export async function writeDecisionsPage(): Promise<string> {
  const files = (await readdir(folder)).filter((file) => /^\d{4}-.*\.md$/.test(file)).sort();
  const points = files.map(async (file) => {
    const [heading = ''] = (await readFile(new URL(file, folder), 'utf8')).split('\n');
    return `- [${heading.replace(/^# /, '')}](${file})`;
  });
  const head =
    '# Decisions\n\nWhy it is built like this: the question, what was weighed, the choice, and what would change it.';
  return `${head}\n\n${(await Promise.all(points)).join('\n')}\n`;
}
