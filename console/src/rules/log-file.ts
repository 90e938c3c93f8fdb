import type { History } from '@conversation-attributes/client';
import { type CsvForm, writeCsvHead, writeCsvRows } from '../../../lambdas/http/response/csv.ts';
import { stringify } from '../../../src/domain/json.ts';

/** The contact log as one CSV file, as the API writes a page of it: no text begins a formula. */
export function writeLogFile(conversations: readonly History[], names: readonly string[], form: CsvForm): Blob {
  const rows = conversations.map(({ data, startTime, endTime, ...entry }) => ({
    ...entry,
    state: 'handled' as const,
    startTime: Date.parse(startTime),
    endTime: Date.parse(endTime),
    saved: new Map(Object.entries(data).map(([name, value]) => [name, stringify(value)])),
  }));
  return new Blob([writeCsvHead(names, form), writeCsvRows(names, rows, form)], { type: 'text/csv;charset=utf-8' });
}
