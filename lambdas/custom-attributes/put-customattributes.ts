import { contract } from '#contract/custom-attributes/put-customattributes.ts';
import { writeRecords } from '#domain/operations/write-records.ts';
import { attributeOperation } from '#http/chain/attribute-operation.ts';
import { requirePrecondition } from '#http/request/preconditions.ts';
import { readRecords } from '#http/request/records.ts';
import { representResults } from '#http/response/custom-attributes.ts';
import { store } from '#http/wiring/conversation-store.ts';

/** PUT /api/v2/conversations/{conversationId}/customattributes, and those in bulk */
export const handler = attributeOperation(
  contract,
  (input) => readRecords(input.body, input),
  async ({ alone, ...command }, input) => {
    requirePrecondition(command.versions.length > 0);
    const conversation = await writeRecords(store, { ...command, how: 'replace' });
    const { version } = conversation;
    if (alone !== undefined) return { status: 200, body: { id: alone }, version };
    const view = input.mayShow(conversation) ? await input.view : undefined;
    return { status: 200, body: representResults(command.records, conversation, view), version };
  },
);
