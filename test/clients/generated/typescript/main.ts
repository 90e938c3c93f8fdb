// What a user of generated types for TypeScript does; it prints what the test looks at.
import createClient from 'openapi-fetch';
import type { paths } from './openapi.ts';

const { API_URL: baseUrl = '', TOKEN, ATTRIBUTES = '' } = process.env;
const api = createClient<paths>({ baseUrl, headers: { authorization: `Bearer ${TOKEN}` } });

const made = await api.POST('/api/v2/conversations', {
  body: { type: 'voice', participants: [{ purpose: 'customer', attributes: JSON.parse(ATTRIBUTES) }] },
});
const id = made.data?.id ?? '';

const path = { conversationId: id, flowExecutionId: 'ivr-1' };
const pending = await api.POST('/api/v2/conversations/{conversationId}/flows/{flowExecutionId}/attributes', {
  params: { path },
  body: { attributes: { tier: 'gold', language: null } },
});
await api.POST('/api/v2/conversations/{conversationId}/flows/{flowExecutionId}/flush', { params: { path }, body: {} });

const attributes = '/api/v2/conversations/{conversationId}/participants/{participantId}/attributes';
const params = { path: { conversationId: id, participantId: 'customer' } };
const patched = await api.PATCH(attributes, { params, body: { attributes: { removed: null } } });
const read = await api.GET('/api/v2/conversations/{conversationId}', {
  params: { path: { conversationId: id }, query: { expand: ['participants', 'data'] } },
});

const stale = await api.PATCH(attributes, { params, body: { attributes: { tier: 'silver' }, version: 1 } });
const problem = stale.error;
if (problem === undefined || !('code' in problem)) throw new Error(`the stale patch gives ${JSON.stringify(stale)}`);

process.stdout.write(
  JSON.stringify({
    pending: pending.data?.pending,
    attributes: read.data?.participants?.[0]?.attributes,
    version: patched.data?.version,
    code: problem.code,
    isConflict: problem.code === 'version-conflict',
    currentVersion: problem.currentVersion,
  }),
);
