import { expect, test, vi } from 'vitest';
import { ConversationAttributes, isRefused, RequestRefused } from '../../clients/typescript/src/index.ts';
import { answer, scripted } from './scripted.ts';

test.for(['', '.', '..'])('refuses the id "%s", which would make another path', (id) => {
  const { client, seen } = scripted([]);
  expect(() => client.conversation(id)).toThrow(RangeError);
  expect(() => client.conversation('c').participant(id)).toThrow(RangeError);
  expect(() => client.conversation('c').flow(id)).toThrow(`"${id}" is no id: it begins with a letter or digit`);
  expect(() => client.webChannel(id)).toThrow(RangeError);
  expect(seen).toEqual([]);
});

test('encodes an id, so that none leads elsewhere', async () => {
  const { client, seen } = scripted([answer(404), answer(404)]);
  await expect(client.conversation('a/../b?c#d').participant('e f').attributes()).rejects.toThrow();
  await expect(client.conversation('call:7').interaction()).rejects.toThrow();
  expect(seen.map(({ request }) => request)).toEqual([
    'GET /api/v2/conversations/a%2F..%2Fb%3Fc%23d/participants/e%20f/attributes',
    'GET /api/v2/interactions/call%3A7',
  ]);
});

test('keeps a path of the base URL, with or without a slash at its end', async () => {
  for (const baseUrl of ['https://api.example/live', 'https://api.example/live/']) {
    const { client, seen } = scripted([answer(200)], { baseUrl });
    await client.conversation('c').history();
    expect(seen[0]?.request).toBe('GET /live/api/v2/conversations/c/history');
  }
});

test('refuses a base URL that is none', () => {
  const make = () => new ConversationAttributes({ baseUrl: 'api.example', token: () => 't' });
  expect(make).toThrow(TypeError);
});

test.for([Number.NaN, Number.POSITIVE_INFINITY])(
  'refuses %d, which JSON would write as null, and null removes',
  async (number) => {
    const { client, seen } = scripted([]);
    const patch = client
      .conversation('c')
      .participant('customer')
      .patch({ orders: [number] });
    await expect(patch).rejects.toThrow(`"0" is ${number}: JSON has no such number`);
    expect(seen).toEqual([]);
  },
);

test.for([
  [{ token: () => 'a\nsecret' }, {}, 'authorization'],
  [{}, { idempotencyKey: 'Schlüssel №7' }, 'idempotency-key'],
] as const)('refuses a header that can not be sent, without its value: %j', async ([options, write, name]) => {
  const { client, seen } = scripted([], options);
  const erase = client.conversation('c').erase(write);
  await expect(erase).rejects.toThrow(new TypeError(`${name} has a character that no header may have`));
  expect(seen).toEqual([]);
});

test('asks for names one by one, whatever is in them', async () => {
  const { client, seen } = scripted([answer(200), answer(200), answer(200)]);
  const flow = client.conversation('c').flow('f');
  await flow.get(['a,b', 'c & d'], { participantId: 'agent' });
  await flow.get([], { target: 'conversation' });
  await flow.getSecured();
  expect(seen.map(({ request }) => request)).toEqual([
    'GET /api/v2/conversations/c/flows/f/attributes?name=a%2Cb&name=c+%26+d&participantId=agent',
    'GET /api/v2/conversations/c/flows/f/attributes?target=conversation',
    'GET /api/v2/conversations/c/flows/f/secureattributes',
  ]);
});

test('asks for blanks and pluses as the API takes them', async () => {
  const { client, seen } = scripted([answer(200, { conversations: [] })]);
  for await (const _ of client.findConversations({ externalId: 'a b+c', state: ['active', 'wrapup'], pageSize: 5 }));
  const query = 'externalId=a%20b%2Bc&state=active&state=wrapup&pageSize=5';
  expect(seen.map(({ request }) => request)).toEqual([`GET /api/v2/conversations?${query}`]);
});

test('reads a list page by page, as they are asked for', async () => {
  const pages = [
    answer(200, { conversations: [{ id: 'c3' }, { id: 'c2' }], nextToken: 'a/b' }),
    answer(200, { conversations: [], nextToken: 'next' }),
    answer(200, { conversations: [{ id: 'c1' }] }),
  ];
  const { client, seen } = scripted(pages);
  const found = client.findConversations({ state: 'active', address: 'tel:+1' });
  expect((await found.next()).value?.id).toBe('c3');
  expect((await found.next()).value?.id).toBe('c2');
  expect(seen).toHaveLength(1);
  expect((await found.next()).value?.id).toBe('c1');
  expect((await found.next()).done).toBe(true);
  const query = '/api/v2/conversations?state=active&address=tel%3A%2B1';
  expect(seen.map(({ request }) => request)).toEqual([
    `GET ${query}`,
    `GET ${query}&nextToken=a%2Fb`,
    `GET ${query}&nextToken=next`,
  ]);
});

test('tells all that a refusal says', async () => {
  const problem = {
    status: 409,
    code: 'version-conflict',
    detail: 'read it again',
    message: 'read it again',
    contextId: 'ctx-1',
    currentVersion: 7,
    errors: [{ name: 'tier', reason: 'must be a string' }],
  };
  const { client } = scripted([answer(409, problem)]);
  const error = await client
    .conversation('c')
    .patch({ queueId: 'sales', version: 6 }, { idempotencyKey: 'k' })
    .catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(RequestRefused);
  expect({ ...(error as RequestRefused) }).toEqual({
    name: 'RequestRefused',
    status: 409,
    code: 'version-conflict',
    detail: 'read it again',
    contextId: 'ctx-1',
    currentVersion: 7,
    errors: problem.errors,
    idempotencyKey: 'k',
  });
  expect((error as Error).message).toBe('PATCH /api/v2/conversations/c: 409 version-conflict read it again');
});

test('knows by the code of a refusal what comes with it', async () => {
  const { client } = scripted([answer(409, { code: 'version-conflict', currentVersion: 7 })]);
  const patch = client.conversation('c').patch({ queueId: 'sales', version: 6 });
  const error: unknown = await patch.catch((thrown: unknown) => thrown);
  if (!isRefused(error, 'contention', 'version-conflict') || error.code === 'contention') throw error;
  const current: number = error.currentVersion;
  expect(current).toBe(7);
  expect(isRefused(error, 'precondition-failed', 'conversation-ended')).toBe(false);
  expect(isRefused(new Error('version-conflict'), 'version-conflict')).toBe(false);
});

test.for([
  [{ message: null }, '{"message":null}'],
  [{ message: 'Forbidden' }, 'Forbidden'],
  ['a page', '"a page"'],
  [null, 'null'],
] as const)('understands the refusal %j of a gateway or a proxy', async ([body, detail]) => {
  const { client } = scripted([answer(403, body)]);
  const refused = client.conversation('c').get();
  await expect(refused).rejects.toMatchObject({ name: 'RequestRefused', status: 403, detail, errors: [] });
});

test('takes the version of an ETag that a proxy made weak', async () => {
  const { client } = scripted([answer(200, { attributes: { a: 1 } }, { etag: 'W/"4"' })]);
  const read = await client.conversation('c').participant('customer').attributes();
  expect(read).toEqual({ attributes: { a: 1 }, version: 4 });
});

test('changes nothing on a guess when there is no ETag', async () => {
  const { client, seen } = scripted([answer(200, { attributes: {} })]);
  const change = vi.fn(() => ({ a: 1 }));
  const update = client.conversation('c').participant('customer').updateAttributes(change);
  await expect(update).rejects.toThrow('the answer has no ETag');
  expect(change).not.toHaveBeenCalled();
  expect(seen).toHaveLength(1);
});

test('looks the global fetch up at each request, and calls it as browsers want it', async () => {
  const client = new ConversationAttributes({ baseUrl: 'https://api.example', token: () => 't' });
  const thisOf: unknown[] = [];
  vi.stubGlobal('fetch', function (this: unknown) {
    thisOf.push(this);
    return Promise.resolve(answer(200, { id: 'c' }));
  });
  try {
    await client.conversation('c').history();
    expect(thisOf).toEqual([undefined]);
  } finally {
    vi.unstubAllGlobals();
  }
});
