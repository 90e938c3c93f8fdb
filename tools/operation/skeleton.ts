import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What a skeleton has where its author is to write. */
export const toBeWritten = 'To be written';

/** The operation that serves as the pattern. */
const like = 'participants/get-interaction';

const root = join(import.meta.dirname, '../..');

/**
 * Writes the contract and the handler of an operation that reads a conversation, and its lines in `src/contract/operations.ts`: they
 * compile, and are to be filled.
 *
 * @param place - its group and its name, such as `records/get-conversation-sizes`
 * @returns the files that it wrote
 * @throws Error when the place is none, or taken
 */
export async function writeSkeleton(place: string): Promise<readonly string[]> {
  const folders = (await readdir(join(root, 'src/contract'), { withFileTypes: true }))
    .filter((entry) => entry.isDirectory() && entry.name !== 'schemas' && entry.name !== 'triggers')
    .map(({ name }) => name);
  const [folder = '', operation = '', ...more] = place.split('/');
  if (!folders.includes(folder) || !/^get(-[a-z]+)+$/.test(operation) || more.length > 0) {
    throw new Error(
      `"${place}" must be a group (${folders.join(', ')}), a slash, and a name such as get-conversation-sizes`,
    );
  }
  const list = 'src/contract/operations.ts';
  const [contract, handler] = [`src/contract/${place}.ts`, `lambdas/${place}.ts`];
  const before = await readFile(join(root, list), 'utf8');
  const skeleton = await makeSkeleton(folder, operation);
  await writeFile(join(root, contract), skeleton.contract, { flag: 'wx' });
  await writeFile(join(root, handler), skeleton.handler, { flag: 'wx' });
  await writeFile(join(root, list), addToList(before, folder, operation));
  return [contract, handler, list];
}

function toCamelCase(operation: string): string {
  return operation.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
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

/** The files of an operation, made of those of one that is like it: so they compile, whatever has changed since. */
export async function makeSkeleton(folder: string, operation: string) {
  const read = (file: string) => readFile(join(root, file), 'utf8');
  const [contract, handler] = [await read(`src/contract/${like}.ts`), await read(`lambdas/${like}.ts`)];
  const segment = operation.replace(/^get-(conversation-)?/, '');
  const path = `/api/v2/conversations/{conversationId}/${segment}`;
  return {
    contract: replaceParts(contract, [
      ['/api/v2/interactions/{conversationId}', path],
      ["'get-interaction'", `'${operation}'`],
      ["'interaction:participant:read'", "'conversation:read'"],
      [/summary: '.*'/, `summary: '${toBeWritten}: what it does'`],
      [/description:\s+'.*'/, `description: '${toBeWritten}: what a reader must know besides.'`],
      // A skeleton has no parameters in the query.
      ['    query: [liveStateQuery],\n', ''],
      ['liveStateQuery, ', ''],
      ['conversation(id).interaction', `conversation(id).${toCamelCase(segment)}`],
      // It is there for the whole play of the examples.
      [/\bcall\b/g, 'ended'],
    ]),
    handler: replaceParts(handler, [
      ['#contract/participants/get-interaction.ts', `#contract/${folder}/${operation}.ts`],
      ['/api/v2/interactions/{conversationId}', path],
      ["import { readLiveStates } from '#http/request/page.ts';\n", ''],
      ["({ id: input.id('conversationId'), states: readLiveStates(input) })", "input.id('conversationId')"],
      ['({ id, states }, ', '(id, '],
      ['getInteraction(openStore(event), id, states)', 'getConversation(openStore(event), id)'],
      ['getInteraction', 'getConversation'],
    ]),
  };
}

/** @throws Error when a text is not there: the operation that serves as the pattern is another one by now. */
function replaceParts(text: string, pairs: readonly (readonly [before: string | RegExp, after: string])[]): string {
  return pairs.reduce((before, [part, after]) => {
    const result = typeof part === 'string' ? before.replaceAll(part, after) : before.replace(part, after);
    if (result === before) throw new Error(`${like}.ts has no ${part} any more: change tools/operation/skeleton.ts`);
    return result;
  }, text);
}
