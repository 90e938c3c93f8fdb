import { beforeAll, describe, expect, test } from 'vitest';
import { contract, operations } from '../contract/document.ts';
import { build, exampleOf } from '../contract/request.ts';
import { useApi } from '../support/api.ts';
import { untouched, type Watch, watch } from './stores.ts';

const api = useApi();

let stores: Watch;

beforeAll(async () => {
  stores = await watch(api);
});

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PURGE'];

describe.each(Object.keys(contract.paths))('%s', (path) => {
  // A word of a path is where an id could be: the list of a kind of media, records in bulk.
  const isAt = (template: string) =>
    template === path || new RegExp(`^${template.replace(/\{\w+\}/g, '(\\w+|\\{\\w+\\})')}$`).test(path);
  const here = operations.filter((operation) => isAt(operation.path));
  const first = here.find((operation) => operation.path === path);
  const filled = first ? build(first, exampleOf(first)).path.replace(/\?.*/, '') : '';
  const own = [...new Set(here.flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method])))];
  const others = methods.filter((method) => !own.includes(method));

  test('refuses a method that it does not have: 401 without a token, 405 with one, with the methods it has', async () => {
    const scopeless = await api.local.token('flow:read');
    const touched = await stores.during(async () => {
      for (const method of others) {
        const without = await api.send(method, filled, { token: null });
        expect([method, without.status]).toEqual([method, 401]);
        const answer = await api.send(method, filled, { token: scopeless });
        expect([method, answer.status]).toEqual([method, 405]);
        expect(answer.headers.get('allow')?.split(', ').sort()).toEqual(own.toSorted());
        expect(answer.body).toMatchObject({ status: 405, code: 'method-not-allowed' });
      }
    });
    expect(touched).toEqual(untouched);
  });

  test('has HEAD where it has GET', async () => {
    const headers = { authorization: `Bearer ${await api.local.token()}` };
    const { status } = await fetch(api.local.url + filled, { method: 'HEAD', headers });
    if (own.includes('GET')) expect([200, 400, 404]).toContain(status);
    else expect(status).toBe(405);
  });

  test('is no path with a slash or a segment more, in capitals or elsewhere: 401 without a token, 404 with one', async () => {
    const capitals = filled.replace(/^\/\w+/, (word) => word.toUpperCase());
    const near = [`${filled}/`, `${filled}/more`, capitals, `/${filled}`, `/v1${filled}`].filter(isNone);
    expect(near.length).toBeGreaterThan(2);
    const touched = await stores.during(async () => {
      for (const one of near) {
        for (const method of new Set([here[0]?.method ?? 'GET', 'OPTIONS'])) {
          expect([one, (await api.send(method, one, { token: null })).status]).toEqual([one, 401]);
          const { status, body } = await api.send(method, one);
          expect([one, status, body.code]).toEqual([one, 404, 'route-not-found']);
        }
      }
    });
    expect(touched).toEqual(untouched);
  });
});

/** Whether a path is none of the document. */
function isNone(path: string): boolean {
  const templates = Object.keys(contract.paths).map((template) => template.replace(/\{\w+\}/g, '[^/]+'));
  return !templates.some((template) => new RegExp(`^${template}$`).test(path));
}
