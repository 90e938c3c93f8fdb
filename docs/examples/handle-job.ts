import type { ConversationAttributes } from '@conversation-attributes/client';

/** A queue may deliver a job twice, to two processes. With its id as the key it is applied once. */
export async function handleJob(
  api: ConversationAttributes,
  job: { readonly id: string; readonly conversationId: string; readonly tier: string },
): Promise<void> {
  const customer = api.conversation(job.conversationId).participant('customer');
  await customer.patch({ tier: job.tier }, { idempotencyKey: job.id });
}
