import type { FoundConversation } from '#domain/find.ts';
import { stringify } from '#domain/json.ts';
import { type CsvForm, contactLogCsv } from '#http/response/csv.ts';
import type { Entry } from './pages.ts';

const lineEnd = '\r\n';

/** The head of the CSV: the fixed columns, and one for each saved name. */
export function head(names: ReadonlySet<string>, form: CsvForm): string {
  return csvWithAll(names, [], form).head;
}

/** Rows of the CSV, with a cell for each saved name, exactly as the API writes them. */
export function rows(names: ReadonlySet<string>, entries: readonly Entry[], form: CsvForm): string {
  return csvWithAll(names, entries, form).rows;
}

/**
 * The API gives a page the columns that it needs. So that it needs them all, a conversation that has every name goes
 * first, and its row is cut off: neither the head nor that row has a line end inside, since no name has one.
 */
function csvWithAll(names: ReadonlySet<string>, entries: readonly Entry[], form: CsvForm) {
  const saved = new Map([...names].map((name) => [name, stringify(null)]));
  const all: FoundConversation = { id: '', type: 'voice', state: 'handled', startTime: 0, saved };
  const { text } = contactLogCsv([all, ...entries.map(conversation)], undefined, form);
  const afterHead = text.indexOf(lineEnd) + lineEnd.length;
  return { head: text.slice(0, afterHead), rows: text.slice(text.indexOf(lineEnd, afterHead) + lineEnd.length) };
}

function conversation({ data, startTime, endTime, ...entry }: Entry): FoundConversation {
  const saved = new Map(Object.entries(data).map(([name, value]) => [name, stringify(value)]));
  return { ...entry, state: 'handled', startTime: Date.parse(startTime), endTime: Date.parse(endTime), saved };
}
