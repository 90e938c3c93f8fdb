import { type Cast, callId } from './cast.ts';
import type { Teller } from './teller.ts';

/** The list of what is kept, and a conversation. */
export async function begin({ chapter, tell }: Teller, { admin, telephony }: Cast): Promise<void> {
  chapter('A call comes in');
  await tell({
    says: 'Before any call: an administrator lists the two names that are to be kept of voice calls, for 30 days. Nothing is kept that is not on the list. (The client gives every write an Idempotency-Key.)',
    does: () => admin.putChannelTypeSettings('voice', { savedAttributes: ['reason', 'tier'], retentionDays: 30 }),
    status: 200,
  });
  await tell({
    says: 'Somebody calls. The telephone system makes the conversation, with its one participant so far and what is known of them.',
    does: () =>
      telephony.createConversation({
        id: callId,
        type: 'voice',
        queueId: 'support',
        participants: [
          {
            purpose: 'customer',
            addresses: [{ type: 'phone', uri: 'tel:+15550100' }],
            attributes: { language: 'de' },
          },
        ],
      }),
    status: 201,
    shows: { id: callId, state: 'active', version: 1 },
  });
}
