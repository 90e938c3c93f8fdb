import { contract } from '#contract/records/export-conversation.ts';
import { getConversation } from '#domain/operations/read-conversation.ts';
import { retryOnceKeyRemoved } from '#domain/vault.ts';
import { attributeOperation } from '#http/chain/attribute-operation.ts';
import { readSecuredRight } from '#http/request/rights.ts';
import { representExport } from '#http/response/export.ts';
import { openStore } from '#http/wiring/readable-store.ts';
import { recordReveals } from '#http/wiring/reveals.ts';

/** GET /api/v2/conversations/{conversationId}/export */
export const handler = attributeOperation(
  contract,
  (input) => input.id('conversationId'),
  async (id, { event, view, operation }) =>
    retryOnceKeyRemoved(async () => {
      const conversation = await getConversation(openStore(event), id);
      // Imported only when there is something to open: other requests need not wait for the KMS client to load.
      const vault = async () => {
        const { securedStore } = await import('#http/wiring/secured-store.ts');
        return { ...securedStore, reveals: recordReveals({ event, operation }) };
      };
      const { isAny, covers } = readSecuredRight(event, 'secured:read');
      const opener = isAny ? vault : undefined;
      const rights = { view: await view, isReadable: covers };
      return { status: 200, body: await representExport(event, conversation, opener, rights) };
    }),
);
