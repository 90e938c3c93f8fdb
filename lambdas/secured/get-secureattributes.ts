import { contract } from '#contract/secured/get-secureattributes.ts';
import { readSecured } from '#domain/operations/secured-attributes.ts';
import { attributeOperation } from '#http/chain/attribute-operation.ts';
import { readSecuredRight } from '#http/request/rights.ts';
import { representUnsealed } from '#http/response/unsealed.ts';
import { openStore } from '#http/wiring/readable-store.ts';
import { recordReveals } from '#http/wiring/reveals.ts';
import { securedStore } from '#http/wiring/secured-store.ts';

/** GET /api/v2/conversations/{conversationId}/secureattributes */
export const handler = attributeOperation(
  contract,
  (input) => input.id('conversationId'),
  async (conversationId, { event, operation, view: ready }) => {
    const view = await ready;
    const { covers } = readSecuredRight(event, 'secured:read');
    const isReadable = (name: string) => covers(name) && !view.hides(name);
    const store = { ...securedStore, store: openStore(event), reveals: recordReveals({ event, operation }) };
    const { version, ...unsealed } = await readSecured(store, conversationId, isReadable);
    return { status: 200, body: { ...representUnsealed(event, unsealed, view), version }, version };
  },
);
