import { read } from '#domain/execute.ts';
import { requireHistory } from '#domain/operations/history.ts';
import { type ApiResponse, json } from '#http/api.ts';
import { requireQueue } from '#http/authorize.ts';
import { store } from '#http/conversations.ts';
import type { Input } from '#http/input.ts';
import { attributesObject } from '#http/representations.ts';

/** The saved data of an ended conversation, to whom has the right to its call queue. */
export async function contactDataOf(input: Input, contactId: string): Promise<ApiResponse> {
  const conversation = await read(store, contactId);
  requireQueue(input.event, conversation.queueId);
  requireHistory(conversation);
  return json(200, { contact_id: contactId, data: attributesObject(conversation.saved ?? new Map()) });
}
