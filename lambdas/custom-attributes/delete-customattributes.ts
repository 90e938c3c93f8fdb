import { contract } from '#contract/custom-attributes/delete-customattributes.ts';
import { findSchema } from '#domain/data-schemas.ts';
import { writeRecords } from '#domain/operations/write-records.ts';
import { attributeOperation } from '#http/chain/attribute-operation.ts';
import { readOperationId } from '#http/request/operation-id.ts';
import { requirePrecondition } from '#http/request/preconditions.ts';
import { store } from '#http/wiring/conversation-store.ts';

/** DELETE /api/v2/conversations/{conversationId}/customattributes/{attributesId} */
export const handler = attributeOperation(
  contract,
  (input) => ({
    operation: readOperationId(input),
    conversationId: input.id('conversationId'),
    id: input.id('attributesId'),
    versions: input.ifMatch,
  }),
  async ({ id, ...command }, { view }) => {
    requirePrecondition(command.versions.length > 0);
    const rules = await view;
    const records = [{ schema: findSchema(rules, id), attributes: new Map() }];
    await writeRecords(store, { ...command, records, how: 'remove', mayWrite: (name) => rules.mayWrite(name) });
    return { status: 204 };
  },
);
