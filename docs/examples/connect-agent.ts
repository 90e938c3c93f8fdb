import { ConversationAttributes } from '@conversation-attributes/client';

/** For an agent's desktop in a browser: the access token is that of the person. */
export function connectAgent(
  baseUrl: string,
  login: { readonly token: () => Promise<string>; readonly renew: () => Promise<string> },
): ConversationAttributes {
  return new ConversationAttributes({
    baseUrl,
    // Asked for at each request. With `refused` the API has just not taken that token.
    token: (refused) => (refused === undefined ? login.token() : login.renew()),
    timeout: 4_000,
    attempts: 3,
  });
}
