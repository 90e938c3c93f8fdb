import { operation } from '#http/operation.ts';
import errors from '../docs/errors.json' with { type: 'json' };

/** GET /docs/errors: where the `type` of every problem leads. */
export const handler = operation('get-error-docs', async () => ({
  statusCode: 200,
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'public, max-age=300',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
  },
  body: errors.html,
}));
