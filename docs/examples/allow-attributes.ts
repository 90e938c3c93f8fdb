import type { ConversationAttributes } from '@conversation-attributes/client';

/** Lets the web channel of a shop take two attributes of its guests. The client needs the scope `webchat:write`. */
export async function allowAttributes(api: ConversationAttributes): Promise<void> {
  await api.webChannel('shop').patchSettings({
    attributes: { allowed: ['tier', { name: 'cartItems', type: 'integer' }] },
  });
}
