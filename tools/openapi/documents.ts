import { readFile } from 'node:fs/promises';
import { marked } from 'marked';
import { methodsOf, pathsOf } from '#contract/contract.ts';
import { operations } from '#contract/operations.ts';
import { openApi } from './document.ts';
import { referencePage } from './reference.ts';
import { clientTypes } from './types.ts';

/** The documents that are made from the code, by the file that each is kept in. */
export async function documents(): Promise<ReadonlyMap<string, string>> {
  const errors = await readFile(new URL('../../docs/errors.md', import.meta.url), 'utf8');
  const document = openApi();
  return new Map([
    ['docs/openapi.json', `${JSON.stringify(document, null, 2)}\n`],
    ['client/types/generated.ts', clientTypes(document.components.schemas)],
    ['docs/reference.md', referencePage()],
    ['generated/errors.json', `${JSON.stringify({ html: page(errors) }, null, 2)}\n`],
    ['generated/paths.json', `${JSON.stringify(methodsByPath(), null, 2)}\n`],
  ]);
}

/** What the default route answers by. */
function methodsByPath(): Readonly<Record<string, readonly string[]>> {
  const all = operations.flatMap((operation) =>
    pathsOf(operation).map((path) => [path, methodsOf(operation)] as const),
  );
  const byPath = Map.groupBy(all, ([path]) => path);
  return Object.fromEntries([...byPath].map(([path, found]) => [path, found.flatMap(([, methods]) => methods)]));
}

function page(markdown: string): string {
  // Each heading can be pointed at: the type of a problem ends in its code.
  const body = marked.parse(markdown, { async: false }).replace(/<h2>([a-z0-9-]+)<\/h2>/g, '<h2 id="$1">$1</h2>');
  const style = 'body{max-width:46rem;margin:2rem auto;padding:0 1rem;font:16px/1.5 system-ui}pre{overflow:auto}';
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Errors</title><style>${style}</style>${body}</html>`;
}
