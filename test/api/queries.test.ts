import { describe, expect, test } from 'vitest';
import { operations as contracts } from '#contract/operations.ts';
import type { Schema } from '#contract/schema.ts';
import { useApi } from '../support/api.ts';

const api = useApi();

/** The documents are the same whatever the query. */
const guarded = contracts.filter(({ scope }) => scope !== undefined);

/** The path of a route, of a conversation that is not there. */
const filled = (path: string) => path.replace('{type}', 'voice').replace(/\{\w+\}/g, 'some-id');

/** The errors of a request, which must be malformed. */
async function errorsOf(method: string, path: string) {
  const hasBody = method !== 'GET' && method !== 'DELETE';
  const { status, body } = await api.call(method, path, hasBody ? { body: {} } : {});
  expect([status, body.code]).toEqual([400, 'bad-request']);
  return body.errors;
}

/** The names in the errors of a read, which must be malformed. */
async function malformed(path: string): Promise<readonly string[]> {
  return (await errorsOf('GET', path)).map(({ name }) => name);
}

/** The words of which a parameter takes some. */
function wordsOf({ items }: Schema): readonly string[] {
  return (items as { readonly enum?: readonly string[] } | undefined)?.enum ?? [];
}

describe.each(guarded)('$method $path', ({ method, path, query = [] }) => {
  test('refuses a parameter that it does not have, and says which it has', async () => {
    const errors = await errorsOf(method, `${filled(path)}?unknown=a&unknown=b`);
    const unknown = errors.filter(({ name }) => name === 'unknown');
    expect(unknown).toHaveLength(1);
    const taken = /^is not a parameter of this request, which takes (.+)$/.exec(unknown[0]?.reason ?? '')?.[1];
    const names = query.map(({ name }) => name);
    expect(taken?.split(', ').sort()).toEqual(names.length > 0 ? names.sort() : ['none']);
  });

  for (const { name, isRepeated, schema } of query) {
    test(isRepeated ? `takes ${name} several times` : `refuses ${name} given twice`, async () => {
      const [value = 'a'] = wordsOf(schema);
      const twice = `${filled(path)}?${name}=${value}&${name}=${value}`;
      if (isRepeated) expect([200, 404]).toContain((await api.call(method, twice)).status);
      else expect(await malformed(twice)).toContain(name);
    });

    test(`refuses ${name} in other letters`, async () => {
      const other = name.toUpperCase();
      expect(await malformed(`${filled(path)}?${other}=a`)).toContain(other);
    });

    test(`refuses an empty ${name}`, async () => {
      const named = await malformed(`${filled(path)}?${name}=`);
      expect(named.filter((one) => one === name || one === '')).toHaveLength(1);
    });
  }
});

test('every parameter that is wrong is named at once', async () => {
  const named = await malformed('/api/v2/conversations?stat=active&state=a&queueId=&from=x&limit=5&pageSize=0');
  expect([...named].sort()).toEqual(['from', 'limit', 'pageSize', 'queueId', 'stat', 'state']);
});

test('a list of expansions comes with commas, repeated, or both', async () => {
  const { conversation } = await api.make();
  const answers = await Promise.all(
    ['participants,data,wrapup', 'participants&expand=data&expand=wrapup', 'participants,data&expand=wrapup'].map(
      (list) => api.ok('GET', `${conversation}?expand=${list}`),
    ),
  );
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  expect(await malformed(`${conversation}?expand=data&expand=all`)).toEqual(['expand']);
});

describe.each(['/api/v2/conversations', '/api/v2/reports/contact-log'])('the list %s', (path) => {
  const period = 'from=2026-03-01&to=2026-03-02';

  test.each(['0', '101', '-1', '1.5', '1e1', '05', 'all', ''])('refuses %j on a page', async (pageSize) => {
    expect(await malformed(`${path}?${period}&pageSize=${pageSize}`)).toEqual(['pageSize']);
  });
});
