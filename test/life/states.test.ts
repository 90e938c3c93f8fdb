import { describe, expect, test } from 'vitest';
import { channelTypes } from '#domain/conversation.ts';
import { routes } from '#routes';
import type { Answer } from '../support/answer.ts';
import { useClockedApi } from '../support/clock.ts';
import { type Row, rowsOf, words } from './states-page.ts';
import { answersOf, prepare } from './states-setup.ts';

const clocked = useClockedApi();
const shown = 'What the answers show';
const rows = rowsOf().filter(({ section }) => section !== shown);

/** Operations about no conversation: they have no state. */
const stateless: readonly string[] = [
  ...['get-channel-type-settings', 'put-channel-type-settings', 'get-webchat-channel', 'patch-webchat-channel'],
  ...['get-openapi', 'get-error-docs'],
];

/** The name of the operation that a row asks for. */
function operationOf({ method, path }: Row): string | undefined {
  const segments = path.replace(/\?.*/, '').split('/');
  const matches = (template: readonly string[]) =>
    template.length === segments.length && template.every((part, at) => part === segments[at] || part.startsWith('{'));
  const candidates = routes.filter((route) => route.method === method && matches(route.path.split('/')));
  // A literal segment goes before a parameter.
  return candidates.toSorted((a, b) => a.path.split('{').length - b.path.split('{').length)[0]?.operation;
}

/** An answer in the words of the page. */
function wordFor({ status, body, text }: Answer, id: string, expected: string): string {
  const told = status < 400 ? `${status}` : `${status} ${body.code}`;
  const isList = expected.endsWith('listed');
  const isListed = text.includes(`"id":"${id}"`);
  const whole = isList && status === 200 ? `200, ${isListed ? 'with' : 'without'} the conversation` : told;
  return [...words].find(([, answer]) => answer === whole)?.[0] ?? whole;
}

describe('the page of states', () => {
  test('has every operation that is about a conversation', () => {
    const told = new Set(rows.map(operationOf));
    const missing = routes.filter(({ operation }) => !told.has(operation) && !stateless.includes(operation));
    expect(missing.map(({ operation }) => operation)).toEqual([]);
  });

  test('tells of each request what it answers on every channel type', () => {
    const requests = Map.groupBy(rows, ({ method, path, body }) => `${method} ${path} ${body ?? ''}`);
    for (const [request, told] of requests) {
      const types = told.flatMap((row) => [...row.types]);
      const isOfGuests = request.includes('/api/v2/webchat/');
      const all = isOfGuests ? ['webchat', 'webmessaging'] : channelTypes;
      expect(types.toSorted(), request).toEqual([...all].toSorted());
    }
  });
});

describe.each(channelTypes)('on %s', (type) => {
  const ofType = rows
    .filter(({ types }) => types.includes(type))
    .map((row) => ({ row, request: `${row.method} ${row.path} ${row.body ?? ''}` }));

  test.each(ofType)('$request answers in each state as the page says', async ({ row }) => {
    await prepare(clocked.api, type);
    const answers = await answersOf(clocked, row, type);
    const told = [...answers].map(([name, { id, answer }]) => [name, wordFor(answer, id, row.cells.get(name) ?? '')]);
    expect(Object.fromEntries(told)).toEqual(Object.fromEntries(row.cells));
  });
});

describe.each(channelTypes.filter((type) => type !== 'email'))('on %s', (type) => {
  const showing = rowsOf(shown).map((row) => ({ row, request: `${row.method} ${row.path}` }));

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
