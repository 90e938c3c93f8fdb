import { randomUUID } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { createContext } from '../../local/gateway/invoke.ts';
import { importHandler } from '../../local/gateway/load-handler.ts';
import { TestContact } from '../connect/connect.ts';
import { DataActionService } from '../genesys/data-action-service.ts';
import { callTool, connectAgent } from '../mcp/agent.ts';
import { pathsOf } from '../support/paths.ts';
import { useFaultyApi } from './api.ts';

const faulty = useFaultyApi();
const { api } = faulty;
afterEach(() => faulty.proxy.decide());

const attributes = { tier: 'gold' };

/** A set by each builder of flows, in a conversation of its own: it gives true where the flow takes the path of success. */
async function begin() {
  const contact = new TestContact();
  await contact.act({ action: 'get' });
  const [machine, genesys, agents] = [await api.make(), await api.make(), await api.make()];
  const block = (await importHandler('set-conversation-data')) as unknown as (
    event: object,
    context: unknown,
  ) => Promise<object>;
  const operationId = randomUUID();
  const actions = new DataActionService({ apiUrl: api.url, tokenUrl: `${api.url}/oauth/token`, ...api.credentials });
  const headers = { authorization: `Bearer ${await api.token()}`, 'x-conversation-id': agents.id };
  const agent = await connectAgent(api.url, headers);
  return {
    conversations: [pathsOf(contact.id), machine, genesys, agents],
    sets: {
      'Amazon Connect': () =>
        contact.act({ action: 'set', ...attributes }).then(
          ({ ok }) => ok === 'true',
          () => false,
        ),
      'Step Functions': () =>
        block(
          { conversationId: machine.id, flowExecutionId: 'run', flowType: 'workflow', operationId, attributes },
          createContext('set-conversation-data', Date.now() + 60_000),
        ).then(
          () => true,
          ({ name }) => name !== 'store-unavailable',
        ),
      'Genesys Cloud': async () => {
        const input = { conversationId: genesys.id, flowExecutionId: 'run' };
        const set = { attribute1Name: 'tier', attribute1Value: 'gold' };
        return (await actions.execute('set-conversation-data', { ...input, ...set })).path === 'success';
      },
      'AI agents': async () => {
        const { isError, text } = await callTool(agent, 'set_conversation_data', { attributes });
        if (isError) expect(text).toMatch(/^store-unavailable: [\s\S]*What to do: /);
        return !isError;
      },
    },
    end: () => agent.close(),
  };
}

test('while the store throttles, what each builder has takes its path of failure, and repeated that of success', async () => {
  const { conversations, sets, end } = await begin();
  const setAll = async () =>
    Object.fromEntries(await Promise.all(Object.entries(sets).map(async ([name, set]) => [name, await set()])));
  const all = (path: boolean) => Object.fromEntries(Object.keys(sets).map((name) => [name, path]));
  // Every write takes effect, and its answer is lost.
  faulty.proxy.decide(({ operation }) => {
    if (operation === 'UpdateItem') return { forward: true, answer: { status: 400, type: 'ThrottlingException' } };
    return { forward: false, answer: { status: 400, type: 'ThrottlingException' } };
  });
  expect(await setAll()).toEqual(all(false));
  faulty.proxy.decide();
  expect(await setAll()).toEqual(all(true));
  await end();
  for (const { conversation, attributes: attributesPath } of conversations) {
    await api.ok('PATCH', conversation, { body: { state: 'wrapup' } });
    expect((await api.ok('GET', attributesPath('customer-1'))).body.attributes).toEqual(attributes);
  }
});
