import { describe, expect, test } from 'vitest';
import { operations } from '#contract/operations.ts';
import { channelTypes } from '#domain/conversation.ts';
import { type Row, rowsOf, shown } from './states-page.ts';
import { sampled, testStates } from './states-tests.ts';

const rows = rowsOf().filter(({ section }) => section !== shown);

/** Operations about no conversation: they have no state. */
const stateless: readonly string[] = [
  ...['get-channel-type-settings', 'put-channel-type-settings', 'get-webchat-channel', 'patch-webchat-channel'],
  ...['get-openapi', 'get-error-docs', 'get-health'],
];

/** The name of the operation that a row asks for. */
function operationOf({ method, path }: Row): string | undefined {
  const segments = path.replace(/\?.*/, '').split('/');
  const matches = (template: readonly string[]) =>
    template.length === segments.length && template.every((part, at) => part === segments[at] || part.startsWith('{'));
  const candidates = operations.filter((route) => route.method === method && matches(route.path.split('/')));
  // A literal segment goes before a parameter.
  return candidates.toSorted((a, b) => a.path.split('{').length - b.path.split('{').length)[0]?.operation;
}

describe('the page of states', () => {
  test('has every operation that is about a conversation', () => {
    const told = new Set(rows.map(operationOf));
    const missing = operations.filter(({ operation }) => !told.has(operation) && !stateless.includes(operation));
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

test('each row is tried by the suite, on a channel type on which it can be', () => {
  const untried = rowsOf().filter((row) => {
    const type = sampled(row) ?? '';
    return !row.types.includes(type) || (row.section === shown && type === 'email');
  });
  expect(untried).toEqual([]);
});

testStates((row, type) => sampled(row) === type);
