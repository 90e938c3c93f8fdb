import { readFile } from 'node:fs/promises';
import { marked } from 'marked';
import { explanations, type ProblemCode, problemData, problems } from '#contract/problems.ts';

/** The page of errors as Markdown: what all have in common, then each code in the order of its status. */
export async function writeErrorsPage(): Promise<string> {
  const head = await readFile(new URL('errors-head.md', import.meta.url), 'utf8');
  const data: Partial<Record<ProblemCode, object>> = problemData();
  const sections = (Object.keys(problems) as ProblemCode[])
    .toSorted((a, b) => problems[a].status - problems[b].status)
    .map((code) => {
      const { status, title } = problems[code];
      return `## ${code}\n\n${status}, "${title}". ${explanations[code]}\n${dataAsText(data[code] ?? {})}`;
    });
  return [head, ...sections].join('\n');
}

/** A list of what comes with a code. */
function dataAsText(data: object): string {
  const fields = Object.entries(data as Readonly<Record<string, { says: string; isOptional: boolean }>>);
  const lines = fields.map(
    ([name, { says, isOptional }]) => `- \`${name}\`${isOptional ? ' (may be absent)' : ''}: ${says}\n`,
  );
  return lines.length === 0 ? '' : `\nIt has besides:\n\n${lines.join('')}`;
}

/** The same page as the API serves it. */
export function renderErrors(markdown: string): string {
  // Each heading can be pointed at: the type of a problem ends in its code.
  const body = marked.parse(markdown, { async: false }).replace(/<h2>([a-z0-9-]+)<\/h2>/g, '<h2 id="$1">$1</h2>');
  const style = 'body{max-width:46rem;margin:2rem auto;padding:0 1rem;font:16px/1.5 system-ui}pre{overflow:auto}';
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Errors</title><style>${style}</style>${body}</html>`;
}
