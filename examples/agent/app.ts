import { createInterface } from 'node:readline/promises';
import { Client, ClientCredentialsProvider, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { ScriptedModel } from './scripted-model.ts';
import { runSession } from './session.ts';

// node examples/agent/app.ts <conversation id>: type what the customer says. API_URL, ISSUER_URL, CLIENT_ID and CLIENT_SECRET name the API.
const { API_URL = 'http://127.0.0.1:3000', CLIENT_ID = 'local', CLIENT_SECRET = 'local-secret' } = process.env;
const { ISSUER_URL = API_URL } = process.env;
const [conversationId = 'call-1'] = process.argv.slice(2);

// It asks the server who issues tokens, and gets them there, if it is the one that the secret is for.
const credentials = { clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, expectedIssuer: ISSUER_URL };
const authProvider = new ClientCredentialsProvider(credentials);
const requestInit = { headers: { 'x-conversation-id': conversationId } };
const mcp = new Client({ name: 'voice-agent', version: '1' });
await mcp.connect(new StreamableHTTPClientTransport(new URL(`${API_URL}/mcp`), { authProvider, requestInit }));
const { handedOver } = await runSession(mcp, new ScriptedModel(), listen(), (text) => console.log(text));
console.log(handedOver ? '(handed over)' : '(the customer has hung up)');
await mcp.close();

/** What is typed, from when the agent listens: lines that come before are kept. */
async function* listen(): AsyncGenerator<string> {
  yield* createInterface({ input: process.stdin });
}
