import { beforeAll, expect, test } from 'vitest';
import { useSecuredApi } from '../secured-api/support/api.ts';
import type { Container } from '../secured-api/support/container.ts';
import { clocked, useClock } from '../support/clock.ts';

// The minute is written out here as the documents have it, so that a changed constant is seen.

const { start, setClock } = useClock();
const secured = useSecuredApi(clocked);
const { api } = secured;

/** The container whose answers are looked at: definitions are written by another. */
let reader: { readonly container: Container; readonly headers: Readonly<Record<string, string>> };

beforeAll(async () => {
  const container = await secured.renew();
  reader = { container, headers: secured.toThisContainer() };
  await secured.renew();
});

const count = '/api/v2/settings/attributes/count';
const ask = (path: string, data: object) => api.call('PATCH', path, { headers: reader.headers, body: { data } });

async function readsDuring(work: () => Promise<unknown>): Promise<number> {
  const before = reader.container.readsOfDefinitions;
  await work();
  return reader.container.readsOfDefinitions - before;
}

test('a change of a definition counts for requests that begin a minute after it, in every container', async () => {
  const { conversation } = await api.make();
  setClock(start + 60_000);
  expect((await ask(conversation, { count: 'x' })).status).toBe(200);
  await api.ok('PUT', count, { body: { type: 'integer' } });
  setClock(start + 119_999);
  expect((await ask(conversation, { count: 'x' })).status).toBe(200);
  setClock(start + 120_000);
  expect((await ask(conversation, { count: 'x' })).status).toBe(422);
});

test('a container reads the definitions once a minute, and no more often however many requests it has', async () => {
  const { conversation } = await api.make();
  const work = async () => {
    for (let time = 0; time < 5; time++) await ask(conversation, { other: time });
  };
  for (const minute of [10, 11, 12]) {
    setClock(start + minute * 60_000);
    expect(await readsDuring(work)).toBe(1);
    setClock(start + minute * 60_000 + 59_999);
    expect(await readsDuring(work)).toBe(0);
  }
});

test('what is too old is not used when it can not be read again: the request is answered 503, and changes nothing', async () => {
  const { conversation } = await api.make();
  setClock(start + 20 * 60_000);
  await ask(conversation, { other: 1 });
  const before = (await api.ok('GET', conversation)).body;
  setClock(start + 21 * 60_000);
  const { container } = reader;
  container.before = ({ name }) => {
    if (name === 'GetItem settings') throw Object.assign(new Error('slow down'), { name: 'ThrottlingException' });
  };
  const refused = await api.send('PATCH', conversation, { headers: reader.headers, body: { data: { other: 2 } } });
  expect([refused.status, refused.body.code]).toEqual([503, 'store-unavailable']);
  expect((await api.ok('GET', conversation)).body).toEqual(before);
  container.before = () => undefined;
  expect((await ask(conversation, { other: 2 })).status).toBe(200);
});

test('a name is searched by, and its values are indexed, from a minute after its definition on, in every container', async () => {
  const { conversation, id } = await api.make();
  const definition = '/api/v2/settings/attributes/wanted';
  const search = async (value: string) => {
    const path = `/api/v2/conversations?attribute=wanted&equals=${value}`;
    const { status, body } = await api.call('GET', path, { headers: reader.headers });
    const { conversations = [] } = body as unknown as { readonly conversations?: readonly { readonly id: string }[] };
    return [status, ...conversations.map((one) => one.id)];
  };
  const defined = start + 30 * 60_000;
  setClock(defined);
  await ask(conversation, { wanted: 'before' });
  await api.ok('PUT', definition, { body: { searchable: true } });
  setClock(defined + 59_999);
  await ask(conversation, { wanted: 'early' });
  expect(await search('early')).toEqual([422]);
  setClock(defined + 60_000);
  expect(await search('early')).toEqual([200]);
  await ask(conversation, { wanted: 'later' });
  expect(await search('later')).toEqual([200, id]);
  await api.ok('DELETE', definition);
  setClock(defined + 119_999);
  expect(await search('later')).toEqual([200, id]);
  setClock(defined + 120_000);
  expect(await search('later')).toEqual([422]);
});
