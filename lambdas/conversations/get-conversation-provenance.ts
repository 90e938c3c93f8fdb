import { contract } from '#contract/conversations/get-conversation-provenance.ts';
import { traceWrites } from '#domain/operations/trace-writes.ts';
import { attributeOperation } from '#http/chain/attribute-operation.ts';
import { hasQueue } from '#http/request/rights.ts';
import { representProvenance } from '#http/response/provenance.ts';
import { openChangeLog } from '#http/wiring/change-log.ts';
import { openStore } from '#http/wiring/readable-store.ts';

/** GET /api/v2/conversations/{conversationId}/provenance */
export const handler = attributeOperation(
  contract,
  (input) => input.id('conversationId'),
  async (id, { event, view }) => {
    const traced = await traceWrites(openStore(event), openChangeLog(), id);
    const mayReadSaved = hasQueue(event, traced.conversation.queueId);
    return { status: 200, body: representProvenance(traced, await view, mayReadSaved) };
  },
);
