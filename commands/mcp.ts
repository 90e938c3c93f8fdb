import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { AGENT_ATTRIBUTES_FORMAT, readAgentAttributes } from '#contract/agent-attributes.ts';
import { parse } from '#domain/json.ts';
import { RequestRefused } from '../clients/typescript/src/errors.ts';
import { encodeQuery, encodeSegment } from '../clients/typescript/src/path.ts';
import { Transport } from '../clients/typescript/src/transport.ts';
import { makeServer } from '../lambdas/mcp/agent/server.ts';
import { type AgentApi, DEFAULT_EXECUTION } from '../lambdas/mcp/agent/session.ts';
import { localClient } from '../local/issuer/clients.ts';

const usage = `npm run mcp -s, or conversation-attributes-mcp of the package @conversation-attributes/mcp

Serves the tools of AI agents by the Model Context Protocol on standard input and output, from an API that these variables name:
API_URL (http://127.0.0.1:3000), CLIENT_ID and CLIENT_SECRET (the client of the local server), TOKEN_URL; CONVERSATION_ID and
FLOW_EXECUTION_ID, which the model then can't choose; MCP_ATTRIBUTES, the attributes that it may use.`;

/** Runs operations over HTTP, as a client with tokens and attempts. */
function makeHttpApi(transport: Transport): AgentApi {
  return {
    ask: async ({ method, path: template }, { path: parameters, query = [], body }) => {
      const given: Readonly<Record<string, string>> = parameters;
      const path = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeSegment(given[name] ?? ''));
      const names = [...new Set(query.map(([name]) => name))];
      const values = Object.fromEntries(
        names.map((name) => [name, query.filter(([one]) => one === name).map(([, value]) => value)]),
      );
      try {
        const request = { method, path: path + encodeQuery(values), ...(body !== undefined && { body }) };
        return { status: 200, body: (await transport.send<Readonly<Record<string, string>>>(request)).body };
      } catch (error) {
        if (!(error instanceof RequestRefused)) throw error;
        const { status, code = `HTTP ${status}`, detail } = error;
        return { status, body: { code, detail, errors: error.errors.map(({ name, reason }) => ({ name, reason })) } };
      }
    },
  };
}

function serve(env: NodeJS.ProcessEnv): void {
  const attributes = readAgentAttributes(env.MCP_ATTRIBUTES || 'true');
  if (attributes === undefined) throw new Error(`MCP_ATTRIBUTES is no ${AGENT_ATTRIBUTES_FORMAT}`);
  const transport = new Transport({
    baseUrl: env.API_URL || 'http://127.0.0.1:3000',
    clientId: env.CLIENT_ID || localClient.id,
    clientSecret: env.CLIENT_SECRET || localClient.secret,
    ...(env.TOKEN_URL && { tokenUrl: env.TOKEN_URL }),
    parse,
  });
  const session = {
    api: makeHttpApi(transport),
    conversationId: env.CONVERSATION_ID || undefined,
    flowExecutionId: env.FLOW_EXECUTION_ID || DEFAULT_EXECUTION,
    attributes,
  };
  // Standard output is the protocol's.
  serveStdio(() => makeServer(session), { onerror: (error) => console.error(error.message) });
}

if (process.argv.length > 2) {
  console.log(usage);
} else {
  serve(process.env);
}
