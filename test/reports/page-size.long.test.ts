import { beforeAll, expect, test } from 'vitest';
import { countBytes } from '#domain/attributes.ts';
import type { Conversation } from '#domain/conversation.ts';
import { type Json, stringify } from '#domain/json.ts';
import { limits } from '#domain/limits.ts';
import { useApi } from '../support/api.ts';
import { newConversation } from '../support/fixtures.ts';
import { csvRows } from './csv-rows.ts';
import { contactLog, pageIn } from './pages.ts';
import { writeAll } from './table.ts';

const api = useApi();

let template: Conversation;
let nextDay = Date.parse('2026-03-01T00:00:00Z');

beforeAll(async () => {
  template = await newConversation({ participants: [] });
});

const times = (count: number, of: (number: number) => Json) =>
  Object.fromEntries(Array.from({ length: count }, (_, number) => [`name-${number}`, of(number)]));

const quotes = (count: number) => '"'.repeat(count);

interface Kind {
  readonly data: Readonly<Record<string, Json>>;
  readonly notes?: string;
  /** How many of them are more than a page. @default 34 of almost 64 KiB */
  readonly count?: number;
}

/** What conversations may hold, in the ways that make JSON or CSV of it longest. */
const worst: Readonly<Record<string, Kind>> = {
  'texts of quotes': { data: times(7, () => quotes(4090)) },
  'texts of control characters': { data: times(7, () => '\u0001'.repeat(1360)) },
  'texts of line ends': { data: times(7, () => '\r\n'.repeat(2045)) },
  'lists of empty texts': { data: times(7, () => Array.from({ length: 2700 }, () => '')) },
  // A page takes a hundred of them, and is full to the last byte.
  'shorter lists of empty texts': { data: times(3, () => Array.from({ length: 2327 }, () => '')), count: 101 },
  'objects of empty texts': {
    data: times(7, () => Object.fromEntries(Array.from({ length: 900 }, (_, number) => [`${number}`, '']))),
  },
  'names of quotes': {
    data: Object.fromEntries(Array.from({ length: 100 }, (_, number) => [`${number}${quotes(250)}`, 1])),
    count: 100,
  },
  'notes of control characters beside texts of quotes': {
    data: times(2, () => quotes(3000)),
    notes: '\u0001'.repeat(limits.notesBytes),
    count: 101,
  },
};

/** Writes such conversations on a day of their own, and gives the query that finds them. */
async function fill({ data, notes, count = 34 }: Kind): Promise<Readonly<Record<string, string>>> {
  nextDay += 24 * 60 * 60 * 1000;
  const saved = new Map(Object.entries(data).map(([name, value]) => [name, stringify(value)]));
  expect(countBytes(saved)).toBeLessThanOrEqual(limits.conversationBytes);
  for (const value of saved.values()) expect(Buffer.byteLength(value)).toBeLessThanOrEqual(limits.valueBytes);
  const ended = {
    ...template,
    state: 'handled' as const,
    endTime: nextDay,
    saved,
    ...(notes && { wrapup: { notes } }),
  };
  await writeAll(
    api,
    Array.from({ length: count }, (_, number) => ({
      ...ended,
      id: `${nextDay}-${number}`,
      startTime: nextDay + number,
    })),
  );
  return { from: new Date(nextDay).toISOString(), to: new Date(nextDay + 1000).toISOString() };
}

/** The size of what the function hands over, which the gateway of AWS limits to 6 MB. */
function handedOver(body: string): number {
  return Buffer.byteLength(JSON.stringify({ statusCode: 200, headers: {}, body }));
}

test.for(Object.entries(worst))('a page of conversations full of %s fits an answer of a function', async ([, kind]) => {
  const query = await fill(kind);
  for (const accept of ['application/json', 'text/csv']) {
    const ids: string[] = [];
    let nextToken: string | null | undefined;
    do {
      const parameters = new URLSearchParams({ ...query, ...(nextToken && { nextToken }) });
      const answer = await api.call('GET', `${contactLog}?${parameters}`, { headers: { accept } });
      expect(handedOver(answer.text)).toBeLessThan(6 * 1024 * 1024);
      if (accept === 'text/csv') {
        ids.push(
          ...csvRows(answer.text)
            .slice(1)
            .map(([id = '']) => id),
        );
        nextToken = answer.headers.get('next-token');
      } else {
        const page = pageIn(answer);
        ids.push(...page.conversations.map(({ id }) => id));
        nextToken = page.nextToken;
      }
    } while (nextToken);
    expect(new Set(ids).size, accept).toBe(kind.count ?? 34);
    expect(ids, accept).toHaveLength(kind.count ?? 34);
  }
});
