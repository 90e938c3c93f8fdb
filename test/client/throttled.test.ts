import { expect, test } from 'vitest';
import { ConversationAttributes } from '../../clients/typescript/src/index.ts';
import { useApi } from '../support/api.ts';
import { useClock } from '../support/clock.ts';
import { atOnce } from '../support/repeat.ts';

const { start, setClock } = useClock();
/** Of the throttle: it lets every other request pass once its bucket is empty. */
let time = 0;
const now = () => {
  time += 25;
  return time;
};
const api = useApi({ rateLimit: 20, tokenSeconds: 60, now });

test('clients that are throttled, and whose tokens run out, finish every write, each once', async () => {
  const statuses: number[] = [];
  const counting: typeof fetch = async (input, init) => {
    const response = await fetch(input, init);
    statuses.push(response.status);
    // Every token has run out by now.
    if (statuses.length === 30) setClock(start + 90_000);
    return response;
  };
  const { url: baseUrl } = api.local;
  const options = { baseUrl, clientId: 'local', clientSecret: 'local-secret', fetch: counting, attempts: 20 };
  const client = new ConversationAttributes(options);
  const { id } = await client.createConversation({ type: 'voice', participants: [{ purpose: 'customer' }] });
  const customer = client.conversation(id).participant('customer');
  await atOnce(40, (number) => customer.patch({ [`name-${number}`]: number }));
  const { attributes, version } = await customer.attributes();
  expect(Object.keys(attributes)).toHaveLength(40);
  expect(version).toBe(41);
  expect(statuses).toContain(429);
  expect(statuses.length).toBeGreaterThan(30);
});
