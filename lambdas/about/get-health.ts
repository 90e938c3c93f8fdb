import { contract } from '#contract/about/get-health.ts';
import { contractVersion } from '#contract/contract.ts';
import { operation } from '#http/chain/operation.ts';

/** GET /health: it asks neither the store nor the key service. */
export const handler = operation(
  contract,
  () => undefined,
  async () => ({ status: 200, body: { status: 'ok', version: contractVersion } }),
);
