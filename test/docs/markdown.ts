import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { marked } from 'marked';

/** The root of the repository. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** A file of the repository. */
export function read(path: string): string {
  return readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
}

/** What stands under a heading of the second level, up to the next. @throws Error when there is no such heading */
export function section(page: string, heading: string): string {
  const found = page.split(/^## /m).find((part) => part.startsWith(`${heading}\n`));
  if (found === undefined) throw new Error(`there is no heading "${heading}"`);
  return found;
}

/** The rows of the tables in a text, cell by cell, without their headings. */
export function rows(text: string): readonly (readonly string[])[] {
  const lines = text.split('\n');
  const isRow = (line: string) => line.startsWith('| ');
  return lines
    .filter((line, at) => isRow(line) && isRow(lines[at - 1] ?? '') && !/^\| -/.test(line))
    .map((line) => line.split('|').slice(1, -1))
    .map((cells) => cells.map((cell) => cell.trim()));
}

/** What stands in backticks. */
export function quoted(text: string): readonly string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
}

/** Every page for readers, by its path. */
export const pages = globSync(
  ['*.md', 'docs/**/*.md', 'test/*.md', 'integrations/**/*.md', 'clients/*/README.md', '.github/**/*.md'],
  { cwd: root },
).map((path) => path.replaceAll('\\', '/'));

/** A block of code on a page, or a command in its prose. */
export interface Block {
  /** What stands behind its backticks: empty for one that is indented; `command` for one in the prose. */
  readonly language: string;
  /** Of the second level, above it. */
  readonly heading: string;
  readonly text: string;
}

/** Programs with what they are given: that npm's scripts are there `contributing.test.ts` looks. */
const command = /^(aws .* --|curl .*\/|(npm pack|npx (?!vitest)|pip|sed) )/;

/** The blocks of a page, in their order. */
export function blocksOf(page: string): readonly Block[] {
  const found: Block[] = [];
  let heading = '';
  void marked.walkTokens(marked.lexer(read(page)), (token) => {
    if (token.type === 'heading' && token.depth === 2) heading = token.text;
    if (token.type === 'code') found.push({ language: token.lang ?? '', heading, text: token.text.trimEnd() });
    if (token.type === 'codespan' && command.test(token.text)) {
      found.push({ language: 'command', heading, text: token.text });
    }
  });
  return found;
}

/** Whether a block is the one that is named by a part of it: a test and the list of blocks go by the same rule. */
export function isNamed({ text }: Block, part: string, among: readonly Block[]): boolean {
  return among.some((block) => block.text === part) ? text === part : text.includes(part);
}

/**
 * The block of a page that a test runs, by a part of it: its whole text, if another block has the same part.
 * `blocks.test.ts` finds this call: give it literals.
 *
 * @throws Error unless there is one
 */
export function takeBlock(page: string, part: string): string {
  const blocks = blocksOf(page);
  const [block, ...more] = blocks.filter((one) => isNamed(one, part, blocks));
  if (block === undefined || more.length > 0) throw new Error(`${page} has not one block with ${part}`);
  return block.text;
}

/**
 * The blocks of a page that a test runs, by their language or their heading. `blocks.test.ts` finds this call too.
 *
 * @throws Error when there is none
 */
export function takeBlocks(
  page: string,
  of: { readonly language: string } | { readonly heading: string },
): readonly Block[] {
  const blocks = blocksOf(page).filter((block) =>
    Object.entries(of).every(([key, value]) => block[key as keyof Block] === value),
  );
  if (blocks.length === 0) throw new Error(`${page} has no block of ${Object.values(of)}`);
  return blocks;
}

/** A text with values in the place of `<name>`. @throws Error for one that has none */
export function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(/<([^<>"\n]+)>/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`there is no value for <${name}>`);
    return value;
  });
}
