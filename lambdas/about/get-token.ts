import { contract } from '#contract/about/get-token.ts';
import { clientOf } from '#http/api.ts';
import { operation } from '#http/chain/operation.ts';
import { listQueues, listScopes, readExpiry } from '#http/request/rights.ts';

/** GET /api/v2/token: it asks neither the store nor the key service. */
export const handler = operation(
  contract,
  ({ event }) => event,
  async (event) => {
    const body = {
      clientId: clientOf(event),
      scopes: listScopes(event),
      queues: listQueues(event),
      expires: readExpiry(event),
    };
    return { status: 200, body };
  },
);
