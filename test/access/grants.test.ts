import { beforeAll, expect, test } from 'vitest';
import { jobs } from '#contract/jobs.ts';
import type { Operation as Contract } from '#contract/operations.ts';
import { operations } from '#contract/operations.ts';
import { limits } from '#domain/limits.ts';
import { useSecuredApi } from '../secured-api/support/api.ts';
import { securedFlow, securedOf } from '../secured-api/support/paths.ts';
import { clocked, useClock } from '../support/clock.ts';
import { decideOnly } from '../support/decided.ts';
import { examplePath } from '../support/example-path.ts';
import { type Paths, pathsOf } from '../support/paths.ts';

const day = 24 * 60 * 60 * 1000;
const { start, setClock } = useClock();
const secured = useSecuredApi({ ...clocked, changes: true });
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
const contactData = '/RI/cmi/contactData';
const ofConversation = ({ conversation }: Paths) => conversation;

/** The container of others: what it seals, the one that is watched has not seen the key of. */
let inOther: Readonly<Record<string, string>>;
beforeAll(async () => {
  inOther = secured.toThisContainer();
  await secured.renew();
});

/** A conversation with a secured value, whose key the container that serves now has not seen. */
async function withSecured() {
  const made = await api.make();
  await api.ok('PATCH', securedOf(made), { body: pin, headers: inOther });
  return made;
}

const onSecured =
  (method: string, path: (made: Paths) => string, body?: object): Situation =>
  async () => {
    const made = await withSecured();
    return () => api.ok(method, path(made), { ...(body && { body }) });
  };

/** A request that opens a secured value of a conversation that is erased meanwhile. */
const erasedMeanwhile =
  (method: string, path: (made: Paths) => string, body?: object): Situation =>
  async () => {
    const made = await withSecured();
    const { container } = secured;
    return () => {
      const note = container.before;
      container.before = async (call) => {
        await note(call);
        if (call.name !== 'PutItem changes') return;
        container.before = () => undefined;
        await api.ok('DELETE', made.conversation);
        container.before = note;
      };
      return api.call(method, path(made), { ...(body && { body }) });
    };
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

/** A list that reads another index, because the table lacks the one that it asks first. */
const withoutIndex =
  (path: string): Situation =>
  async () => {
    const { container } = secured;
    return () => {
      const note = container.before;
      container.before = async (call) => {
        await note(call);
        const { IndexName } = call.input as { readonly IndexName?: string };
        if (IndexName === undefined || IndexName === 'byDay') return;
        const message = `The table does not have the specified index: ${IndexName}`;
        throw Object.assign(new Error(message), { name: 'ValidationException' });
      };
      return api.ok('GET', path);
    };
  };

const found = { participants: [{ purpose: 'customer', addresses: [{ type: 'phone', uri: 'found' }] }] };

/** What a list of interactions is asked for. */
const lists = (path: string): readonly Situation[] => [
  async () => {
    await api.make(found);
    return () => api.ok('GET', `${path}?state=active&address=found`);
  },
  async () => () => api.ok('GET', `${path}?state=active`),
  withoutIndex(`${path}?state=active`),
];

/** A search in each of the indexes of values, of which the first finds one in wrap-up. */
const searches =
  (path: string): Situation =>
  async () => {
    const names = Array.from({ length: limits.searchableNames }, (_, number) => `searched-${number}`);
    for (const name of names) {
      await api.ok('PUT', `/api/v2/settings/attributes/${name}`, { body: { searchable: true } });
    }
    const { conversation } = await api.make({ data: { [names[0] ?? '']: 'x' } });
    await api.ok('PATCH', conversation, { body: { state: 'wrapup' } });
    return async () => {
      for (const name of names) await api.ok('GET', `${path}?attribute=${name}&equals=x`);
    };
  };

/** The example of a contract, asked of a conversation that has a secured value if the operation may use KMS. */
const ofExample =
  (operation: Contract): Situation =>
  async () => {
    const { method, kms, example } = operation;
    const { id } = kms ? await withSecured() : await api.make();
    const query = { ...example.query, ...(example.query?.contact_id && { contact_id: id }) };
    const path = `${examplePath(operation, { conversationId: id })}?${new URLSearchParams(query)}`;
    const body = example.body as object | undefined;
    return () => api.call(method, path, { ...(body && { body }) });
  };

/** A request on a record that is there. */
const withRecord =
  (method: string, rest: string, body?: object): Situation =>
  async () => {
    const schemas = '/api/v2/conversations/customattributes/schemas';
    const properties = { tier: { type: 'string' } };
    const schema = { $schema: 'http://json-schema.org/draft-04/schema#', title: 'Tiers', properties };
    await api.call('POST', schemas, { body: schema });
    const { conversation } = await api.make({ data: { tier: 'gold' } });
    return () => api.ok(method, `${conversation}/customattributes${rest}`, { ...(body && { body }) });
  };

/** Of operations whose example alone does not call all that they ever call: situations in which they do. */
const situations: Readonly<Record<string, readonly Situation[]>> = {
  'find-conversations': [...lists('/api/v2/conversations'), searches('/api/v2/conversations')],
  'get-contact-log': [
    async () => () => api.ok('GET', '/api/v2/reports/contact-log'),
    searches('/api/v2/reports/contact-log'),
  ],
  'list-interactions': lists('/api/v2/interactions'),
  'list-media-conversations': [
    async () => {
      await api.make();
      return () => api.ok('GET', '/api/v2/conversations/calls');
    },
    withoutIndex('/api/v2/conversations/calls'),
  ],
  'create-conversation': [
    plain('POST', () => '/api/v2/conversations', { type: 'voice', participants: [] }),
    async () => {
      const { id } = await api.make();
      return () => api.call('POST', '/api/v2/conversations', { body: { id, type: 'voice', participants: [] } });
    },
    plain('POST', () => '/api/v2/conversations', {
      ...{ type: 'voice', participants: [], channelId: 'shop', metadata: { tier: 'gold' } },
    }),
  ],
  'patch-conversation': [
    plain('PATCH', ofConversation, { queueId: 'sales' }),
    onSecured('PATCH', ofConversation, { state: 'handled' }),
  ],
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
  'remove-participant': [
    plain('DELETE', ({ participants }) => `${participants}/customer-1`),
    nowhere('DELETE', ({ participants }) => `${participants}/customer-1`),
  ],
  'patch-participant-attributes': [
    plain('PATCH', (made) => made.attributes(), tier),
    nowhere('PATCH', (made) => made.attributes(), tier),
  ],
  'patch-interaction': [
    plain('PATCH', ({ interaction }) => interaction, { participants: [{ id: 'customer', ...tier }] }),
    nowhere('PATCH', ({ interaction }) => interaction, { participants: [{ id: 'customer', ...tier }] }),
  ],
  'patch-customattributes': [withRecord('PATCH', '', { id: 'tiers', customAttributes: { tier: 'silver' } })],
  'delete-customattributes': [withRecord('DELETE', '/tiers')],
  'set-attributes': [plain('POST', (made) => made.flow(), tier), nowhere('POST', (made) => made.flow(), tier)],
  'get-attributes': [
    plain('GET', (made) => made.flow()),
    plain('GET', (made) => `${made.flow()}?flowType=bot`),
    unfinished((made) => ['GET', `${made.flow()}?flowType=bot`]),
  ],
  'set-flow-secureattributes': [
    plain('POST', (made) => securedFlow(made), pin),
    onSecured('POST', (made) => securedFlow(made), pin),
    unfinished((made) => ['POST', securedFlow(made), { ...pin, flowType: 'bot' }]),
  ],
  'get-flow-secureattributes': [
    onSecured('GET', (made) => securedFlow(made)),
    plain('GET', (made) => `${securedFlow(made)}?flowType=bot`),
    unfinished((made) => ['GET', `${securedFlow(made)}?flowType=bot`]),
    erasedMeanwhile('GET', (made) => securedFlow(made)),
  ],
  'put-secureattributes': [
    plain('PUT', securedOf, { ...pin, version: 0 }),
    onSecured('PUT', securedOf, { ...pin, version: 1 }),
    erasedMeanwhile('PUT', securedOf, { ...pin, version: 1 }),
  ],
  'patch-secureattributes': [
    plain('PATCH', securedOf, pin),
    onSecured('PATCH', securedOf, pin),
    erasedMeanwhile('PATCH', securedOf, pin),
  ],
  'get-secureattributes': [onSecured('GET', securedOf), erasedMeanwhile('GET', securedOf)],
  'export-conversation': [
    onSecured('GET', ({ conversation }) => `${conversation}/export`),
    erasedMeanwhile('GET', ({ conversation }) => `${conversation}/export`),
  ],
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
  'post-contact-data': [
    async () => {
      const { id, conversation } = await api.make();
      await api.ok('PATCH', conversation, { body: { state: 'wrapup' } });
      return () => api.ok('POST', contactData, { body: { contact_id: id, data: { tier: 'gold' } } });
    },
    unfinished(({ id }) => ['POST', contactData, { contact_id: id, data: { tier: 'gold' } }]),
    async () => () => api.call('POST', contactData, { body: { contact_id: 'nobody', data: { tier: 'gold' } } }),
  ],
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

/** What a situation's request calls, as its contract writes it; with `isFirst` as the first one of a container, which reads definitions of attributes. */
async function callsIn(situation: Situation, isFirst: boolean): Promise<readonly string[]> {
  const request = await situation();
  if (isFirst) secured.container.forgetDefinitions();
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

const works: readonly (Pick<Contract, 'operation' | 'dynamodb' | 'kms'> & { readonly own?: Situation })[] = [
  ...operations.map((one) => ({ ...one, own: ofExample(one) })),
  ...jobs,
];

test.each(works)(
  '$operation calls exactly what its contract grants',
  async ({ operation, dynamodb, kms = [], own }) => {
    const granted = Object.entries({ ...dynamodb, kms }).flatMap(([on, actions]) =>
      actions.map((action) => `${on}: ${action}`),
    );
    const called: string[] = [];
    for (const situation of situations[operation] ?? (own ? [own] : [])) {
      called.push(...(await callsIn(situation, dynamodb.settings !== undefined)));
    }
    expect([...new Set(called)].sort()).toEqual(granted.sort());
  },
);
