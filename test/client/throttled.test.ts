import { expect, test } from 'vitest';
import { ConversationAttributes } from '../../client/index.ts';
import { useApi } from '../support/api.ts';
import { atOnce } from '../support/repeat.ts';

const api = useApi({ rateLimit: 20, tokenSeconds: 2 });

test('clients that are throttled, and whose tokens run out, finish every write, each once', async () => {
  const statuses: number[] = [];
  const counting: typeof fetch = async (input, init) => {
    const response = await fetch(input, init);
    statuses.push(response.status);
    return response;
  };
  const { url: baseUrl } = api.local;
  const options = { baseUrl, clientId: 'local', clientSecret: 'local-secret', fetch: counting, attempts: 10 };
  const client = new ConversationAttributes(options);
  const { id } = await client.createConversation({ type: 'voice', participants: [{ purpose: 'customer' }] });
  const customer = client.conversation(id).participant('customer');
  await atOnce(40, (number) => customer.patch({ [`name-${number}`]: number }));
  const { attributes, version } = await customer.attributes();
  expect(Object.keys(attributes)).toHaveLength(40);
  expect(version).toBe(41);
  expect(statuses).toContain(429);
});
