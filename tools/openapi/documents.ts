import { methodsOf, pathsOf } from '#contract/contract.ts';
import { operations } from '#contract/operations.ts';
import { blockingModules } from '../python/blocking.ts';
import { pythonModels } from '../python/models.ts';
import { pythonProblems } from '../python/problems.ts';
import { clientPage } from './client.ts';
import { openApi } from './document.ts';
import { errorsAsHtml, errorsPage } from './errors.ts';
import { referencePage } from './reference.ts';
import { clientTypes } from './types.ts';

const python = 'clients/python/src/conversation_attributes';

/** The documents that are made from the code, by the file that each is kept in. */
export async function documents(): Promise<ReadonlyMap<string, string>> {
  const errors = await errorsPage();
  const document = openApi();
  return new Map([
    ['docs/openapi.json', `${JSON.stringify(document, null, 2)}\n`],
    ['clients/typescript/src/types/generated.ts', clientTypes(document.components.schemas)],
    [`${python}/models.py`, pythonModels(document.components.schemas)],
    [`${python}/problems.py`, pythonProblems()],
    ...(await blockingModules()),
    ['docs/client.md', await clientPage()],
    ['docs/reference.md', await referencePage()],
    ['docs/errors.md', errors],
    ['generated/errors.json', `${JSON.stringify({ html: errorsAsHtml(errors) }, null, 2)}\n`],
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
