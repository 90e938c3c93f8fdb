import { describe, expect, test } from 'vitest';
import { channelTypes } from '#domain/channel-types.ts';
import type { Answer } from '../support/answer.ts';
import { useClockedApi } from '../support/clock.ts';
import { askedRows, type Row, rowsOf, shown, words } from './states-page.ts';
import { answersOf, prepare } from './states-setup.ts';

/** An answer in the words of the page. */
function wordFor({ status, body, text }: Answer, id: string, expected: string): string {
  const told = status < 400 ? `${status}` : `${status} ${body.code}`;
  const isList = expected.endsWith('listed');
  const isListed = text.includes(`"id":"${id}"`);
  const whole = isList && status === 200 ? `200, ${isListed ? 'with' : 'without'} the conversation` : told;
  // Two words may mean one answer.
  if (words.get(expected) === whole) return expected;
  return [...words].find(([, answer]) => answer === whole)?.[0] ?? whole;
}

/** The channel type on which the suite tries a row: they take turns. */
export function sampled({ section, types, method, path, body = '' }: Row): string | undefined {
  const tried = section === shown ? types.filter(hasAttributes) : types;
  return tried[`${method}${path}${body}`.length % tried.length];
}

function hasAttributes(type: string): boolean {
  return type !== 'email';
}

/** Sends each row's request to conversations in every state, on the channel types on which it is tried. */
export function testStates(isTried: (row: Row, type: string) => boolean): void {
  const clocked = useClockedApi({ changes: true });

  const shows = rowsOf(shown);
  const triedFor = (rows: readonly Row[]) => (type: string) => rows.some((row) => isTried(row, type));

  describe.each(channelTypes.filter(triedFor(askedRows)))('on %s', (type) => {
    const ofType = askedRows
      .filter((row) => isTried(row, type))
      .map((row) => ({ row, request: `${row.method} ${row.path} ${row.body ?? ''}` }));

    test.each(ofType)('$request answers in each state as the page says', async ({ row }) => {
      await prepare(clocked.api, type);
      const answers = await answersOf(clocked, row, type);
      const told = [...answers].map(([name, { id, answer }]) => [name, wordFor(answer, id, row.cells.get(name) ?? '')]);
      expect(Object.fromEntries(told)).toEqual(Object.fromEntries(row.cells));
    });
  });

  describe.each(channelTypes.filter(hasAttributes).filter(triedFor(shows)))('on %s', (type) => {
    const showing = shows
      .filter((row) => isTried(row, type))
      .map((row) => ({ row, request: `${row.method} ${row.path}` }));

    test.each(showing)('$request shows in each state what the page says', async ({ row }) => {
      await prepare(clocked.api, type);
      const answers = await answersOf(clocked, row, type);
      const seen = [...answers].map(([name, { answer }]) => {
        const values = ['tier', 'note', 'set'].filter((value) => answer.text.includes(`"the ${value}"`));
        return [name, values.join(', ') || 'nothing'];
      });
      const saved = type === 'task' ? 'nothing' : 'tier';
      const told = [...row.cells].map(([name, cell]) => [name, cell === 'saved' ? saved : cell]);
      expect(Object.fromEntries(seen)).toEqual(Object.fromEntries(told));
    });
  });
}
