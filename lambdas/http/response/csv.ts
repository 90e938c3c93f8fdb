import type { Text } from '#contract/contract.ts';
import type { FoundConversation } from '#domain/find.ts';
import { type JsonText, parse } from '#domain/json.ts';
import { isoTime, optionalTime } from '#http/response/representations.ts';

/** How a CSV is written. */
export interface CsvForm {
  /** Stands between cells. @default a comma */
  readonly separator?: ',' | ';' | '\t';
  /** Whether a byte order mark comes first, by which Excel knows UTF-8. @default false */
  readonly bom?: boolean;
}

/** A page of the contact log as CSV (RFC 4180). Where the next page begins is in the header `next-token`. */
export function contactLogCsv(
  conversations: readonly FoundConversation[],
  nextToken: string | undefined,
  form: CsvForm = {},
): Text {
  const names = [...new Set(conversations.flatMap((one) => [...(one.saved?.keys() ?? [])]))].sort();
  return {
    status: 200,
    headers: {
      'content-type': 'text/csv; charset=utf-8; header=present',
      'cache-control': 'no-store',
      ...(nextToken !== undefined && { 'next-token': nextToken }),
    },
    text: csvHead(names, form) + csvRows(names, conversations, form),
  };
}

/** The first line of the CSV: the columns that every conversation has, and one for each of these saved names. */
export function csvHead(names: readonly string[], { separator = ',', bom = false }: CsvForm): string {
  const columns = ['id', 'type', 'queueId', 'startTime', 'endTime', 'wrapupCode', ...names];
  return `${bom ? '\ufeff' : ''}${columns.map((name) => textCell(name, separator)).join(separator)}\r\n`;
}

/** A line for each conversation, in the columns of `csvHead` with the same names. Texts are quoted, numbers are not. */
export function csvRows(
  names: readonly string[],
  conversations: readonly FoundConversation[],
  { separator = ',' }: CsvForm,
): string {
  const rows = conversations.map(({ id, type, queueId, startTime, endTime, wrapup, saved }) => [
    ...[id, type, queueId, isoTime(startTime), optionalTime(endTime), wrapup?.code].map((of) =>
      textCell(of, separator),
    ),
    ...names.map((name) => savedCell(saved?.get(name), separator)),
  ]);
  return rows.map((row) => `${row.join(separator)}\r\n`).join('');
}

function textCell(text: string | undefined, separator: string): string {
  return text === undefined ? '' : quoted(harmless(text, separator));
}

/** A saved value: a string as it is, anything else as JSON. */
function savedCell(value: JsonText | undefined, separator: string): string {
  if (value === undefined) return '';
  const parsed = parse(value);
  if (typeof parsed === 'string') return textCell(parsed, separator);
  // Numbers and booleans: a number is no formula, whatever its sign.
  if (!/^[[{]/.test(value)) return value;
  return quoted(harmlessJson(value, separator));
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

/** What programs pass over before a formula: blanks, controls, marks that show nothing, and quotes. */
const ignored = '[\\p{Z}\\p{Cc}\\p{Cf}\\p{Default_Ignorable_Code_Point}"]*';

/** A formula's first sign, also as wide or small as some keyboards write it. */
const sign = '[=+\\-@＝＋－＠﹦﹢﹣﹫]';

const formula = new RegExp(`^${ignored}${sign}`, 'u');

/** Such as `-42.50`, `+1,234.50`, `-5%` and `-1e3`. */
const signedNumber = '[+-][ \u00a0]?[\\d.,]*\\d(?:[eE][+-]?\\d+)?%?\\p{Z}*';

/** Such as `+4930123456` and `+49 (30) 123-456`. */
const telephoneNumber = '\\+\\d[\\d \u00a0\u2009\u202f()./\u2010\u2011-]*';

const number = new RegExp(`^${ignored}(?:${signedNumber}|${telephoneNumber})$`, 'u');

/** In JSON a number may be the last one in a list or an object. */
const jsonNumber = new RegExp(`^${signedNumber}[\\]}]*$`, 'u');

/**
 * A text with an apostrophe before whatever a spreadsheet would take for a formula, as OWASP advises against CSV
 * injection. A program that expects another separator takes what is behind it for a cell of its own, quotes or not.
 */
function harmless(text: string, separator: string): string {
  const safe = pieces(text, separator)
    .map((piece) => (isFormula(piece) ? `'${piece}` : piece))
    .join('');
  const [begin = ''] = pieces(text.replace(/^[\s;,]+/, ''), separator);
  const isBegun = /^[\t\r\n\0]/.test(text) || isFormula(begin);
  return isBegun && !safe.startsWith("'") ? `'${safe}` : safe;
}

/** Whether a program may take a piece of a text for a formula. */
function isFormula(piece: string): boolean {
  return formula.test(piece) && !number.test(piece);
}

/** The same of JSON, by an escape in its strings: it still means the same. */
function harmlessJson(json: string, separator: string): string {
  const [first = '', ...more] = pieces(json, separator);
  const isHarmless = (piece: string) => !formula.test(piece) || jsonNumber.test(piece);
  return first + more.map((piece) => (isHarmless(piece) ? piece : escaped(piece))).join('');
}

function escaped(piece: string): string {
  const hex = (one: string) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return piece.replace(new RegExp(sign), hex);
}

/** A text, cut before and behind all that some program takes for the end of a cell, but its own separator. */
function pieces(text: string, separator: string): readonly string[] {
  return text.split(separator === ',' ? /([;\t\r\n])/ : /([,;\t\r\n])/);
}
