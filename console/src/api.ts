import { ConversationAttributes } from '@conversation-attributes/client';
import { parseExactly } from './rules/values.ts';
import type { Session } from './session.ts';

/** How many answers are kept to ask whether they have changed. */
const KEPT = 100;

/** Makes the client of the API on the page's own origin. */
export function openApi(session: Session): ConversationAttributes {
  return new ConversationAttributes({
    baseUrl: location.origin,
    token: (refused) => session.token(refused),
    fetch: rememberAnswers(),
    parse: parseExactly,
    // Somebody is looking: they are told soon, and views ask again by themselves.
    attempts: 2,
  });
}

/**
 * A `fetch` that asks for what it has got before only if it has changed (RFC 9110, section 13.1.2): where the answer is 304, it gives the
 * one that it has kept. It keeps no secured value.
 */
function rememberAnswers(): typeof fetch {
  const kept = new Map<string, { readonly etag: string; readonly text: string }>();
  return async (input, init = {}) => {
    const url = String(input);
    const { method = 'GET' } = init;
    if (method !== 'GET' || url.includes('/secureattributes')) return fetch(input, init);
    const before = kept.get(url);
    const headers = { ...(init.headers as Record<string, string>), ...(before && { 'if-none-match': before.etag }) };
    const response = await fetch(input, { ...init, headers });
    if (before && response.status === 304) return new Response(before.text, { headers: { etag: before.etag } });
    const etag = response.headers.get('etag');
    if (!response.ok || etag === null) return response;
    const text = await response.text();
    kept.delete(url);
    kept.set(url, { etag, text });
    for (const oldest of kept.keys()) {
      if (kept.size <= KEPT) break;
      kept.delete(oldest);
    }
    return new Response(text, { headers: response.headers });
  };
}
