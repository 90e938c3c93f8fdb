import { expect, onTestFinished, test } from 'vitest';
import type { CloudEvent } from '#contract/events.ts';
import { ConversationAttributes } from '../../clients/typescript/src/index.ts';
import { EventsWebhook } from '../../local/events-webhook.ts';
import { takeBlock } from '../docs/markdown.ts';
import { useApi } from '../support/api.ts';
import { startServer } from '../support/server.ts';
import { hasShell, runShell, startShell } from '../support/shell.ts';
import { isSigned, useReceiver } from './receiver.ts';

const receiver = useReceiver();
const secret = `whsec_${Buffer.from('a secret of 24 characters').toString('base64')}`;
const quiet = { PORT: '0', DATA_DIR: 'memory', SWEEP_SECONDS: '0' };

test.runIf(hasShell)('the page has a start that tells what happens, and sends it, signed, to a webhook', async () => {
  const lines = takeBlock('docs/local.md', 'EVENTS=true EVENTS_WEBHOOK').replace(
    'http://127.0.0.1:4000/hook',
    receiver.url,
  );
  const env = { ...quiet, EVENT_VALUES: 'tier', EVENTS_WEBHOOK_SECRET: secret };
  const server = await startShell(lines, /^Conversation Attributes on (\S+)$/m, { env });
  onTestFinished(server.stop);
  const [baseUrl = ''] = server.found;
  const api = new ConversationAttributes({ baseUrl, clientId: 'local', clientSecret: 'local-secret' });
  const { id } = await api.createConversation({ type: 'voice', participants: [{ purpose: 'customer' }] });
  const conversation = api.conversation(id);
  await conversation.patchSecured({ pin: 'canary' });
  await conversation.flow('ivr').set({ note: 'canary' });
  await conversation.flow('ivr').flush({ tier: 'gold' });
  await conversation.patch({ state: 'handled' });
  const curl = takeBlock('docs/local.md', 'curl http://127.0.0.1:3000/events').replace(
    'http://127.0.0.1:3000',
    baseUrl,
  );
  const read = async (query = '') => {
    const text = await runShell(`${curl}${query}`);
    return text.split('\n').flatMap((line): CloudEvent | [] => (line ? JSON.parse(line) : []));
  };
  const events = await read();
  expect(events.map(({ type }) => type)).toEqual([
    'conversation.started.v1',
    'participant.joined.v1',
    'secured-attributes.changed.v1',
    'attributes.changed.v1',
    'flow.flushed.v1',
    'conversation.state-changed.v1',
  ]);
  expect(JSON.stringify(events)).toContain('"gold"');
  expect(JSON.stringify(events)).not.toContain('canary');
  expect(await read(`?after=${events[3]?.id}`)).toEqual(events.slice(4));
  await receiver.wait(events.length);
  expect(receiver.taken.map(({ event }) => event)).toEqual(events);
  for (const received of receiver.taken) expect(isSigned(received, secret)).toBe(true);
  expect(server.output()).toContain(`events    ${baseUrl}/events`);
  expect(server.output()).not.toContain(secret);
});

test('a webhook that does not take an event gets it again, before those that follow; after five attempts it is given up', async () => {
  const reports: string[] = [];
  const webhook = new EventsWebhook({ url: receiver.url, secret, pauseMs: 0, report: (one) => reports.push(one) });
  const attempts = new Map<string, number>();
  receiver.answer = ({ event: { id } }) => {
    attempts.set(id, (attempts.get(id) ?? 0) + 1);
    return id === 'a:2' || (id === 'a:1' && attempts.get(id) === 1) ? 500 : 200;
  };
  for (const id of ['a:1', 'b:1', 'a:2', 'a:3']) {
    webhook.send({ id, subject: id.split(':')[0] } as CloudEvent);
  }
  await receiver.wait(3);
  await webhook.close();
  const ids = receiver.taken.map(({ event }) => event.id);
  expect(ids.filter((id) => id.startsWith('a'))).toEqual(['a:1', 'a:3']);
  expect(ids).toContain('b:1');
  expect(attempts.get('a:2')).toBe(5);
  expect(reports).toEqual([`The webhook ${receiver.url} has not taken the event a:2: 500. It is not sent again.`]);
});

test.each([
  [{ EVENTS: '' }, 'but there are no events: set EVENTS=true'],
  [
    { EVENTS_WEBHOOK_SECRET: 'canary' },
    `EVENTS_WEBHOOK_SECRET can't be used. The secret of a webhook must be "whsec_"`,
  ],
])('a start with %j says what is wrong', async (settings, message) => {
  const started = startServer({ ...quiet, EVENTS: 'true', EVENTS_WEBHOOK: receiver.url, ...settings });
  await expect(started).rejects.toThrow(message);
  await expect(started).rejects.not.toThrow('canary');
});

const api = useApi();

test('without events there is nothing at /events', async () => {
  expect((await api.call('GET', '/events')).status).toBe(404);
});
