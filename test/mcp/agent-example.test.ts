import { beforeAll, expect, test, vi } from 'vitest';
import type { Model } from '../../examples/agent/model.ts';
import { ScriptedModel } from '../../examples/agent/scripted-model.ts';
import { runSession } from '../../examples/agent/session.ts';
import { takeBlock } from '../docs/markdown.ts';
import { useApi } from '../support/api.ts';
import { hasShell, runShell } from '../support/shell.ts';
import { connectAgent } from './agent.ts';

beforeAll(() => {
  const attributes = { intent: { enum: ['billing', 'technical'] }, name: { readOnly: true }, tier: { readOnly: true } };
  vi.stubEnv('MCP_ATTRIBUTES', JSON.stringify(attributes));
});
const api = useApi();

/** Plays a call to the agent. */
async function play(
  known: Readonly<Record<string, string>>,
  heard: readonly string[],
  model: Model = new ScriptedModel(),
) {
  const made = await api.make({ participants: [{ purpose: 'customer', attributes: known }] });
  await api.ok('PATCH', `${made.conversation}/secureattributes`, { body: { attributes: { pin: '4711' } } });
  const headers = { authorization: `Bearer ${await api.token()}`, 'x-conversation-id': made.id };
  const mcp = await connectAgent(api.url, headers);
  const said: string[] = [];
  const outcome = await runSession(mcp, model, heard, (text) => said.push(text));
  await mcp.close();
  const { attributes } = (await api.ok('GET', made.attributes())).body;
  return { ...outcome, said, attributes };
}

test('the agent greets by what is known, keeps what it learns, and hands over with all of it', async () => {
  const heard = ['My bill is wrong', 'I want a person', 'this nobody hears any more'];
  const { said, handedOver, attributes } = await play({ name: 'Ada', tier: 'gold' }, heard);
  expect(said).toEqual([
    'Welcome back, Ada. As a gold customer you are first in line.',
    'I see, it is about your bill. Shall I get a person?',
    'I hand you over. They know what it is about.',
  ]);
  expect(handedOver).toBe(true);
  expect(attributes).toEqual({ name: 'Ada', tier: 'gold', intent: 'billing' });
});

test('it mends a call that a tool has refused, by what the tool says', async () => {
  const { turns } = await play({}, ['My bill is wrong']);
  const calls = turns.flatMap((turn) => (turn.from === 'tool' ? [[turn.call.arguments.attributes, turn.isError]] : []));
  expect(calls).toEqual([
    [undefined, false],
    [{ intent: 'invoice question' }, true],
    [{ intent: 'billing' }, false],
  ]);
});

test('what it has learned is there too when the customer hangs up, and no secret has come to it', async () => {
  const { handedOver, attributes, turns } = await play({}, ['My bill is wrong']);
  expect(handedOver).toBe(false);
  expect(attributes).toEqual({ intent: 'billing' });
  expect(JSON.stringify(turns)).not.toContain('4711');
});

test('a model that calls tools for ever is stopped, and the customer gets a person', async () => {
  const circling: Model = { reply: async () => ({ calls: [{ name: 'get_conversation', arguments: {} }] }) };
  const { said, handedOver } = await play({}, [], circling);
  expect(said).toEqual(['One moment please, I get you a person.']);
  expect(handedOver).toBe(true);
});

test.runIf(hasShell)(
  'its program is an agent on the terminal: it hears what is typed, and says what it says',
  async () => {
    await api.make({
      id: 'call-1',
      participants: [{ purpose: 'customer', attributes: { name: 'Ada', tier: 'gold' } }],
    });
    const program = takeBlock('docs/flows/ai-agents.md', 'npx node examples/agent/app.ts');
    const said = await runShell(`echo 'I want a person' | ${program}`, { env: { API_URL: api.url } });
    expect(said.trim().split('\n')).toEqual([
      'Welcome back, Ada. As a gold customer you are first in line.',
      'I hand you over. They know what it is about.',
      '(handed over)',
    ]);
  },
);
