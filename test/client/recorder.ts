import type { Exchange } from './contract.ts';

/** A `fetch` that keeps what went over the wire, but for requests for tokens. */
export function recorder() {
  const exchanges: Exchange[] = [];
  const recording: typeof fetch = async (input, init) => {
    const response = await fetch(input, init);
    const url = new URL(String(input));
    if (url.pathname === '/oauth/token') return response;
    const { status, headers } = response;
    const answer = { status, headers, text: await response.clone().text() };
    const { method = 'GET', body } = init ?? {};
    exchanges.push({ method, url, headers: new Headers(init?.headers), body: String(body ?? ''), answer });
    return response;
  };
  return { fetch: recording, exchanges };
}
