import { beforeAll, describe, expect, test } from 'vitest';
import { type Signer, signerOf, useDataDir } from '../access/tokens.ts';
import { useSecuredApi } from './support/api.ts';
import { securedFlow, securedOf } from './support/paths.ts';

const dataDir = useDataDir();
const { api } = useSecuredApi({ dataDir });

let signer: Signer;

beforeAll(async () => {
  signer = await signerOf(api.local.url, dataDir);
});

const values = { pin: '1234', card: '4111', 'Kürzel 1': '737' };
const secrets = /"(?:1234|4111|737)"/;

async function makeSecured() {
  const made = await api.make();
  await api.ok('PUT', securedOf(made), { body: { attributes: values, version: 0 } });
  return made;
}

const tokenFor = (scope: string) => signer.sign({ scope });

/** An answer that names the scope which is missing. */
const missing = (...scopes: readonly string[]) => ({
  status: 403,
  body: { code: 'missing-scope', detail: expect.stringContaining(`"${scopes[0]}"`) },
  headers: expect.objectContaining({}),
});

describe('a token with secured:read for some names', () => {
  test('reads those, by one read or in a flow, and is not told of the others', async () => {
    const made = await makeSecured();
    const token = await tokenFor('secured:read:card secured:read:K%C3%BCrzel%201 secured:read:none');
    const readable = { card: '4111', 'Kürzel 1': '737' };
    const whole = await api.ok('GET', securedOf(made), { token });
    expect(whole.body).toEqual({ attributes: readable, version: 1 });
    const inFlow = await api.ok('GET', securedFlow(made), { token });
    expect(inFlow.body).toEqual({ attributes: readable, notSet: [], version: 1 });
    const one = await api.ok('GET', `${securedFlow(made)}?name=card&name=none`, { token });
    expect(one.body).toEqual({ attributes: { card: '4111' }, notSet: [{ name: 'none' }], version: 1 });
  });

  test('is refused what it asks for by any other name, set or not, pending or not, with the scope that it needs', async () => {
    const made = await makeSecured();
    await api.ok('POST', securedFlow(made), { body: { attributes: { cvv: '999' } } });
    const token = await tokenFor('secured:read:card');
    for (const name of ['pin', 'cvv', 'none', 'Card']) {
      const refused = await api.call('GET', `${securedFlow(made)}?name=card&name=${name}`, { token });
      expect(refused).toMatchObject(missing(`secured:read:${name}`));
      expect(refused.headers.get('www-authenticate')).toBe(
        `Bearer error="insufficient_scope", scope="secured:read:${name}"`,
      );
      expect(refused.text).not.toMatch(secrets);
    }
    expect((await api.ok('GET', securedFlow(made), { token })).body.attributes).toEqual({ card: '4111' });
  });

  test('is told no name that it may not read as one that it may have meant', async () => {
    const made = await makeSecured();
    const token = await tokenFor('secured:read:pim');
    const answer = await api.ok('GET', `${securedFlow(made)}?name=pim`, { token });
    expect(answer.body).toEqual({ attributes: {}, notSet: [{ name: 'pim' }], version: 1 });
  });

  test('gets an export with those values, and the names of the others', async () => {
    const made = await makeSecured();
    await api.ok('POST', securedFlow(made), { body: { attributes: { pin: '9999', card: '4222' } } });
    const token = await tokenFor('conversation:erase secured:read:card');
    const { secured } = (await api.ok('GET', `${made.conversation}/export`, { token })).body;
    expect(secured).toEqual({
      attributes: { card: '4111' },
      names: ['pin', 'Kürzel 1'],
      pending: [
        { execution: 'ivr', name: 'pin' },
        { execution: 'ivr', name: 'card', value: '4222' },
      ],
    });
  });

  test('sees those values in the answer to a write, and no others', async () => {
    const made = await makeSecured();
    const token = await tokenFor('secured:write:pin secured:read:card');
    const answer = await api.ok('PATCH', securedOf(made), { token, body: { attributes: { pin: '5678' } } });
    expect(answer.body).toEqual({ names: ['pin'], version: 2, attributes: { card: '4111' } });
  });
});

describe('a token with secured:write for some names', () => {
  const writes = [
    { method: 'PATCH', path: securedOf, status: 200 },
    { method: 'POST', path: securedFlow, status: 202 },
  ] as const;

  test.each(writes)('$method $path.name sets and removes those', async ({ method, path, status }) => {
    const made = await makeSecured();
    const token = await tokenFor('secured:write:pin secured:write:card');
    const body = { attributes: { pin: '5678', card: null } };
    expect((await api.call(method, path(made), { token, body })).status).toBe(status);
    await api.ok('POST', made.flush());
    const { attributes } = (await api.ok('GET', securedOf(made))).body;
    expect(attributes).toEqual({ pin: '5678', 'Kürzel 1': '737' });
  });

  test.each(writes)(
    '$method $path.name of another name too is refused whole, with every scope that is missing',
    async (one) => {
      const made = await makeSecured();
      const token = await tokenFor('secured:write:pin secured:read');
      const body = { attributes: { pin: '5678', card: '5', 'a b': null } };
      const refused = await api.call(one.method, one.path(made), { token, body });
      expect(refused).toMatchObject(missing('card'));
      expect(refused.body.detail).toContain('"a b"');
      expect(refused.headers.get('www-authenticate')).toBe(
        'Bearer error="insufficient_scope", scope="secured:write:card secured:write:a%20b"',
      );
      await api.ok('POST', made.flush());
      expect((await api.ok('GET', securedOf(made))).body).toEqual({ attributes: values, version: 1 });
    },
  );

  test('replaces nothing: that would remove other names', async () => {
    const made = await makeSecured();
    const token = await tokenFor('secured:write:pin secured:write:card');
    const body = { attributes: { pin: '5' }, version: 1 };
    expect(await api.call('PUT', securedOf(made), { token, body })).toMatchObject(missing('secured:write'));
    expect((await api.ok('GET', securedOf(made))).body.attributes).toEqual(values);
  });

  test('is refused however many names it may not write, with few of them', async () => {
    const made = await api.make();
    const token = await tokenFor('secured:write:pin');
    const attributes = Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`${'ß'.repeat(126)}${n}`, 'x']));
    const refused = await api.call('PATCH', securedOf(made), { token, body: { attributes } });
    expect(refused).toMatchObject({ status: 403, body: { detail: expect.stringContaining('and 90 more') } });
    expect(refused.headers.get('www-authenticate')?.length).toBeLessThan(10_000);
    const odd = { '\ud800': 'x' };
    expect((await api.call('PATCH', securedOf(made), { token, body: { attributes: odd } })).status).toBe(403);
  });
});

test.each([
  'secured:read:',
  'secured:read:%zz',
  'secured:read:%ff',
  'secured:read: card',
  'secured:reader:card',
  'Secured:read:card',
  'secured:write:card',
])('the scope %s gives no right to read', async (scope) => {
  const made = await makeSecured();
  const token = await tokenFor(scope);
  expect((await api.call('GET', securedOf(made), { token })).status).toBe(403);
});

test('a token tells which names it has scopes for', async () => {
  const token = await tokenFor('secured:read:card flow:read');
  expect((await api.ok('GET', '/api/v2/token', { token })).body).toMatchObject({
    scopes: ['flow:read', 'secured:read:card'],
  });
});
