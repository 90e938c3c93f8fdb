import type { Text } from '#contract/contract.ts';
import type { Attributes } from '#domain/attributes.ts';
import type { FoundConversation } from '#domain/find.ts';
import { type JsonText, parse } from '#domain/json.ts';
import type { Shown } from '#domain/rules.ts';
import { formatOptionalTime, formatTime } from '#http/response/representations.ts';

/** How a CSV is written. */
export interface CsvForm {
  /** Separates cells. @default a comma */
  readonly separator?: ',' | ';' | '\t';
  /** Whether a byte order mark comes first, by which Excel knows UTF-8. @default false */
  readonly bom?: boolean;
  /** Whether there is a column of the state. @default false */
  readonly hasState?: boolean;
}

/** A conversation with what the caller may see of its saved data. */
export type ShownConversation = Omit<FoundConversation, 'saved'> & { readonly saved?: Shown<Attributes> };

/** A page of the contact log as CSV (RFC 4180). Where the next page begins is in the header `next-token`. */
export function writeContactLogCsv(
  conversations: readonly ShownConversation[],
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
    text: writeCsvHead(names, form) + writeCsvRows(names, conversations, form),
  };
}

/** The first line of the CSV: the columns that every conversation has, and one for each of these saved names. */
export function writeCsvHead(names: readonly string[], { separator = ',', bom = false, hasState }: CsvForm): string {
  const state = hasState ? ['state'] : [];
  const columns = ['id', 'type', 'queueId', 'startTime', 'endTime', 'wrapupCode', ...state, ...names];
  return `${bom ? '\ufeff' : ''}${columns.map((name) => writeTextCell(name, separator)).join(separator)}\r\n`;
}

/** A line for each conversation, in the columns of `writeCsvHead` with the same names. Texts are quoted, numbers are not. */
export function writeCsvRows(
  names: readonly string[],
  conversations: readonly FoundConversation[],
  { separator = ',', hasState }: CsvForm,
): string {
  const rows = conversations.map(({ id, type, state, queueId, startTime, endTime, wrapup, saved }) => [
    ...[id, type, queueId, formatTime(startTime), formatOptionalTime(endTime), wrapup?.code].map((of) =>
      writeTextCell(of, separator),
    ),
    ...(hasState ? [writeTextCell(state, separator)] : []),
    ...names.map((name) => writeSavedCell(saved?.get(name), separator)),
  ]);
  return rows.map((row) => `${row.join(separator)}\r\n`).join('');
}

function writeTextCell(text: string | undefined, separator: string): string {
  return text === undefined ? '' : quote(neutralizeFormulas(text, separator));
}

/** A saved value: a string as it is, anything else as JSON. */
function writeSavedCell(value: JsonText | undefined, separator: string): string {
  if (value === undefined) return '';
  const parsed = parse(value);
  if (typeof parsed === 'string') return writeTextCell(parsed, separator);
  // Numbers and booleans: a number is no formula, whatever its sign.
  if (!/^[[{]/.test(value)) return value;
  return quote(neutralizeJson(value, separator));
}

function quote(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

/** What programs pass over before a formula: blanks, controls, marks that show nothing, and quotes. */
const IGNORED = '[\\p{Z}\\p{Cc}\\p{Cf}\\p{Default_Ignorable_Code_Point}"]*';

/** A formula's first sign, also as wide or small as some keyboards write it. */
const SIGN = '[=+\\-@＝＋－＠﹦﹢﹣﹫]';

const FORMULA = new RegExp(`^${IGNORED}${SIGN}`, 'u');

/** Such as `-42.50`, `+1,234.50`, `-5%` and `-1e3`. */
const SIGNED_NUMBER = '[+-][ \u00a0]?[\\d.,]*\\d(?:[eE][+-]?\\d+)?%?\\p{Z}*';

/** Such as `+4930123456` and `+49 (30) 123-456`. */
const TELEPHONE_NUMBER = '\\+\\d[\\d \u00a0\u2009\u202f()./\u2010\u2011-]*';

const NUMBER = new RegExp(`^${IGNORED}(?:${SIGNED_NUMBER}|${TELEPHONE_NUMBER})$`, 'u');

/** In JSON a number may be the last one in a list or an object. */
const JSON_NUMBER = new RegExp(`^${SIGNED_NUMBER}[\\]}]*$`, 'u');

/**
 * A text with an apostrophe before whatever a spreadsheet would take for a formula, as OWASP advises against CSV
 * injection. A program that expects another separator takes what follows it for another cell, in quotes or not.
 */
function neutralizeFormulas(text: string, separator: string): string {
  const safe = splitCells(text, separator)
    .map((piece) => (isFormula(piece) ? `'${piece}` : piece))
    .join('');
  const [begin = ''] = splitCells(text.replace(/^[\s;,]+/, ''), separator);
  const isBegun = /^[\t\r\n\0]/.test(text) || isFormula(begin);
  return isBegun && !safe.startsWith("'") ? `'${safe}` : safe;
}

/** Whether a program may take a piece of a text for a formula. */
function isFormula(piece: string): boolean {
  return FORMULA.test(piece) && !NUMBER.test(piece);
}

/** The same of JSON, by an escape in its strings: it still means the same. */
function neutralizeJson(json: string, separator: string): string {
  const [first = '', ...more] = splitCells(json, separator);
  const isHarmless = (piece: string) => !FORMULA.test(piece) || JSON_NUMBER.test(piece);
  return first + more.map((piece) => (isHarmless(piece) ? piece : escapeSign(piece))).join('');
}

function escapeSign(piece: string): string {
  const hex = (one: string) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return piece.replace(new RegExp(SIGN), hex);
}

/** A text, split at all that some program takes for the end of a cell, except its own separator. */
function splitCells(text: string, separator: string): readonly string[] {
  return text.split(separator === ',' ? /([;\t\r\n])/ : /([,;\t\r\n])/);
}
