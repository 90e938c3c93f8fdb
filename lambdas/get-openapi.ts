import { operation } from '#http/operation.ts';
import contract from '../docs/openapi.json' with { type: 'json' };

const body = JSON.stringify(contract);

/** GET /openapi.json */
export const handler = operation('get-openapi', async () => ({
  statusCode: 200,
  headers: { 'content-type': 'application/json', 'cache-control': 'public, max-age=300' },
  body,
}));
