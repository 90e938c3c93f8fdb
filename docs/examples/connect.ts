import { ConversationAttributes } from '@conversation-attributes/client';

/** For a flow engine or a back end: it gets its access tokens itself, and keeps them for their time. */
export function connect(baseUrl: string): ConversationAttributes {
  return new ConversationAttributes({ baseUrl, clientId: 'local', clientSecret: 'local-secret' });
}
