import { readFileSync } from 'node:fs';
import { operations } from '#contract/operations.ts';
import { channelTypes } from '#domain/channel-types.ts';
import { examplePath } from '../support/example-path.ts';

/** A row of a table in `docs/states.md`: a request, and what it answers by the name of the column. */
export interface Row {
  readonly section: string;
  readonly types: readonly string[];
  readonly method: string;
  /** With `{c}` and `{type}` where the id and the channel type go. */
  readonly path: string;
  readonly body: string | undefined;
  readonly cells: ReadonlyMap<string, string>;
}

/** The section on what answers show of values. */
export const shown = 'What the answers show';

const text = readFileSync(new URL('../../docs/states.md', import.meta.url), 'utf8');

/** The sections of the page by their headings. */
const sections = text
  .split(/^## /m)
  .slice(1)
  .map((section) => section.split('\n'));

/** The rows of the section with this heading, or of all whose tables begin with a request. */
export function rowsOf(heading?: string): readonly Row[] {
  return sections.flatMap(([title = '', ...lines]) => {
    if (heading !== undefined && title !== heading) return [];
    const [header = [], , ...rows] = tableIn(lines);
    if (header[0] !== 'request') throw new Error(`docs/states.md: the table of "${title}" begins with ${header[0]}`);
    return rows.map((row) => rowOf(title, header, row));
  });
}

function rowOf(section: string, header: readonly string[], [request = '', ...cells]: readonly string[]): Row {
  const [, method = '', path = '', body] = /^`([A-Z]+) ([^`]+)`(?: `(.+)`)?$/.exec(request) ?? [];
  if (method === '') throw new Error(`docs/states.md: ${request} is no request, such as \`GET …\``);
  const types = typesOf(section);
  const columns = header.slice(1).map((name) => name.replaceAll('`', ''));
  const answers = new Map(columns.map((name, position) => [name, cells[position] ?? '']));
  return { section, types, method, path: path.replace('…', '/api/v2/conversations/{c}'), body, cells: answers };
}

/** The channel types that a heading is about: those that it names, all but those, or all. */
function typesOf(heading: string): readonly string[] {
  const isNamed = (type: string) => heading.includes(`\`${type}\``);
  if (!channelTypes.some(isNamed)) return channelTypes;
  return channelTypes.filter((type) => isNamed(type) !== heading.includes(' but '));
}

/** The name of the operation that a row asks for. */
export function operationOf({ method, path }: Row): string | undefined {
  const segments = path.replace(/\?.*/, '').split('/');
  const matches = (template: readonly string[]) =>
    template.length === segments.length && template.every((part, at) => part === segments[at] || part.startsWith('{'));
  const candidates = operations.filter((route) => route.method === method && matches(route.path.split('/')));
  // A literal segment goes before a parameter.
  return candidates.toSorted((a, b) => a.path.split('{').length - b.path.split('{').length)[0]?.operation;
}

/** The rows on what is answered, and one for each read of a conversation that has none: as the page says, it is as `GET …`. */
export const askedRows: readonly Row[] = withUnlistedReads(rowsOf().filter(({ section }) => section !== shown));

function withUnlistedReads(rows: readonly Row[]): readonly Row[] {
  const told = new Set(rows.map(operationOf));
  const asConversation = rows.find((row) => operationOf(row) === 'get-conversation');
  if (asConversation === undefined) throw new Error('docs/states.md has no row of `GET …`');
  const unlisted = operations.filter(
    ({ operation, method, path }) => !told.has(operation) && method === 'GET' && path.includes('{conversationId}'),
  );
  return [
    ...rows,
    ...unlisted.map((operation) => ({ ...asConversation, path: examplePath(operation, { conversationId: '{c}' }) })),
  ];
}

/** What the words in cells stand for: a status, and a code or more. */
export const words: ReadonlyMap<string, string> = new Map(
  tableIn((text.split(/^## /m)[0] ?? '').split('\n'))
    .slice(2)
    .map(([word = '', answer = '']) => [word, answer.replaceAll('`', '')]),
);

/** The cells of the only table among lines. */
function tableIn(lines: readonly string[]): readonly (readonly string[])[] {
  return lines
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}
