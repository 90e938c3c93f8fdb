import { operations } from '#contract/operations.ts';
import type { Api } from '../support/api.ts';
import { isBlind } from './answers/written.ts';
import type { Given } from './expected.ts';
import type { Request } from './requests.ts';
import { definitionsToPut } from './rules.ts';
import { toWire } from './wire.ts';

/** Sends a request; a list with all its pages, as one. */
export async function exchange(api: Api, request: Request): Promise<Given> {
  const { method, path, body, headers } = toWire(request);
  const token = await tokenOf(api, request);
  const answer = await api.call(method, path, { headers, body, ...(token !== undefined && { token }) });
  if (answer.status !== 200 || !['find', 'listInteractions', 'contactLog'].includes(request.op)) return answer;
  const pages = [answer.text];
  for (let token = nextToken(answer); token !== null; ) {
    const page = await api.ok(method, `${path}&nextToken=${token}`, { headers });
    pages.push(page.text);
    token = nextToken(page);
  }
  return { status: answer.status, headers: answer.headers, text: answer.text, pages };
}

/** The token of another client, or one that may only write; undefined: one with every right. */
async function tokenOf(api: Api, request: Request): Promise<string | undefined> {
  if (isBlind(request)) return api.local.token(writing.join(' '));
  return 'by' in request && request.by !== undefined ? api.local.token(undefined, request.by) : undefined;
}

/** The scopes of operations that have one to read beside. */
const writing = operations.flatMap(({ scope, readScope }) => (readScope && scope ? [scope] : []));

function nextToken({ headers, text }: Given): string | null {
  const isJson = headers.get('content-type')?.startsWith('application/json');
  return isJson ? (JSON.parse(text).nextToken ?? null) : headers.get('next-token');
}

/** Defines the names that the model knows rules of. */
export async function defineNames(api: Api): Promise<void> {
  for (const [name, body] of definitionsToPut()) {
    await api.ok('PUT', `/api/v2/settings/attributes/${name}`, { body });
  }
}
