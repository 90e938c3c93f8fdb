import { expect, test } from 'vitest';
import { useApi } from '../support/api.ts';

const api = useApi();

test('the line of a creation in the log has the id of the conversation that it made', async () => {
  const body = { type: 'voice', participants: [] };
  const { body: made, headers } = await api.ok('POST', '/api/v2/conversations', { body });
  const lines = api.logs.map((line) => JSON.parse(line));
  const line = lines.find(({ requestId }) => requestId === headers.get('apigw-requestid'));
  expect(line).toMatchObject({ operation: 'create-conversation', conversationId: made.id });
});
