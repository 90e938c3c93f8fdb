import { describe, expect, test } from 'vitest';
import { pathsOf } from '#contract/contract.ts';
import { operations as contracts } from '#contract/operations.ts';
import { problems } from '#contract/problems.ts';
import { codesOf, contract, operations } from './document.ts';

/** What can't be the answer of an operation: it is of a path or method that is none. */
const ofNoOperation = ['route-not-found', 'method-not-allowed'];

test('the document has every path and method of the contract, and no other', () => {
  const expected = contracts.flatMap((route) => pathsOf(route).map((path) => `${route.method} ${path} ${route.scope}`));
  const described = operations.map(({ method, path, scope }) => `${method} ${path} ${scope}`);
  expect(described.sort()).toEqual(expected.sort());
});

test('an id of an operation stands for one', () => {
  const ids = operations.map(({ operationId }) => operationId);
  expect(new Set(ids).size).toBe(ids.length);
});

test('every code of a refusal is one that some operation may give', () => {
  const given = operations.flatMap((operation) =>
    Object.keys(operation.responses).flatMap((status) => codesOf(operation, Number(status))),
  );
  const known = Object.keys(problems).filter((code) => !ofNoOperation.includes(code));
  expect([...new Set(given)].sort()).toEqual(known.sort());
});

describe.each(operations)('$operationId', (operation) => {
  test('has a summary, a description, one group and what a token must have', () => {
    const { summary, description, tags, security } = operation;
    expect(summary?.length).toBeGreaterThan(10);
    expect(description?.length).toBeGreaterThan(10);
    expect(contract.tags.map(({ name }) => name)).toEqual(expect.arrayContaining([...tags]));
    expect(tags).toHaveLength(1);
    expect(security.length > 0).toBe(operation.scope !== undefined);
  });

  test('has the statuses that every operation can give, and a success', () => {
    const statuses = Object.keys(operation.responses).map(Number);
    const ofAll = [400, 406, 413, 415, 429, 431, 500, 503];
    expect(statuses).toEqual(expect.arrayContaining(ofAll));
    expect(statuses.includes(401)).toBe(operation.scope !== undefined);
    expect(statuses.includes(403)).toBe(operation.scope !== undefined && operation.scope !== 'any');
    expect(statuses.some((status) => status < 300)).toBe(true);
  });

  test('has each code under its own status', () => {
    for (const status of Object.keys(operation.responses).map(Number)) {
      for (const code of codesOf(operation, status)) {
        expect([code, problems[code as keyof typeof problems].status]).toEqual([code, status]);
      }
    }
  });

  test('has an example of each parameter that must be given, and of its body', () => {
    const missing = operation.parameters.filter(({ required, example }) => required && example === undefined);
    expect(missing.map(({ name }) => name)).toEqual([]);
    const { content } = operation.requestBody ?? {};
    if (content) expect(content['application/json']?.example).toBeDefined();
  });
});
