import { readFile } from 'node:fs/promises';
import { operations } from '#contract/operations.ts';

/** The page of the client, with its table of all operations as the contract has them. */
export async function writeClientPage(): Promise<string> {
  const page = await readFile(new URL('../../docs/client.md', import.meta.url), 'utf8');
  const rows = operations.map(({ client, summary, operation }) => {
    const method = typeof client === 'string' ? `\`${client}\`` : `none: ${client.leftOut}`;
    return `| [${summary}](reference.md#${operation}) | ${method} |`;
  });
  const table = ['| operation | method |', '| --- | --- |', ...rows].join('\n');
  return page.replace(
    /(<!-- operations: [^\n]*\n).*?<!-- end of operations -->/s,
    `$1${table}\n<!-- end of operations -->`,
  );
}
