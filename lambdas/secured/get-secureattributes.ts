import { contract } from '#contract/secured/get-secureattributes.ts';
import { readSecured } from '#domain/operations/secured-attributes.ts';
import { operation } from '#http/chain/operation.ts';
import { readSecuredRight } from '#http/request/rights.ts';
import { representUnsealed } from '#http/response/unsealed.ts';
import { openStore } from '#http/wiring/readable-store.ts';
import { securedStore } from '#http/wiring/secured-store.ts';

/** GET /api/v2/conversations/{conversationId}/secureattributes */
export const handler = operation(
  contract,
  (input) => input.id('conversationId'),
  async (conversationId, { event }) => {
    const { version, ...unsealed } = await readSecured(
      { ...securedStore, store: openStore(event) },
      conversationId,
      readSecuredRight(event, 'secured:read').covers,
    );
    return { status: 200, body: { ...representUnsealed(event, unsealed), version }, version };
  },
);
