import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { operations as all, type Operation } from '#contract/operations.ts';
import { ConversationAttributes } from '../../clients/typescript/src/index.ts';
import { buildDocuments } from '../openapi/documents.ts';
import { toBeWritten } from './skeleton.ts';

const root = join(import.meta.dirname, '../..');
const clientTest = 'test/client/operations.test.ts';

/**
 * What operations still lack, each with the file to write; none when they are complete.
 * @param operations - @default those of the contract
 */
export async function findMissing(operations: readonly Operation[] = all): Promise<readonly string[]> {
  const used = await readFile(join(root, clientTest), 'utf8');
  const lists = await Promise.all([
    findUnlisted(operations),
    ...operations.map((operation) => findMissingOf(operation, used)),
    ...(operations === all ? [findStale()] : []),
  ]);
  return lists.flat();
}

/** Contracts that no group has. */
async function findUnlisted(operations: readonly Operation[]): Promise<readonly string[]> {
  const folders = [...new Set(operations.map(({ folder }) => folder))];
  const files = await Promise.all(
    folders.map(async (folder) => {
      const names = await readdir(join(root, 'src/contract', folder));
      return names.map((name) => ({ path: `src/contract/${folder}/${name}`, operation: name.replace('.ts', '') }));
    }),
  );
  const unlisted = files.flat().filter(({ operation }) => !operations.some((one) => one.operation === operation));
  return unlisted.map(({ path }) => `src/contract/operations.ts: ${path} is in no group`);
}

async function findMissingOf({ operation, folder, client, ...rest }: Operation, used: string) {
  const contract = `src/contract/${folder}/${operation}.ts`;
  const handler = `lambdas/${folder}/${operation}.ts`;
  const lambdas = await readdir(join(root, 'lambdas', folder));
  const method = typeof client === 'string' ? client : undefined;
  const isUsed = method === undefined || new RegExp(`\\.${method.split('.').at(-1)}(<\\w+>)?\\(`).test(used);
  const lacks = [
    !lambdas.includes(`${operation}.ts`) && `${handler}: is not there`,
    JSON.stringify(rest).includes(toBeWritten) && `${contract}: has texts that are to be written`,
    method !== undefined && !hasMethod(method) && `clients/typescript/src: has no method ${method} (${contract})`,
    !isUsed && `${clientTest}: does not call ${method}`,
  ];
  return lacks.filter((one) => one !== false);
}

/** Whether the client has a method such as `conversation(id).history`. */
function hasMethod(method: string): boolean {
  const steps = method.split('.');
  const last = steps.pop() ?? '';
  const client: object = new ConversationAttributes({ baseUrl: 'https://api.example', token: () => '' });
  const holder = steps.reduce((at, step) => {
    const next: unknown = Reflect.get(at, step.replace('(id)', ''));
    return typeof next === 'function' ? next.call(at, 'x') : {};
  }, client);
  return typeof Reflect.get(holder, last) === 'function';
}

/** Documents that are not what the contract makes of them. */
async function findStale(): Promise<readonly string[]> {
  const stale = [...(await buildDocuments())].map(async ([file, text]) => {
    const kept = await readFile(join(root, file), 'utf8').catch(() => '');
    return kept === text ? [] : [`${file}: is not what the contract says; run npm run generate`];
  });
  return (await Promise.all(stale)).flat();
}
