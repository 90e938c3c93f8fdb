import { contract } from '#contract/records/erase-conversation.ts';
import { eraseConversation } from '#domain/operations/erase-conversation.ts';
import { operation } from '#http/chain/operation.ts';
import { readOperationId } from '#http/request/operation-id.ts';
import { store } from '#http/wiring/conversation-store.ts';
import { dataKeys } from '#http/wiring/data-keys.ts';
import { journal } from '#http/wiring/erasure-journal.ts';

/** DELETE /api/v2/conversations/{conversationId} */
export const handler = operation(
  contract,
  (input) => ({
    operation: readOperationId(input),
    conversationId: input.id('conversationId'),
    versions: input.ifMatch,
    delivery: input.event.requestContext.requestId,
  }),
  async (command) => {
    await eraseConversation(store, { dataKeys, journal }, command);
    return { status: 204 };
  },
);
