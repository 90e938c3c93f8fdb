import { expect, test } from 'vitest';
import { operations as contracts } from '#contract/operations.ts';
import { useApi } from '../support/api.ts';

const api = useApi();

const writes = contracts.filter(({ method }) => method !== 'GET');

/** The path of a route, of a conversation that is not there. */
const filled = (path: string) => path.replace('{type}', 'voice').replace(/\{\w+\}/g, 'some-id');

test.each(writes)(
  '$operation takes If-Match, or refuses it',
  async ({ method, path, operation, example, isConditional }) => {
    const headers = { 'if-match': '"1"' };
    const answer = await api.call(method, filled(path), { headers, body: example.body });
    const named = answer.body.errors?.filter(({ name }) => name === 'If-Match') ?? [];
    expect(named).toHaveLength(isConditional ? 0 : 1);
    // What nobody has written yet is at version 0.
    const compared = /customattributes/.test(operation)
      ? 'schema-not-found'
      : /settings|channel|definition/.test(operation)
        ? 'precondition-failed'
        : 'conversation-not-found';
    expect(answer.body.code).toBe(isConditional ? compared : 'bad-request');
  },
);

test('a write that is refused for its If-Match changes nothing, be it "*"', async () => {
  const made = await api.make();
  for (const tag of ['"1"', '"9"', '*']) {
    const body = { attributes: { tier: 'gold' } };
    const refused = await api.call('POST', made.flush(), { headers: { 'if-match': tag }, body });
    expect(refused).toMatchObject({ status: 400, body: { code: 'bad-request', errors: [{ name: 'If-Match' }] } });
  }
  expect((await api.ok('GET', made.conversation)).body.version).toBe(1);
});

test.each(['If-None-Match', 'If-Unmodified-Since'])('no write takes %s: it is refused, not ignored', async (header) => {
  const made = await api.make();
  const headers = { [header]: header === 'If-None-Match' ? '*' : 'Sat, 01 Jan 2000 00:00:00 GMT' };
  for (const [method, path] of [
    ['PATCH', made.attributes()],
    ['POST', made.flow()],
    ['DELETE', made.conversation],
  ] as const) {
    const body = method === 'DELETE' ? undefined : { attributes: { tier: 'gold' } };
    const refused = await api.call(method, path, { headers, body });
    expect(refused).toMatchObject({ status: 400, body: { errors: [{ name: header }] } });
  }
  expect((await api.ok('GET', made.conversation)).body.version).toBe(1);
});

test('a read has no use for If-Match', async () => {
  const made = await api.make();
  expect((await api.call('GET', made.conversation, { headers: { 'if-match': '"9"' } })).status).toBe(200);
});
