import { ConversationAttributes } from '@conversation-attributes/client';

/** Tells every attempt: `fetch` may be any function that sends as the global one does. */
export function connectTraced(baseUrl: string, tell: (line: string) => void): ConversationAttributes {
  const traced: typeof fetch = async (input, init) => {
    const began = performance.now();
    const response = await fetch(input, init);
    tell(`${init?.method} ${response.status} after ${Math.round(performance.now() - began)} ms`);
    return response;
  };
  return new ConversationAttributes({ baseUrl, clientId: 'local', clientSecret: 'local-secret', fetch: traced });
}
