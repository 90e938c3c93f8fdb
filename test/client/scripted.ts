import { ConversationAttributes } from '../../clients/typescript/src/index.ts';
import type { ClientOptions } from '../../clients/typescript/src/transport.ts';

/** A request as a server would see it. */
export interface Seen {
  /** `METHOD /path?query`. */
  readonly request: string;
  readonly headers: Headers;
  readonly body: string;
}

/** What the network does with one request. */
export type Turn = Response | Promise<Response> | Error | 'silence';

/** An answer with a JSON body. */
export function answer(status: number, body: unknown = {}, headers: Readonly<Record<string, string>> = {}): Response {
  const type = status < 400 ? 'application/json' : 'application/problem+json';
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': type, ...headers } });
}

/** A client whose network does these things, one after another. Without credentials it has a token already. */
export function scripted(turns: readonly Turn[], options: Partial<ClientOptions> = {}) {
  const seen: Seen[] = [];
  const left = [...turns];
  const network: typeof fetch = async (input, init) => {
    const { pathname, search } = new URL(String(input));
    const request = `${init?.method} ${pathname}${search}`;
    seen.push({ request, headers: new Headers(init?.headers), body: String(init?.body ?? '') });
    const turn = left.shift();
    if (turn === undefined) throw new Error(`the script has no answer for ${request}`);
    if (turn instanceof Error) throw turn;
    if (turn === 'silence') return silence(init?.signal ?? undefined);
    return turn;
  };
  const client = new ConversationAttributes({
    baseUrl: 'https://api.example',
    ...(!('clientId' in options) && { token: () => 'a-token' }),
    fetch: network,
    ...options,
  } as ClientOptions);
  return { client, seen };
}

/** Answers never, as a connection that hangs; ends as `fetch` does when it is told to. */
function silence(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason));
  });
}
