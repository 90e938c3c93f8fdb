import { contract } from '#contract/about/get-openapi.ts';
import { operation } from '#http/chain/operation.ts';
import document from '../../docs/openapi.json' with { type: 'json' };

const text = JSON.stringify(document);

/** GET /openapi.json */
export const handler = operation(
  contract,
  (input) => input.ignoreQuery(),
  async () => ({
    status: 200,
    headers: { 'content-type': 'application/json', 'cache-control': 'public, max-age=300' },
    text,
  }),
);
