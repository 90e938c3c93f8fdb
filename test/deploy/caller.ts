import { ConversationAttributes } from '../../clients/typescript/src/index.ts';
import type { Access } from '../../emulators/aws/deployment.ts';

/** A client of a deployed API. */
export function clientOf({ url: baseUrl, clientId, clientSecret }: Access): ConversationAttributes {
  return new ConversationAttributes({ baseUrl, clientId, clientSecret });
}

/** Makes a conversation with a value of each kind: of a participant, secured, and pending in the flow execution `ivr`. */
export async function makeFull(client: ConversationAttributes, id: string): Promise<void> {
  const participants = [{ purpose: 'customer' as const, attributes: { tier: 'gold' } }];
  await client.createConversation({ id, type: 'voice', externalId: `acd-${id}`, participants });
  await client.conversation(id).patchSecured({ pin: '4711' });
  await client.conversation(id).flow('ivr').set({ desk: 'B12' });
}

/** Reads what `makeFull` has made. */
export async function readFull(client: ConversationAttributes, id: string) {
  const conversation = client.conversation(id);
  const { pending, secured } = await conversation.export();
  return {
    customer: (await conversation.participant('customer').attributes()).attributes,
    secured: secured.attributes,
    pending: pending.map(({ name, value }) => ({ name, value })),
  };
}

/** What `readFull` reads of it while nothing was flushed. */
export const full = {
  customer: { tier: 'gold' },
  secured: { pin: '4711' },
  pending: [{ name: 'desk', value: 'B12' }],
};
