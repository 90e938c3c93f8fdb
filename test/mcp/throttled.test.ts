import { expect, test } from 'vitest';
import { useApi } from '../support/api.ts';
import { callTool, connectAgent } from './agent.ts';

let time = 0;
const api = useApi({ rateLimit: 20, now: () => time });

test('a host that is throttled is told so, and goes on after a moment', async () => {
  const made = await api.make();
  const headers = { authorization: `Bearer ${await api.token()}`, 'x-conversation-id': made.id };
  const agent = await connectAgent(api.url, headers);
  const flushUntilRefused = async () => {
    for (;;) await callTool(agent, 'flush_conversation_data');
  };
  await expect(flushUntilRefused()).rejects.toThrow(/429|Too Many Requests/);
  time += 1_000;
  expect((await callTool(agent, 'flush_conversation_data')).isError).toBe(false);
  await agent.close();
});
