import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What a skeleton has where its author is to write. */
export const toBeWritten = 'To be written';

const root = join(import.meta.dirname, '../..');

/**
 * Writes the contract and the handler of an operation that reads a conversation, and its lines in `src/contract/operations.ts`: they
 * compile, and are to be filled.
 *
 * @param place - its group and its name, such as `records/get-conversation-names`
 * @returns the files that it wrote
 * @throws Error when the place is none, or taken
 */
export async function writeSkeleton(place: string): Promise<readonly string[]> {
  const folders = (await readdir(join(root, 'src/contract'), { withFileTypes: true }))
    .filter((entry) => entry.isDirectory() && entry.name !== 'schemas')
    .map(({ name }) => name);
  const [folder = '', operation = '', ...more] = place.split('/');
  if (!folders.includes(folder) || !/^get(-[a-z]+)+$/.test(operation) || more.length > 0) {
    throw new Error(
      `"${place}" must be a group (${folders.join(', ')}), a slash, and a name such as get-conversation-names`,
    );
  }
  const list = 'src/contract/operations.ts';
  const [contract, handler] = [`src/contract/${place}.ts`, `lambdas/${place}.ts`];
  const before = await readFile(join(root, list), 'utf8');
  await writeFile(join(root, contract), writeContract(operation), { flag: 'wx' });
  await writeFile(join(root, handler), writeHandler(folder, operation), { flag: 'wx' });
  await writeFile(join(root, list), addToList(before, folder, operation));
  return [contract, handler, list];
}

function toCamelCase(operation: string): string {
  return operation.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** What the path has behind the conversation. */
function segmentOf(operation: string): string {
  return operation.replace(/^get-(conversation-)?/, '');
}

/** `src/contract/operations.ts` with an import, in alphabetical order, and the operation at the end of its group. */
function addToList(list: string, folder: string, operation: string): string {
  const lines = list.split('\n');
  const own = `import * as ${toCamelCase(operation)} from './${folder}/${operation}.ts';`;
  const pathOf = (line: string) => /from '(.*)'/.exec(line)?.[1] ?? '';
  const next = lines.findIndex((line) => pathOf(line) > pathOf(own));
  const at = next === -1 ? lines.findLastIndex((line) => pathOf(line) !== '') + 1 : next;
  const text = lines.toSpliced(at, 0, own).join('\n');
  const group = new RegExp(`(folder: '${folder}',.*?operations: \\[)([^\\]]*?),?\\s*\\]`, 's');
  return text.replace(group, (_, begin: string, members: string) => {
    const names = [...members.split(',').map((name) => name.trim()), toCamelCase(operation)];
    return `${begin}\n${names.map((name) => `      ${name},\n`).join('')}    ]`;
  });
}

function writeContract(operation: string): string {
  const schema = toCamelCase(operation.replace(/^get/, ''));
  const segment = segmentOf(operation);
  return `import { ended, notThere } from '../common.ts';
import { define, type Reference } from '../contract.ts';
import { conversation } from '../paths.ts';
import { named, object } from '../schema.ts';
import { Id } from '../schemas/basics.ts';

const ${schema} = named('${schema}', object({ id: Id }), '${toBeWritten}: what it is.');

/** GET /api/v2/conversations/{conversationId}/${segment} */
export const contract = define<typeof reference>()({
  operation: '${operation}',
  method: 'GET',
  path: \`\${conversation}/${segment}\`,
  scope: 'conversation:read',
  dynamodb: { conversations: ['GetItem'] },
});

export const reference = () =>
  ({
    summary: '${toBeWritten}: what it does',
    description: '${toBeWritten}: what a reader must know besides.',
    answers: { 200: ${schema} },
    refusals: notThere,
    client: 'conversation(id).${toCamelCase(segment)}',
    example: { path: ended, status: 200 },
  }) satisfies Reference;
`;
}

function writeHandler(folder: string, operation: string): string {
  return `import { contract } from '#contract/${folder}/${operation}.ts';
import { getConversation } from '#domain/operations/read-conversation.ts';
import { operation } from '#http/chain/operation.ts';
import { store } from '#http/wiring/conversation-store.ts';

/** GET /api/v2/conversations/{conversationId}/${segmentOf(operation)} */
export const handler = operation(
  contract,
  (input) => input.id('conversationId'),
  async (conversationId) => {
    const { id } = await getConversation(store, conversationId);
    return { status: 200, body: { id } };
  },
);
`;
}
