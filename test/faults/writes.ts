import { randomUUID } from 'node:crypto';
import { makePartitionKey } from '#dynamodb/item-keys.ts';
import type { Api, CallOptions } from '../support/api.ts';
import { type Paths, pathsOf } from '../support/paths.ts';

/** A write, ready to be sent to a conversation that has what it needs. */
export interface Prepared {
  /** A text that every request to the store has which this write makes, and no other has. */
  readonly mark: string;
  readonly method: string;
  readonly path: string;
  readonly options: CallOptions;
  /** Where to read all that is held after it. */
  readonly view: string;
}

/** A kind of write. */
export interface Write {
  /** For a test's title. */
  readonly write: string;
  /** Whether another write comes before it, which makes ready what it needs and changes nothing that a caller sees. */
  readonly isSecond?: true;
  prepare(api: Api): Promise<Prepared>;
}

const conversations = '/api/v2/conversations';
const channel = '/api/v2/webchat/channels/widget';

const participants = [
  { purpose: 'customer', addresses: [{ type: 'phone', uri: 'tel:+43' }], attributes: { tier: 'gold', old: 1 } },
  { id: 'a1', purpose: 'agent' },
];

/** Sets up what the writes need beside conversations. */
export async function setUp(api: Api): Promise<void> {
  const settings = { savedAttributes: ['tier', 'step', 'order'], retentionDays: 30 };
  await api.ok('PUT', '/api/v2/settings/channels/voice', { body: settings });
  await api.ok('PATCH', channel, { body: { settings: { webchat: { attributes: { allowed: ['tier'] } } } } });
}

/** The part of a prepared write that its conversation gives. */
function of(made: Paths): Pick<Prepared, 'mark' | 'view'> {
  const mark = makePartitionKey(process.env.ID_KEY ?? '', made.id);
  return { mark, view: `${made.conversation}/export` };
}

type Options = CallOptions | ((made: Paths) => CallOptions);

/** A write to a conversation with a customer, an agent and pending writes of one execution. */
function to(write: string, method: string, path: (made: Paths) => string, options: Options, after?: object): Write {
  const prepare = async (api: Api): Promise<Prepared> => {
    const made = await api.make({ id: randomUUID(), participants, data: { order: 17 } });
    await api.ok('POST', made.flow(), { body: { attributes: { step: 'menu', old: null } } });
    await api.ok('POST', made.flow(), { body: { target: 'conversation', attributes: { step: 'menu' } } });
    if (after) await api.ok('PATCH', made.conversation, { body: after });
    const sent = typeof options === 'function' ? options(made) : options;
    return { ...of(made), method, path: path(made), options: sent };
  };
  return { write, prepare };
}

/** A write that makes a conversation under an id of the caller's. */
function making(write: string, path: string, body: (id: string) => object, prefix = ''): Write {
  const prepare = async (): Promise<Prepared> => {
    const made = pathsOf(`${prefix}${randomUUID()}`);
    return { ...of(made), method: 'POST', path, options: { body: body(made.id) } };
  };
  return { write, prepare };
}

/** How the ids of conversations begin that messages on the channel make. */
const ofGuests = `${channel.split('/').at(-1)}:`;
const guest = (conversationId: string) => ({ conversationId, message: { text: 'hi' }, metadata: { tier: 'guest' } });
const created = { type: 'voice', data: { order: 17 }, participants };

const creations: readonly Write[] = [
  making('creation under an id', conversations, (id) => ({ ...created, id })),
  making('the first message of a guest', `${channel}/messages`, guest, ofGuests),
  {
    write: 'creation without an id',
    prepare: async () => {
      const mark = randomUUID();
      const options = { body: { ...created, externalId: mark } };
      return { mark, method: 'POST', path: conversations, options, view: `${conversations}?externalId=${mark}` };
    },
  },
  {
    write: 'a later message of a guest',
    prepare: async (api) => {
      const made = pathsOf(`${ofGuests}${randomUUID()}`);
      await api.ok('POST', `${channel}/messages`, { body: { ...guest(made.id), metadata: {} } });
      return { ...of(made), method: 'POST', path: `${channel}/messages`, options: { body: guest(made.id) } };
    },
  },
];

const attributes = { tier: 'platinum', old: null, desk: { number: 7 } };
/** More than an operation id has room for. */
const longNames = Object.fromEntries(Array.from({ length: 50 }, (_, number) => [`${'long'.repeat(20)}${number}`, 'x']));
const ofCustomer = (made: Paths) => made.attributes('customer-1');
const ofConversation = (made: Paths) => made.conversation;
const secured = (made: Paths) => `${made.conversation}/secureattributes`;
const pin = { pin: '1234' };
const ifMatch = (tag: number) => ({ 'if-match': `"${tag}"` });
const end = (state: string, more?: object) => ({ body: { state, ...more } });

/** Every kind of write to a conversation. */
export const conversationWrites: readonly Write[] = [
  ...creations,
  to('a set', 'POST', (made) => made.flow('other'), { body: { attributes: { tier: 'silver' } } }),
  to('a set in an execution that has set before', 'POST', (made) => made.flow(), {
    body: { attributes: { step: '2' } },
  }),
  to('a flush', 'POST', (made) => made.flush(), {}),
  to('a flush with a last batch', 'POST', (made) => made.flush(), { body: { attributes: { last: 'one' } } }),
  to('a flush of many long names', 'POST', (made) => made.flush(), { body: { attributes: longNames } }),
  to('a blind patch of a participant', 'PATCH', ofCustomer, { body: { attributes } }),
  to('a patch of a participant with If-Match', 'PATCH', ofCustomer, { body: { attributes }, headers: ifMatch(1) }),
  to('a patch of a participant with its version', 'PATCH', ofCustomer, { body: { attributes, version: 1 } }),
  to('a patch of an interaction with versions', 'PATCH', (made) => made.interaction, {
    body: { version: 1, participants: ['customer-1', 'a1'].map((id) => ({ id, version: 1, attributes })) },
  }),
  to('a blind patch of data', 'PATCH', ofConversation, { body: { data: attributes } }),
  to('a patch of data with If-Match', 'PATCH', ofConversation, { body: { data: attributes }, headers: ifMatch(1) }),
  to('a new call queue', 'PATCH', ofConversation, { body: { queueId: 'sales' } }),
  to('a participant who joins', 'POST', (made) => made.participants, {
    body: { purpose: 'agent', attributes: { a: 1 } },
  }),
  to('a participant who leaves', 'DELETE', (made) => `${made.participants}/a1`, {}),
  to('a participant who leaves with If-Match', 'DELETE', (made) => `${made.participants}/a1`, { headers: ifMatch(1) }),
  to('a wrap-up alone', 'PATCH', ofConversation, { body: { wrapup: { code: 'sale', notes: 'by phone' } } }),
  // The first secured value of a conversation comes after its internal id.
  {
    ...to('a secured set', 'POST', (made) => `${made.conversation}/flows/pay/secureattributes`, {
      body: { attributes: pin },
    }),
    isSecond: true,
  },
  { ...to('a secured patch', 'PATCH', secured, { body: { attributes: pin } }), isSecond: true },
  { ...to('a secured replacement', 'PUT', secured, { body: { version: 0, attributes: pin } }), isSecond: true },
  to('the end in wrap-up', 'PATCH', ofConversation, end('wrapup', { wrapup: { code: 'sale' } })),
  to('the end with If-Match', 'PATCH', ofConversation, { ...end('wrapup'), headers: ifMatch(1) }),
  to('the end at once', 'PATCH', ofConversation, end('handled')),
  to('the end after wrap-up', 'PATCH', ofConversation, end('handled'), { state: 'wrapup' }),
  to('abandonment', 'PATCH', ofConversation, end('abandoned')),
  to(
    'data that is added after the end',
    'POST',
    () => '/RI/cmi/contactData',
    (made) => ({ body: { contact_id: made.id, data: { tier: 'added' } } }),
    { state: 'wrapup' },
  ),
  { ...to('erasure', 'DELETE', ofConversation, {}), isSecond: true },
  { ...to('erasure with If-Match', 'DELETE', ofConversation, { headers: ifMatch(1) }), isSecond: true },
];

/** Of settings: those of channel types are written alike, but are six, and no test could have its own. */
const channelPatch: Write = {
  write: 'a patch of a web channel',
  prepare: async (api) => {
    const mark = randomUUID();
    const path = `/api/v2/webchat/channels/${mark}`;
    await api.ok('PATCH', path, { body: { settings: { webchat: { type: 'webchat' } } } });
    const body = { settings: { webchat: { attributes: { allowed: ['tier'] } } } };
    return { mark, method: 'PATCH', path, options: { body }, view: path };
  },
};

/** Every kind of write. */
export const writes: readonly Write[] = [...conversationWrites, channelPatch];
