import type { AnswerOf } from '#contract/contract.ts';
import type { contract } from '#contract/records/get-contact-data.ts';
import { getHistory } from '#domain/operations/read-conversation.ts';
import { requireQueue } from '#http/chain/authorize.ts';
import type { Input } from '#http/request/input.ts';
import { representAttributes } from '#http/response/representations.ts';
import { store } from '#http/wiring/conversation-store.ts';

/** Answers the saved data of an ended conversation to a caller with the right to its call queue. */
export async function answerContactData(
  contactId: string,
  { event, view: ready }: Pick<Input, 'event' | 'view'>,
): Promise<AnswerOf<typeof contract>> {
  event.conversationId = contactId;
  const { saved = new Map() } = await getHistory(store, contactId, ({ queueId }) => requireQueue(event, queueId));
  const view = await ready;
  const masked = view.listMasked(saved.keys());
  return { status: 200, body: { contact_id: contactId, data: representAttributes(saved, view), masked } };
}
