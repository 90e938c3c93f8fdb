import { methodsOf, pathsOf } from '#contract/contract.ts';
import { operations } from '#contract/operations.ts';
import { writeEventsPage } from '../events/page.ts';
import { buildEventSchemas } from '../events/schemas.ts';
import { writeBlockingModules } from '../python/blocking.ts';
import { writePythonModels } from '../python/models.ts';
import { writePythonProblems } from '../python/problems.ts';
import { writeClientPage } from './client-page.ts';
import { buildCollection } from './collection.ts';
import { writeDecisionsPage } from './decisions-page.ts';
import { buildOpenApi } from './document.ts';
import { renderErrors, writeErrorsPage } from './errors-page.ts';
import { writeReferencePage } from './reference-page.ts';
import { writeClientTypes } from './types.ts';

const python = 'clients/python/src/conversation_attributes';

/** The documents that are made from the code, by the file that each is kept in. */
export async function buildDocuments(): Promise<ReadonlyMap<string, string>> {
  const errors = await writeErrorsPage();
  const document = buildOpenApi();
  return new Map([
    ['docs/openapi.json', `${JSON.stringify(document, null, 2)}\n`],
    ['clients/typescript/src/types/generated.ts', writeClientTypes(document.components.schemas)],
    [`${python}/models.py`, writePythonModels(document.components.schemas)],
    [`${python}/problems.py`, writePythonProblems()],
    ...(await writeBlockingModules()),
    ['docs/postman_collection.json', `${JSON.stringify(buildCollection(), null, 2)}\n`],
    ...[...buildEventSchemas()].map(
      ([type, schema]) => [`docs/events/${type}.json`, `${JSON.stringify(schema, null, 2)}\n`] as const,
    ),
    ['docs/events.md', await writeEventsPage()],
    ['docs/client.md', await writeClientPage()],
    ['docs/reference.md', await writeReferencePage()],
    ['docs/errors.md', errors],
    ['docs/decisions/README.md', await writeDecisionsPage()],
    ['generated/errors.json', `${JSON.stringify({ html: renderErrors(errors) }, null, 2)}\n`],
    ['generated/paths.json', `${JSON.stringify(listMethodsByPath(), null, 2)}\n`],
  ]);
}

/** What the default route answers by. */
function listMethodsByPath(): Readonly<Record<string, readonly string[]>> {
  const all = operations.flatMap((operation) =>
    pathsOf(operation).map((path) => [path, methodsOf(operation)] as const),
  );
  const byPath = Map.groupBy(all, ([path]) => path);
  return Object.fromEntries([...byPath].map(([path, found]) => [path, found.flatMap(([, methods]) => methods)]));
}
