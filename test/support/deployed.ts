import type { Agent } from 'node:http';
import { sendRequest } from './http.ts';

/** An API that is not started by the tests, and a client of it that has every right. */
export interface Deployed {
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** What stands before the names of scopes at its issuer. */
  readonly scopePrefix: string;
}

/** The one that the environment names, as `npm run test:deploy` does. */
export function readDeployed({ API_URL, API_CLIENT_ID, API_CLIENT_SECRET }: NodeJS.ProcessEnv): Deployed | undefined {
  if (!API_URL || !API_CLIENT_ID || !API_CLIENT_SECRET) return undefined;
  const scopePrefix = 'conversation-attributes/';
  return { url: API_URL, clientId: API_CLIENT_ID, clientSecret: API_CLIENT_SECRET, scopePrefix };
}

/** Scopes, separated by blanks, with what their issuer puts before them. */
export function prefixed(prefix: string, scopes: string): string {
  return scopes
    .split(' ')
    .filter((name) => name !== '')
    .map((name) => prefix + name)
    .join(' ');
}

/** Gets an access token. @param scopes - separated by blanks. @default all that the client has */
export async function requestToken(agent: Agent, deployed: Deployed, scopes = ''): Promise<string> {
  const { url, clientId, clientSecret, scopePrefix } = deployed;
  const scope = prefixed(scopePrefix, scopes);
  const content = new URLSearchParams({ grant_type: 'client_credentials', ...(scope && { scope }) }).toString();
  const headers = {
    authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
    'content-type': 'application/x-www-form-urlencoded',
  };
  const { status, text } = await sendRequest(agent, `${url}/oauth/token`, { method: 'POST', headers, body: content });
  if (status !== 200) throw new Error(`POST ${url}/oauth/token answers ${status}: ${text}`);
  return JSON.parse(text).access_token;
}
