import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { operations } from '#contract/operations.ts';
import { useApi } from '../support/api.ts';

const api = useApi();

interface Request {
  readonly method: string;
  readonly url: { readonly raw: string };
  readonly auth?: { readonly type: string };
  readonly header?: readonly { readonly key: string; readonly value: string; readonly disabled: boolean }[];
  readonly body?: {
    readonly raw?: string;
    readonly urlencoded?: readonly { readonly key: string; readonly value: string }[];
  };
}

interface Item {
  readonly name: string;
  readonly request?: Request;
  readonly item?: readonly Item[];
}

const collection: { readonly item: readonly Item[]; readonly variable: readonly { key: string; value: string }[] } =
  JSON.parse(readFileSync(new URL('../../docs/postman_collection.json', import.meta.url), 'utf8'));

const requests = new Map(
  collection.item.flatMap(({ item, ...own }) => item ?? [own]).map(({ name, request }) => [name, request]),
);

/** Sends a request as the programs do that read the collection. */
async function send(name: string, variables: ReadonlyMap<string, string>) {
  const fill = (text: string) =>
    text.replace(/\{\{(\w+)\}\}/g, (_, variable: string) => variables.get(variable) ?? `no ${variable}`);
  const { method, url, auth, body } = requests.get(name) ?? { method: '', url: { raw: '' } };
  const basic = Buffer.from(fill('{{clientId}}:{{clientSecret}}')).toString('base64');
  const authorization = auth?.type === 'basic' ? `Basic ${basic}` : fill('Bearer {{token}}');
  const form = body?.urlencoded?.map(({ key, value }): [string, string] => [key, fill(value)]);
  return fetch(fill(url.raw), {
    method,
    headers: { authorization, ...(body?.raw !== undefined && { 'content-type': 'application/json' }) },
    ...(form && { body: new URLSearchParams(form) }),
    ...(body?.raw !== undefined && { body: fill(body.raw) }),
  });
}

test('the collection has the token and every operation, each in the folder of its group', () => {
  expect([...requests.keys()]).toHaveLength(operations.length + 1);
  expect([...requests.keys()]).toEqual(expect.arrayContaining(operations.map(({ summary }) => summary)));
});

test('its requests get a token, make a conversation, set, get, flush and read, as they are', async () => {
  const variables = new Map(collection.variable.map(({ key, value }) => [key, value]));
  variables.set('baseUrl', api.url);
  const { access_token: token } = (await (await send('Get a token', variables)).json()) as { access_token: string };
  variables.set('token', token).set('conversationId', 'of-the-collection');
  const paths = ['create-conversation', 'set-attributes', 'get-attributes', 'flush-attributes', 'get-conversation'];
  const played = operations.filter(({ operation }) => paths.includes(operation));
  expect(played).toHaveLength(paths.length);
  const inOrder = played.toSorted((a, b) => paths.indexOf(a.operation) - paths.indexOf(b.operation));
  for (const { summary, example } of inOrder) {
    const answer = await send(summary, variables);
    expect([summary, answer.status, await answer.text()]).toEqual([summary, example.status, expect.any(String)]);
  }
});
