import { contract } from '#contract/records/erase-conversation.ts';
import { eraseConversation } from '#domain/operations/erase-conversation.ts';
import { store } from '#http/conversations.ts';
import { dataKeys } from '#http/data-keys.ts';
import { journal } from '#http/erasures.ts';
import { operation } from '#http/operation.ts';
import { operationId } from '#http/operation-id.ts';

/** DELETE /api/v2/conversations/{conversationId} */
export const handler = operation(
  contract,
  (input) => ({
    operation: operationId(input),
    conversationId: input.id('conversationId'),
    versions: input.ifMatch,
    delivery: input.event.requestContext.requestId,
  }),
  async (command) => {
    await eraseConversation(store, { dataKeys, journal }, command);
    return { status: 204 };
  },
);
