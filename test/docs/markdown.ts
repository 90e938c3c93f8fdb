import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

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
