import { expect, test } from 'vitest';
import { allowedTo, functionOf, mayLog } from './permissions.ts';
import { propertiesOf, synthesize } from './synthesize.ts';

test('agents are served at /mcp behind the authorizer, with the attributes of the context', () => {
  const { api } = synthesize({ mcp: { tier: { readOnly: true } } });
  const routes = Object.values(propertiesOf(api, 'AWS::ApiGatewayV2::Route')).filter(({ RouteKey }) =>
    RouteKey.endsWith(' /mcp'),
  );
  expect(routes.map(({ RouteKey }) => RouteKey).sort()).toEqual(['DELETE /mcp', 'GET /mcp', 'POST /mcp']);
  for (const { AuthorizationType } of routes) expect(AuthorizationType).toBe('JWT');
  const { Environment, Code } = functionOf(api, 'serve-mcp');
  expect(JSON.parse(Environment.Variables.MCP_ATTRIBUTES)).toEqual({ tier: { readOnly: true } });
  expect(Code).toBeDefined();
});

test('their hosts learn without a token who issues tokens, from a function without rights', () => {
  const { api } = synthesize({ mcp: true, issuer: 'https://issuer.example/', audience: 'one' });
  const routes = Object.values(propertiesOf(api, 'AWS::ApiGatewayV2::Route')).filter(({ RouteKey }) =>
    RouteKey.includes('oauth-protected-resource'),
  );
  expect(routes.map(({ RouteKey, AuthorizationType }) => [RouteKey, AuthorizationType]).sort()).toEqual([
    ['GET /.well-known/oauth-protected-resource', 'NONE'],
    ['GET /.well-known/oauth-protected-resource/mcp', 'NONE'],
  ]);
  expect(functionOf(api, 'describe-mcp').Environment.Variables.ISSUER_URL).toBe('https://issuer.example/');
  expect(allowedTo(api, 'describe-mcp')).toEqual(mayLog(api, 'describe-mcp'));
});

test('without the context there is neither route nor function, and "true" names no attributes', () => {
  const { api: without } = synthesize();
  expect(functionOf(without, 'serve-mcp')).toBeUndefined();
  expect(JSON.stringify(without.toJSON())).not.toContain('/mcp');
  const { api } = synthesize({ mcp: 'true' });
  expect(functionOf(api, 'serve-mcp').Environment.Variables).not.toHaveProperty('MCP_ATTRIBUTES');
});
