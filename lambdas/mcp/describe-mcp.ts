import { describeMcp, mcpRoute, serveMcp } from '#contract/triggers/mcp.ts';
import { respond } from '#http/api.ts';
import { wrapHandler } from '#http/chain/operation.ts';
import { environment } from '#http/wiring/environment.ts';

/**
 * Tells the host of an agent, which has no token yet, who issues them and with which scopes: the metadata of a protected resource (RFC
 * 9728).
 *
 * @see https://modelcontextprotocol.io/specification/2025-11-25/basic/authorization
 */
export const handler = wrapHandler(describeMcp.operation, ({ headers }) => {
  // As the caller has called it: under the API's own name, or that of a custom domain.
  const origin = `${headers['x-forwarded-proto']}://${headers.host}`;
  const body = {
    resource: `${origin}${mcpRoute.path}`,
    authorization_servers: [process.env.ISSUER_URL || origin],
    scopes_supported: serveMcp.scopes.map((scope) => `${environment.scopePrefix}${scope}`),
    bearer_methods_supported: ['header'],
    resource_name: 'Conversation Attributes',
  };
  return respond({ status: 200, body });
});
