import type { FoundConversation } from '#domain/find.ts';
import { type JsonText, parse } from '#domain/json.ts';
import type { ApiResponse } from '#http/api.ts';
import { isoTime } from '#http/representations.ts';

/**
 * A page of the contact log as CSV (RFC 4180): a column for each saved name on this page, in alphabetical order. Where
 * the next page begins stands in the header `next-token`.
 */
export function contactLogCsv(conversations: readonly FoundConversation[], nextToken: string | undefined): ApiResponse {
  const names = [...new Set(conversations.flatMap(({ saved }) => [...(saved?.keys() ?? [])]))].sort();
  const head = ['id', 'type', 'queueId', 'startTime', 'endTime', 'wrapupCode', ...names].map(cell);
  const rows = conversations.map((one) => {
    const { id, type, queueId, startTime, endTime, wrapup, saved } = one;
    const fixed = [id, type, queueId, isoTime(startTime), isoTime(endTime), wrapup?.code];
    return [...fixed.map(cell), ...names.map((name) => savedCell(saved?.get(name)))];
  });
  return {
    statusCode: 200,
    headers: {
      'content-type': 'text/csv; charset=utf-8; header=present',
      'cache-control': 'no-store',
      ...(nextToken !== undefined && { 'next-token': nextToken }),
    },
    body: [head, ...rows].map((row) => `${row.join(',')}\r\n`).join(''),
  };
}

/** A saved value: a string as it is, anything else as JSON. A number is no formula, whatever its sign. */
function savedCell(value: JsonText | undefined): string {
  if (value === undefined) return '';
  const parsed = parse(value);
  if (typeof parsed === 'string') return cell(parsed);
  return quoted(value);
}

/** A text that a spreadsheet would take for a formula gets an apostrophe, as OWASP advises against CSV injection. */
function cell(text = ''): string {
  return quoted(/^[=+\-@\t\r\n\0]/.test(text) ? `'${text}` : text);
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
