import type { ConversationAttributes } from '@conversation-attributes/client';

/** Has an agent's page show what flows and others change, as it happens, until the call is over or the page is left. */
export async function followCall(
  api: ConversationAttributes,
  id: string,
  show: (values: Readonly<Record<string, unknown>>, by: string) => void,
  signal: AbortSignal,
): Promise<void> {
  for await (const { events, by } of api.conversation(id).changes({ signal })) {
    for (const { type, values = {}, state } of events) {
      if (type === 'attributes.changed') show(values, by?.clientId ?? 'the clock');
      if (state === 'handled' || state === 'abandoned') return;
    }
  }
}
