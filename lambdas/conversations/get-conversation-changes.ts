import { contract } from '#contract/conversations/get-conversation-changes.ts';
import { listChanges } from '#domain/operations/list-changes.ts';
import { attributeOperation } from '#http/chain/attribute-operation.ts';
import { readCount } from '#http/request/page.ts';
import { hasQueue } from '#http/request/rights.ts';
import { representChanges } from '#http/response/changes.ts';
import { openChangeLog } from '#http/wiring/change-log.ts';
import { openStore } from '#http/wiring/readable-store.ts';

/** GET /api/v2/conversations/{conversationId}/changes */
export const handler = attributeOperation(
  contract,
  (input) => ({ conversationId: input.id('conversationId'), since: readCount(input, 'since') ?? 0 }),
  async (query, { event, view }) => {
    const listed = await listChanges(openStore(event), openChangeLog(), query);
    const mayReadSaved = hasQueue(event, listed.conversation.queueId);
    return { status: 200, body: representChanges(listed, query.since, await view, mayReadSaved) };
  },
);
