import { ConversationAttributes } from '../../clients/typescript/src/index.ts';

/** The programs that take part in the call: clients of the API, each with only the scopes that it needs. */
export interface Cast {
  /** An administrator, who decides what is kept. */
  readonly admin: ConversationAttributes;
  /** The telephone system, which makes and ends conversations. */
  readonly telephony: ConversationAttributes;
  /** The engine that runs the call flows. */
  readonly flows: ConversationAttributes;
  /** The integration with the CRM and the billing system. */
  readonly backEnd: ConversationAttributes;
  /** The agent's desktop. */
  readonly desktop: ConversationAttributes;
}

/** The id of the conversation. */
export const callId = 'call-4711';

/** Gives a client of the API that has these scopes, separated by blanks, and no others. */
export type Enter = (scope: string) => ConversationAttributes;

/** Makes clients of a server that send as `fetch` does. */
export function makeEnter(baseUrl: string, fetch: typeof globalThis.fetch): Enter {
  return (scope) =>
    new ConversationAttributes({ baseUrl, clientId: 'local', clientSecret: 'local-secret', scope, fetch });
}

/** Makes the clients of the call. */
export function makeCast(enter: Enter): Cast {
  return {
    admin: enter('settings:write conversation:erase'),
    telephony: enter('conversation:read conversation:write'),
    flows: enter('flow:read flow:write secured:read secured:write'),
    backEnd: enter('interaction:participant:read interaction:participant:write secured:read'),
    desktop: enter('interaction:participant:read interaction:participant:write'),
  };
}
