import { isDeepStrictEqual } from 'node:util';
import type { Conversation } from '../../reference/conversation.ts';
import { csvRows } from '../../reports/csv-rows.ts';
import { canonical, sameElements } from '../exact.ts';
import type { Given } from '../expected.ts';
import type { RequestOf } from '../requests.ts';
import { seenBag, seenIn } from '../rules.ts';
import { live, type World } from '../world.ts';
import { hasHistory, historyOf } from './conversations.ts';
import { isInPeriod, isNewestFirst, listDifference, periodRefusal } from './lists.ts';

/** How the contact log, of all pages, differs from what ended conversations there are. */
export function contactLogDifference(world: World, request: RequestOf<'contactLog'>, given: Given): string | undefined {
  const refused = periodRefusal(request, given);
  if (refused) return refused.difference;
  const logged = [...world.conversations.keys()]
    .flatMap((id) => live(world, id)?.conversation ?? [])
    .filter((one) => isListed(one, request) && meets(one, request))
    .map((one) => ({ ...one, saved: seenBag(one.saved) }));
  const shown = logged.map((one) => seenIn({ ...historyOf(one), state: request.state && one.state }) as object);
  if (!request.csv) return listDifference(given, request, shown);
  return csvDifference(given, request, logged);
}

function isListed(conversation: Conversation, { state }: RequestOf<'contactLog'>): boolean {
  return state ? state.includes(conversation.state) : hasHistory(conversation);
}

function meets(conversation: Conversation, request: RequestOf<'contactLog'>): boolean {
  const { type, queueId } = request;
  return (
    isInPeriod(conversation, request) &&
    (type === undefined || type === conversation.type) &&
    (queueId === undefined || queueId === conversation.queueId)
  );
}

const usualFacts = ['id', 'type', 'queueId', 'startTime', 'endTime', 'wrapupCode'];

function csvDifference(
  given: Given,
  { pageSize = 100, state }: RequestOf<'contactLog'>,
  logged: readonly Conversation[],
): string | undefined {
  const facts = state ? [...usualFacts, 'state'] : usualFacts;
  const { status, headers, pages = [] } = given;
  const told = `answered ${status} ${given.text} and ${pages.length} pages: ${pages}`;
  if (status !== 200 || !headers.get('content-type')?.startsWith('text/csv')) return `expected CSV; ${told}`;
  const tables = pages.map((page) => csvRows(page));
  if (tables.some(({ length }) => length - 1 > pageSize)) return `more than ${pageSize} on a page: ${told}`;
  const rows = tables.flatMap((table) => table.slice(1));
  if (!isNewestFirst(rows.map((row) => row[facts.indexOf('startTime')] ?? ''))) return `not newest first: ${told}`;
  const ids = logged.map(({ id }) => id);
  if (
    !sameElements(
      rows.map(([id = '']) => id),
      ids,
    )
  )
    return `expected rows for ${ids}; ${told}`;
  const isRight = tables.every(([head = [], ...some]) => {
    const shown = some.flatMap(([id]) => logged.find((one) => one.id === id) ?? []);
    return isTable(facts, head, some, shown);
  });
  return isRight ? undefined : `expected ${logged.map(factsOf)} and ${logged.map(({ saved }) => [...saved])}; ${told}`;
}

/** Whether a page has a column for each saved name that it shows, and the right cells. */
function isTable(
  facts: readonly string[],
  head: readonly string[],
  rows: readonly (readonly string[])[],
  shown: readonly Conversation[],
) {
  const names = [...new Set(shown.flatMap(({ saved }) => [...saved.keys()]))];
  const columns = head.slice(facts.length);
  if (!isDeepStrictEqual(head.slice(0, facts.length), facts)) return false;
  if (!sameElements(columns, names.map(harmless))) return false;
  const nameOf = (column: string) => names.find((name) => harmless(name) === column) ?? '';
  return rows.every((row, position) => {
    const one = shown[position];
    if (!one || !isDeepStrictEqual(row.slice(0, facts.length), factsOf(one).slice(0, facts.length))) return false;
    return columns.every((column, at) => isCell(row[facts.length + at], one.saved.get(nameOf(column))));
  });
}

function factsOf({
  id,
  type,
  state,
  queueId = '',
  startTime,
  endTime = startTime,
  wrapup,
}: Conversation): readonly string[] {
  const code = harmless(wrapup.code ?? '');
  return [id, type, queueId, new Date(startTime).toISOString(), new Date(endTime).toISOString(), code, state];
}

/** Whether a cell shows a value: a string as it is, anything else as JSON, whose numbers keep their digits. */
function isCell(cell = '', value: string | undefined): boolean {
  if (value === undefined) return cell === '';
  return value.startsWith('"') ? cell === harmless(JSON.parse(value)) : canonical(cell) === canonical(value);
}

/** A text that a spreadsheet would take for a formula has an apostrophe before it; the texts of the model hide none. */
function harmless(text: string): string {
  return `${/^[=+\-@\t\r\n\0]/.test(text) && !/^[+-][\d.]+$/.test(text) ? "'" : ''}${text}`.toWellFormed();
}
