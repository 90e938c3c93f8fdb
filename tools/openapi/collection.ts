import { isRead } from '#contract/contract.ts';
import { groups, type Operation, operations } from '#contract/operations.ts';

/** What the examples of the contract use, and a user of the collection may want to change; the token is got by its request. */
const variables: Readonly<Record<string, string>> = {
  baseUrl: 'http://127.0.0.1:3000',
  clientId: 'local',
  clientSecret: 'local-secret',
  token: '',
  conversationId: 'call-2041',
};

/**
 * A collection of requests for Postman (format 2.1), which Bruno imports too: the token, then the example of each
 * operation, in a folder for each group.
 */
export function buildCollection(): object {
  return {
    info: {
      name: 'Conversation Attributes',
      description: 'Send "Get a token" first; the others use what it got. Change the variables for another deployment.',
      schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json',
    },
    variable: Object.entries(variables).map(([key, value]) => ({ key, value })),
    auth: { type: 'bearer', bearer: [{ key: 'token', value: '{{token}}', type: 'string' }] },
    item: [
      tokenRequest,
      ...groups.map(({ name, description, folder }) => ({
        name,
        description,
        item: operations.filter((one) => one.folder === folder).map(buildRequest),
      })),
    ],
  };
}

const tokenRequest = {
  name: 'Get a token',
  event: [
    {
      listen: 'test',
      script: {
        type: 'text/javascript',
        exec: ["pm.collectionVariables.set('token', pm.response.json().access_token);"],
      },
    },
  ],
  request: {
    method: 'POST',
    url: { raw: '{{baseUrl}}/oauth/token', host: ['{{baseUrl}}'], path: ['oauth', 'token'] },
    auth: {
      type: 'basic',
      basic: [
        { key: 'username', value: '{{clientId}}', type: 'string' },
        { key: 'password', value: '{{clientSecret}}', type: 'string' },
      ],
    },
    body: { mode: 'urlencoded', urlencoded: [{ key: 'grant_type', value: 'client_credentials' }] },
  },
};

function buildRequest({ summary, description, method, path, scope, example }: Operation): object {
  const { path: values = {}, query = {}, headers = {}, body } = example;
  const segments = path
    .split('/')
    .slice(1)
    .map((segment) => segment.replace(/^\{(\w+)\}$/, (_, name: string) => withVariables(values[name] ?? '')));
  const pairs = Object.entries(query).map(([key, value]) => ({ key, value: withVariables(value) }));
  const raw = `{{baseUrl}}/${segments.join('/')}`;
  const queryText = pairs.map(({ key, value }) => `${key}=${value}`).join('&');
  return {
    name: summary,
    request: {
      method,
      description,
      url: {
        raw: queryText === '' ? raw : `${raw}?${queryText}`,
        host: ['{{baseUrl}}'],
        path: segments,
        ...(pairs.length > 0 && { query: pairs }),
      },
      ...(scope === undefined && { auth: { type: 'noauth' } }),
      // A version is right once only: to be switched on by those who have read it.
      header: Object.entries(headers).map(([key, value]) => ({ key, value, disabled: true })),
      ...(!isRead(method) &&
        body !== undefined && {
          body: {
            mode: 'raw',
            raw: withVariables(JSON.stringify(body, null, 2)),
            options: { raw: { language: 'json' } },
          },
        }),
    },
  };
}

function withVariables(text: string): string {
  return text.replaceAll(variables.conversationId ?? '', '{{conversationId}}');
}
