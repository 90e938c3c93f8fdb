import { contract } from '#contract/flows/get-flow-secureattributes.ts';
import { getSecured } from '#domain/operations/secured-attributes.ts';
import { requireSecuredNames } from '#http/chain/authorize.ts';
import { operation } from '#http/chain/operation.ts';
import { readNames } from '#http/request/page.ts';
import { leaveBotToDomain, readFlowCallerFromQuery } from '#http/request/read-flow-caller.ts';
import { readSecuredRight } from '#http/request/rights.ts';
import { representUnsealed } from '#http/response/unsealed.ts';
import { openStore } from '#http/wiring/readable-store.ts';
import { securedStore } from '#http/wiring/secured-store.ts';

/** GET /api/v2/conversations/{conversationId}/flows/{flowExecutionId}/secureattributes */
export const handler = operation(
  contract,
  (input) => {
    const names = readNames(input);
    requireSecuredNames(input.event, 'secured:read', names);
    return {
      conversationId: input.id('conversationId'),
      caller: leaveBotToDomain(input, readFlowCallerFromQuery(input)),
      names,
      isReadable: readSecuredRight(input.event, 'secured:read').covers,
    };
  },
  async (query, { event }) => {
    const { notSet, version, ...unsealed } = await getSecured({ ...securedStore, store: openStore(event) }, query);
    return { status: 200, body: { ...representUnsealed(event, unsealed), notSet, version } };
  },
);
