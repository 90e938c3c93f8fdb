import { describe, expect, test } from 'vitest';
import { operations } from '#contract/operations.ts';
import { channelTypes, webChannelTypes } from '#domain/channel-types.ts';
import { askedRows, operationOf, rowsOf, shown } from './states-page.ts';
import { sampled, testStates } from './states-tests.ts';

/** Groups of operations about no conversation, which have no state. */
const stateless: readonly string[] = ['settings', 'webchat', 'about'];

describe('the page of states', () => {
  test('has every operation that is about a conversation', () => {
    const told = new Set(askedRows.map(operationOf));
    const hasState = ({ folder, path }: (typeof operations)[number]) =>
      !stateless.includes(folder) && !path.includes('/schemas');
    const missing = operations.filter((one) => !told.has(one.operation) && hasState(one));
    expect(missing.map(({ operation }) => operation)).toEqual([]);
  });

  test('tells of each request what it answers on every channel type', () => {
    const requests = Map.groupBy(askedRows, ({ method, path, body }) => `${method} ${path} ${body ?? ''}`);
    for (const [request, told] of requests) {
      const types = told.flatMap((row) => [...row.types]);
      const isOfGuests = request.includes('/api/v2/webchat/');
      const all = isOfGuests ? webChannelTypes : channelTypes;
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
