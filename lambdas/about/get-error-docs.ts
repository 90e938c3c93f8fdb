import { contract } from '#contract/about/get-error-docs.ts';
import { operation } from '#http/chain/operation.ts';
import errors from '../../generated/errors.json' with { type: 'json' };

/** GET /docs/errors */
export const handler = operation(
  contract,
  (input) => input.ignoreQuery(),
  async () => ({
    status: 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'public, max-age=300',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
    },
    text: errors.html,
  }),
);
