import { contract } from '#contract/flows/get-flow-secureattributes.ts';
import { getSecured } from '#domain/operations/secured-attributes.ts';
import { attributeOperation } from '#http/chain/attribute-operation.ts';
import { requireSecuredNames } from '#http/chain/authorize.ts';
import { readNames } from '#http/request/page.ts';
import { leaveBotToDomain, readFlowCallerFromQuery } from '#http/request/read-flow-caller.ts';
import { readSecuredRight } from '#http/request/rights.ts';
import { representAliases } from '#http/response/representations.ts';
import { representUnsealed } from '#http/response/unsealed.ts';
import { openStore } from '#http/wiring/readable-store.ts';
import { recordReveals } from '#http/wiring/reveals.ts';
import { securedStore } from '#http/wiring/secured-store.ts';

/** GET /api/v2/conversations/{conversationId}/flows/{flowExecutionId}/secureattributes */
export const handler = attributeOperation(
  contract,
  (input) => {
    const names = readNames(input);
    requireSecuredNames(input.event, 'secured:read', names);
    return {
      conversationId: input.id('conversationId'),
      caller: leaveBotToDomain(input, readFlowCallerFromQuery(input)),
      names,
    };
  },
  async (query, { event, operation, view: ready }) => {
    const view = await ready;
    const { covers } = readSecuredRight(event, 'secured:read');
    const isReadable = (name: string) => covers(name) && !view.hides(name);
    const names = query.names.map((name) => view.nameOf(name));
    const store = { ...securedStore, store: openStore(event), reveals: recordReveals({ event, operation }) };
    const { notSet, version, ...unsealed } = await getSecured(store, { ...query, names, isReadable });
    const aliases = representAliases(query.names, view);
    return { status: 200, body: { ...representUnsealed(event, unsealed, view), aliases, notSet, version } };
  },
);
