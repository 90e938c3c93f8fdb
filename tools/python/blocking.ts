import { readdir, readFile } from 'node:fs/promises';

const folder = 'clients/python/src/conversation_attributes';
const root = new URL(`../../${folder}/`, import.meta.url);

/** Written by hand for both clients. */
const own: ReadonlySet<string> = new Set(['__init__.py', 'platform.py']);

/** From asyncio to blocking calls: names, and what only asyncio has. */
const rules: readonly (readonly [RegExp, string])[] = [
  [/\basync (def|with|for) /g, '$1 '],
  [/\bawait /g, ''],
  [/\bAwaitable\[([^[\]]+)\]/g, '$1'],
  [/\bAwaitable, /g, ''],
  [/\bAsync(?=[A-Z])/g, ''],
  [/\b__a(enter|exit)__/g, '__$1__'],
  [/\baclose\b/g, 'close'],
];

/** The modules of the client for Python that blocks, made from those of the one for asyncio, by their path. */
export async function writeBlockingModules(): Promise<readonly (readonly [string, string])[]> {
  const files = (await readdir(new URL('_async/', root))).filter((file) => file.endsWith('.py') && !own.has(file));
  return Promise.all(
    files.toSorted().map(async (file) => {
      const text = await readFile(new URL(`_async/${file}`, root), 'utf8');
      return [
        `${folder}/_sync/${file}`,
        `# Written by \`npm run generate\` from ../_async/${file}: change it there.\n${makeBlocking(text)}`,
      ] as const;
    }),
  );
}

function makeBlocking(text: string): string {
  return rules.reduce((result, [pattern, by]) => result.replace(pattern, by), text);
}
