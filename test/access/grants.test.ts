import { expect, test } from 'vitest';
import { jobs } from '#contract/jobs.ts';
import type { Operation as Contract } from '#contract/operations.ts';
import { operations } from '#contract/operations.ts';
import { useSecuredApi } from '../secured-api/support/api.ts';
import { securedFlow, securedOf } from '../secured-api/support/paths.ts';
import { clocked, useClock } from '../support/clock.ts';
import { decideOnly } from '../support/decided.ts';
import { type Paths, pathsOf } from '../support/paths.ts';

const day = 24 * 60 * 60 * 1000;
const { start, setClock } = useClock();
const secured = useSecuredApi(clocked);
const { api } = secured;

/** Makes ready what a request needs, and gives the request. */
type Situation = () => Promise<() => Promise<unknown>>;

/** A request that needs nothing but a conversation, or none. */
const plain =
  (method: string, path: (made: Paths) => string, body?: object): Situation =>
  async () => {
    const made = await api.make();
    return () => api.call(method, path(made), { ...(body && { body }) });
  };

/** The same for a conversation that is not there: only a read tells so. */
const nowhere = (method: string, path: (made: Paths) => string, body?: object): Situation => {
  const request = () => api.call(method, path(pathsOf('nobody')), { ...(body && { body }) });
  return async () => request;
};

const pin = { attributes: { pin: '1234' } };
const tier = { attributes: { tier: 'gold' } };
const channel = '/api/v2/webchat/channels/widget';
const settings = () => '/api/v2/settings/channels/voice';
const contactData = '/RI/cmi/contactData';
const ofConversation = ({ conversation }: Paths) => conversation;

/** A conversation with a secured value, whose key the container that serves now has not seen. */
async function withSecured() {
  const made = await api.make();
  await api.ok('PATCH', securedOf(made), { body: pin });
  await secured.renew();
  return made;
}

const onSecured =
  (method: string, path: (made: Paths) => string, body?: object): Situation =>
  async () => {
    const made = await withSecured();
    return () => api.ok(method, path(made), { ...(body && { body }) });
  };

/** A request on a conversation in wrap-up whose end is decided and not finished. */
const unfinished =
  (request: (made: Paths) => readonly [method: string, path: string, body?: object]): Situation =>
  async () => {
    const made = await api.make();
    await decideOnly(made.id, 'wrapup', ['tier'], start);
    const [method, path, body] = request(made);
    return () => api.call(method, path, { ...(body && { body }) });
  };

/** For each operation the situations in which it calls all that it ever calls. */
const situations: Readonly<Record<string, readonly Situation[]>> = {
  'create-conversation': [
    plain('POST', () => '/api/v2/conversations', { type: 'voice', participants: [] }),
    async () => {
      const { id } = await api.make();
      return () => api.call('POST', '/api/v2/conversations', { body: { id, type: 'voice', participants: [] } });
    },
  ],
  'get-conversation': [plain('GET', ofConversation)],
  'patch-conversation': [
    plain('PATCH', ofConversation, { queueId: 'sales' }),
    onSecured('PATCH', ofConversation, { state: 'handled' }),
  ],
  'find-conversations': [plain('GET', () => '/api/v2/conversations')],
  'get-conversation-history': [plain('GET', ({ conversation }) => `${conversation}/history`)],
  'get-channel-type-settings': [plain('GET', settings)],
  'put-channel-type-settings': [plain('PUT', settings, { savedAttributes: ['tier'], retentionDays: 1 })],
  'erase-conversation': [
    onSecured('DELETE', ofConversation),
    // Somebody writes between the entry in the journal and the erasure, which names a version.
    async () => {
      const made = await api.make();
      const { container } = secured;
      return async () => {
        const note = container.before;
        container.before = async (call) => {
          await note(call);
          if (call.name === 'PutItem erasures') {
            await api.ok('PATCH', made.conversation, { body: { queueId: 'sales' } });
          }
        };
        return api.call('DELETE', made.conversation, { headers: { 'if-match': '"1"' } });
      };
    },
  ],
  'add-participant': [plain('POST', ({ participants }) => participants, { purpose: 'agent' })],
  'remove-participant': [
    plain('DELETE', ({ participants }) => `${participants}/customer-1`),
    nowhere('DELETE', ({ participants }) => `${participants}/customer-1`),
  ],
  'get-participant-attributes': [plain('GET', (made) => made.attributes())],
  'patch-participant-attributes': [
    plain('PATCH', (made) => made.attributes(), tier),
    nowhere('PATCH', (made) => made.attributes(), tier),
  ],
  'get-interaction': [plain('GET', ({ interaction }) => interaction)],
  'patch-interaction': [
    plain('PATCH', ({ interaction }) => interaction, { participants: [{ id: 'customer', ...tier }] }),
    nowhere('PATCH', ({ interaction }) => interaction, { participants: [{ id: 'customer', ...tier }] }),
  ],
  'set-attributes': [plain('POST', (made) => made.flow(), tier), nowhere('POST', (made) => made.flow(), tier)],
  'get-attributes': [
    plain('GET', (made) => made.flow()),
    plain('GET', (made) => `${made.flow()}?flowType=bot`),
    unfinished((made) => ['GET', `${made.flow()}?flowType=bot`]),
  ],
  'flush-attributes': [plain('POST', (made) => made.flush(), tier)],
  'set-flow-secureattributes': [
    plain('POST', (made) => securedFlow(made), pin),
    onSecured('POST', (made) => securedFlow(made), pin),
    unfinished((made) => ['POST', securedFlow(made), { ...pin, flowType: 'bot' }]),
  ],
  'get-flow-secureattributes': [
    onSecured('GET', (made) => securedFlow(made)),
    plain('GET', (made) => `${securedFlow(made)}?flowType=bot`),
    unfinished((made) => ['GET', `${securedFlow(made)}?flowType=bot`]),
  ],
  'get-secureattributes': [onSecured('GET', securedOf)],
  'put-secureattributes': [
    plain('PUT', securedOf, { ...pin, version: 0 }),
    onSecured('PUT', securedOf, { ...pin, version: 1 }),
  ],
  'patch-secureattributes': [plain('PATCH', securedOf, pin), onSecured('PATCH', securedOf, pin)],
  'get-webchat-channel': [plain('GET', () => channel)],
  'patch-webchat-channel': [plain('PATCH', () => channel, { settings: { webchat: { type: 'webchat' } } })],
  'post-webchat-message': [
    async () => () => api.ok('POST', `${channel}/messages`, { body: { message: { text: 'Hello' } } }),
    async () => {
      await api.ok('PATCH', channel, {
        body: { settings: { webchat: { type: 'webmessaging', attributes: { allowed: ['tier'] } } } },
      });
      const body = { conversationId: 'chat', message: { text: 'Hello' } };
      await api.ok('POST', `${channel}/messages`, { body });
      return () => api.ok('POST', `${channel}/messages`, { body: { ...body, metadata: { tier: 'gold' } } });
    },
  ],
  'get-contact-data': [plain('GET', ({ id }) => `${contactData}/${id}`)],
  'find-contact-data': [plain('GET', ({ id }) => `${contactData}?contact_id=${id}`)],
  'post-contact-data': [
    async () => {
      const { id, conversation } = await api.make();
      await api.ok('PATCH', conversation, { body: { state: 'wrapup' } });
      return () => api.ok('POST', contactData, { body: { contact_id: id, data: { tier: 'gold' } } });
    },
    unfinished(({ id }) => ['POST', contactData, { contact_id: id, data: { tier: 'gold' } }]),
    async () => () => api.call('POST', contactData, { body: { contact_id: 'nobody', data: { tier: 'gold' } } }),
  ],
  'get-contact-log': [plain('GET', () => '/api/v2/reports/contact-log')],
  'export-conversation': [onSecured('GET', ({ conversation }) => `${conversation}/export`)],
  'get-openapi': [plain('GET', () => '/openapi.json')],
  'get-error-docs': [plain('GET', () => '/docs/errors')],
  'get-health': [plain('GET', () => '/health')],
  sweep: [
    async () => {
      const made = await withSecured();
      await api.ok('POST', made.flow(), { body: tier });
      setClock(start + day / 4);
      return () => api.local.sweep();
    },
    // In wrap-up, then handled, which removes the data key, then removed.
    ...[2, 4, 40].map((days) => async () => {
      setClock(start + days * day);
      return () => api.local.sweep();
    }),
  ],
};

/** What a situation's request calls, as its contract writes it. */
async function callsIn(situation: Situation): Promise<readonly string[]> {
  const request = await situation();
  const calls: string[] = [];
  const { container } = secured;
  container.before = ({ name, input }) => {
    const { IndexName } = input as { readonly IndexName?: string };
    const [action = '', table] = name.split(' ');
    calls.push([table ?? 'kms', `${action}${IndexName === undefined ? '' : ` ${IndexName}`}`].join(': '));
  };
  await request();
  container.before = () => undefined;
  return calls;
}

const works: readonly Pick<Contract, 'operation' | 'dynamodb' | 'kms'>[] = [...operations, ...jobs];

test.each(works)('$operation calls exactly what its contract grants', async ({ operation, dynamodb, kms = [] }) => {
  const granted = Object.entries({ ...dynamodb, kms }).flatMap(([on, actions]) =>
    actions.map((action) => `${on}: ${action}`),
  );
  const called: string[] = [];
  for (const situation of situations[operation] ?? []) called.push(...(await callsIn(situation)));
  expect([...new Set(called)].sort()).toEqual(granted.sort());
});
