import { contract } from '#contract/custom-attributes/get-customattributes.ts';
import { findSchema } from '#domain/data-schemas.ts';
import { readConversation } from '#domain/execute.ts';
import { hasRecord, requireRecord } from '#domain/operations/write-records.ts';
import { attributeOperation } from '#http/chain/attribute-operation.ts';
import { representRecord } from '#http/response/custom-attributes.ts';
import { openStore } from '#http/wiring/readable-store.ts';

/** GET /api/v2/conversations/{conversationId}/customattributes, and one of them */
export const handler = attributeOperation(
  contract,
  (input) => ({ conversationId: input.id('conversationId'), id: input.event.pathParameters?.attributesId }),
  async ({ conversationId, id }, { event, view: ready }) => {
    const conversation = await readConversation(openStore(event), conversationId);
    const { version } = conversation;
    const view = await ready;
    const isHidden = (name: string) => view.hides(name);
    if (id !== undefined) {
      const schema = findSchema(view, id);
      requireRecord(schema, conversation, isHidden);
      return { status: 200, body: representRecord(schema, conversation, view), version };
    }
    const there = view.schemas.filter((schema) => hasRecord(schema, conversation, isHidden));
    const results = there.map((one) => representRecord(one, conversation, view));
    return { status: 200, body: { results, version }, version };
  },
);
