import { json } from '#http/api.ts';
import { operation } from '#http/operation.ts';
import { contractVersion } from '#routes';

/** GET /health: whether the gateway and a function answer. It asks neither the store nor the key service. */
export const handler = operation('get-health', async (input) => {
  input.refuse();
  return json(200, { status: 'ok', version: contractVersion });
});
