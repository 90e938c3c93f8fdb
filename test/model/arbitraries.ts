import fc from 'fast-check';
import { allowedList, guestConversation, guestsBag, requiredList, webChannel } from './guest-values.ts';
import type { SymbolicRequest, VersionName } from './symbols.ts';
import { bag, legalName, newBag, queryName } from './values.ts';

type Op = SymbolicRequest['op'];
type Of<O extends Op> = Extract<SymbolicRequest, { op: O }>;
type Fields<O extends Op> = { [Field in keyof Of<O>]: fc.Arbitrary<Of<O>[Field]> };

/** Present one time in `absent + 1`. */
function rarely<T>(arbitrary: fc.Arbitrary<T>, absent = 3): fc.Arbitrary<T | undefined> {
  return fc.oneof({ weight: absent, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
}

const channelType = fc.constantFrom(
  ...['voice', 'voice', 'voice', 'callback', 'webchat', 'webmessaging', 'whatsapp', 'task', 'email'],
);
/** Conversations by their letter, most of them one. */
export const anyConversation = fc.oneof(
  { weight: 12, arbitrary: fc.constant('a') },
  { weight: 6, arbitrary: fc.constantFrom('b', 'b', 'made', 'made', 'guest') },
  { weight: 1, arbitrary: fc.constant('never') },
);
const participantId = fc.constantFrom(
  ...['customer', 'agent', 'customer-1', 'agent-1', 'agent-2', 'toString', 'a-participant-with-a-long-id'],
);
const p = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('customer', 'agent') },
  { weight: 1, arbitrary: participantId },
);
const f = fc.constantFrom('ivr', 'ivr', 'constructor', 'an-execution-with-a-long-id');
const queueId = fc.constantFrom('sales', 'support');
/** To none, now and then. */
const nextQueue = fc.constantFrom('sales', 'support', null);
const externalId = fc.constantFrom('crm-1', 'crm-2', 'constructor');
const uri = fc.constantFrom('tel:+491', 'mailto:a@example.org');
const text = fc.constantFrom('resolved', '+call back', '電話');
/** Few keys, so that one comes again with another body. */
const merge = rarely(fc.constant(true as const), 2);
const key = rarely(fc.constantFrom('key-1', 'key-2', 'key-3'), 2);
const ifMatch: fc.Arbitrary<VersionName | undefined> = rarely(
  fc.constantFrom('current', 'current', 'stale', 'any', 'listed', 'weak', 'garbage'),
  4,
);
const pageSize = rarely(fc.constantFrom(1, 2));
const version = rarely(fc.constantFrom(0, 0, 1), 4);
/** Who may only write is told less. */
const blind = fc.constantFrom(undefined, undefined, undefined, true);
const usually = fc.constantFrom(true, true, true, true, false);
/** Mostly none, and mostly from the usual client. */
const calling = {
  flowType: rarely(fc.constantFrom('inboundcall', 'Voice', 'bot', 'BOT', 'DigitalBot', ' bot', 'ivr'), 8),
  by: rarely(fc.constant('other' as const), 8),
};
const placement = {
  participantId: rarely(p, 1),
  target: fc.constantFrom(undefined, undefined, 'participant' as const),
};
const onAny = { participantId: rarely(p, 1), target: fc.constant('any' as const) };
const onData = { participantId: fc.constant(undefined), target: fc.constant('conversation' as const) };

const request = <O extends Op>(op: O, fields: Omit<Fields<O>, 'op'>) =>
  fc.record({ op: fc.constant(op), ...fields }) as unknown as fc.Arbitrary<Of<O>>;

const firstFacts = { id: fc.constant('a'), queueId: rarely(queueId, 1), externalId: rarely(externalId, 1), key };

const usualBeginning = request('create', {
  ...firstFacts,
  type: channelType,
  data: fc.constant(undefined),
  participants: fc.tuple(
    fc.record({ id: fc.constantFrom(undefined, 'a-participant-with-a-long-id'), purpose: fc.constant('customer') }),
    fc.record({ id: fc.constantFrom(undefined, 'toString'), purpose: fc.constant('agent') }),
  ),
});

/** Two agents, of whom either may have the value that is kept. */
const handedOver = request('create', {
  ...firstFacts,
  type: fc.constant('voice'),
  data: fc.constant(undefined),
  participants: fc.tuple(
    fc.record({ purpose: fc.constant('customer') }),
    fc.record({ purpose: fc.constant('agent'), attributes: fc.constant(new Map([['tier', '"first"']])) }),
    fc.record({ purpose: fc.constant('agent'), attributes: fc.constant(new Map([['tier', '"last"']])) }),
  ),
});

/** Makes a conversation that most requests can be about. */
export const firstRequest = fc.oneof({ weight: 4, arbitrary: usualBeginning }, { weight: 1, arbitrary: handedOver });

/** Has something kept of most conversations, or taken from guests, or leaves it at nothing. */
export const firstSettings: fc.Arbitrary<SymbolicRequest> = fc.oneof(
  request('writeSettings', {
    type: fc.constantFrom('voice', 'voice', 'voice', 'webmessaging', 'task'),
    savedAttributes: fc.constantFrom([], ['tier', 'order', 'language'], ['__proto__', 'tier']),
    retentionDays: fc.constantFrom(30, 90),
    activeMaxSeconds: fc.constantFrom(undefined, undefined, 7_200, 172_800),
    ...{ ifMatch, version, key },
  }),
  request('patchChannel', {
    channel: fc.constant('site'),
    type: fc.constantFrom(undefined, 'webchat'),
    allowed: allowedList,
    required: fc.constant(undefined),
    savedAttributes: rarely(fc.constant(['tier', 'order']), 2),
    retentionDays: fc.constantFrom(undefined, 2),
    ...{ ifMatch, version, key },
  }),
);

/** What requests are about. */
export interface About {
  /** Of 100 values, how many are near the limit of 8 KiB. */
  readonly large: number;
  /** Conversations by their letter. */
  readonly c: fc.Arbitrary<string>;
}

/** Conversations whose saved data somebody wants. */
const endedConversation = fc.oneof(
  { weight: 3, arbitrary: fc.constant('ended') },
  { weight: 1, arbitrary: anyConversation },
);

/** Requests by operation. */
export function requestsOf({ large, c }: About) {
  const json = bag({ of: 'json', large });
  const strings = bag({ of: 'string', large });
  const fresh = newBag({ of: 'json', large });
  const guestBag = guestsBag(large);
  const expecting = { if: rarely(bag({ of: 'json', large }, 2), 4), holds: usually };
  const participantFor = (...purposes: string[]) =>
    fc.record({
      id: rarely(participantId, 3),
      purpose: fc.constantFrom(...purposes),
      externalId: rarely(externalId),
      addresses: rarely(fc.array(fc.record({ type: fc.constant('phone'), uri }), { maxLength: 2 })),
      attributes: rarely(fresh, 1),
    });
  const participant = participantFor('customer', 'agent', 'supervisor');
  const isUnique = (ids: readonly (string | undefined)[]) => {
    const given = ids.filter((id) => id !== undefined);
    return new Set(given).size === given.length;
  };
  const participants = fc
    .oneof(
      { weight: 3, arbitrary: fc.tuple(participantFor('customer'), participantFor('agent')) },
      { weight: 1, arbitrary: fc.array(participant, { maxLength: 4 }) },
    )
    .filter((some) => isUnique(some.map(({ id }) => id)));
  // Mostly as it is read, if at all.
  const patched = fc
    .record({ id: p, attributes: json, ...expecting, version, isRead: fc.nat(3) })
    .map(({ isRead, ...one }) => ({ ...one, ...(isRead === 0 && { type: one.id.split('-')[0] }) }));
  const unique = fc.uniqueArray(patched, { selector: ({ id }) => id, maxLength: 3 });
  const wrapup = fc.record({ code: rarely(text, 1), notes: rarely(text, 1) });
  const states = ['wrapup', 'wrapup', 'wrapup', 'wrapup', 'handled', 'handled', 'abandoned', 'active'];
  return {
    create: (id: fc.Arbitrary<string>) =>
      request('create', {
        ...{ id, type: channelType, queueId: rarely(queueId, 1), externalId: rarely(externalId, 1) },
        ...{ data: rarely(fresh, 1), metadata: rarely(guestBag), channelId: rarely(webChannel) },
        ...{ participants, key, blind },
      }),
    read: request('read', {
      c,
      expand: rarely(fc.subarray(['participants', 'wrapup', 'data'], { minLength: 1 }), 1),
      ifNoneMatch: ifMatch,
    }),
    patch: request('patch', {
      ...{ c, merge, data: rarely(json, 1), queueId: rarely(nextQueue), wrapup: rarely(wrapup), ifMatch, version, key },
      ...expecting,
      blind,
      state: fc.constant(undefined),
    }),
    end: request('patch', {
      ...{
        c,
        merge,
        data: rarely(json, 2),
        queueId: rarely(nextQueue),
        wrapup: rarely(wrapup, 1),
        ifMatch,
        version,
        key,
      },
      ...expecting,
      blind,
      state: fc.constantFrom(...states),
    }),
    erase: request('erase', { c, ifMatch, key }),
    join: request('join', { c, participant, key, blind }),
    leave: request('leave', { c, p, ifMatch, key }),
    readAttributes: request('readAttributes', { c, p, ifNoneMatch: ifMatch }),
    patchAttributes: request('patchAttributes', {
      ...{ c, p, merge, attributes: json, ...expecting, ifMatch, version, key, blind },
    }),
    readInteraction: request('readInteraction', {
      ...{ c, ifNoneMatch: ifMatch },
      state: rarely(fc.subarray(['active', 'wrapup'] as const, { minLength: 1 }), 2),
    }),
    patchInteraction: request('patchInteraction', {
      ...{ c, merge, participants: fc.oneof(unique, unique, unique, fc.array(patched, { maxLength: 3 })) },
      ...{ ifMatch, version: rarely(fc.constantFrom(0, 0, 0, 1), 6), key, blind },
    }),
    set: fc.oneof(
      request('set', { c, f, ...placement, ...calling, attributes: strings, key }),
      request('set', { c, f, ...onData, ...calling, attributes: strings, key }),
    ),
    get: fc.oneof(
      request('get', { c, f, ...placement, ...calling, names: fc.array(queryName, { maxLength: 3 }) }),
      request('get', { c, f, ...onAny, ...calling, names: fc.array(queryName, { maxLength: 3 }) }),
      request('get', { c, f, ...onData, ...calling, names: fc.array(queryName, { maxLength: 3 }) }),
    ),
    flush: fc.oneof(
      request('flush', { c, f, ...placement, ...calling, attributes: rarely(strings, 1), key }),
      request('flush', { c, f, ...onData, ...calling, attributes: rarely(strings, 1), key }),
    ),
    setSecured: request('setSecured', { c, f, ...calling, attributes: strings, key }),
    getSecured: request('getSecured', { c, f, ...calling, names: fc.array(queryName, { maxLength: 3 }) }),
    readSecured: request('readSecured', { c, ifNoneMatch: ifMatch }),
    replaceSecured: request('replaceSecured', {
      ...{ c, attributes: newBag({ of: 'string', large }), version: fc.constantFrom(0, 0, 0, 1), ifMatch, key, blind },
    }),
    patchSecured: request('patchSecured', { c, attributes: strings, version, ifMatch, key, blind }),
    history: request('history', { c }),
    names: request('names', { c }),
    export: request('export', { c }),
    getContactData: request('getContactData', { c: endedConversation }),
    findContactData: request('findContactData', { c: endedConversation }),
    addContactData: request('addContactData', {
      ...{ c: endedConversation, data: bag({ of: 'json', large }, 2), listed: usually, key },
    }),
    contactLog: request('contactLog', {
      ...{ from: rarely(fc.nat(4), 6), to: rarely(fc.nat(4), 6), csv: usually },
      ...{ type: rarely(channelType, 6), queueId: rarely(queueId, 6), pageSize },
      state: rarely(fc.subarray(['wrapup', 'handled', 'abandoned'], { minLength: 1 }), 2),
    }),
    readChannel: request('readChannel', { channel: webChannel, ifNoneMatch: ifMatch }),
    patchChannel: request('patchChannel', {
      ...{ channel: webChannel, type: rarely(fc.constantFrom('webchat', 'webmessaging', 'sms'), 2) },
      allowed: usually.chain((given) => (given ? allowedList : fc.constant(undefined))),
      required: rarely(requiredList, 4),
      savedAttributes: rarely(fc.oneof(fc.uniqueArray(legalName, { maxLength: 6 }), fc.constant(null)), 4),
      retentionDays: rarely(fc.constantFrom(1, 30, null), 4),
      ...{ ifMatch, version, key },
    }),
    message: request('message', {
      ...{ channel: webChannel, c: guestConversation, key },
      ...{
        metadata: rarely(guestBag, 1),
        message_metadata: rarely(guestBag, 2),
        customAttributes: rarely(guestBag, 2),
      },
    }),
    readSettings: request('readSettings', { type: channelType, ifNoneMatch: ifMatch }),
    writeSettings: request('writeSettings', {
      type: channelType,
      // Seldom one twice.
      savedAttributes: fc.oneof(
        { weight: 9, arbitrary: fc.uniqueArray(legalName, { maxLength: 6 }) },
        { weight: 1, arbitrary: fc.array(legalName, { maxLength: 6 }) },
      ),
      retentionDays: fc.constantFrom(1, 30, 90),
      activeMaxSeconds: fc.constantFrom(undefined, undefined, 3_600, 7_200, 172_800),
      ...{ ifMatch, version, key, blind },
    }),
    listInteractions: request('listInteractions', {
      ...{ from: rarely(fc.nat(4)), to: rarely(fc.nat(4)) },
      ...{ state: rarely(fc.subarray(['active', 'wrapup'], { minLength: 1 }), 1), pageSize },
      ...{ type: rarely(channelType, 2), queueId: rarely(queueId, 2), expand: rarely(fc.constant('attributes'), 1) },
      ...{ address: rarely(uri, 2), externalId: rarely(externalId, 2) },
    }),
    find: request('find', {
      ...{ from: rarely(fc.nat(4)), to: rarely(fc.nat(4)) },
      ...{ state: rarely(fc.subarray(['active', 'wrapup', 'handled', 'abandoned'], { minLength: 1 }), 1), pageSize },
      ...{ type: rarely(channelType, 2), queueId: rarely(queueId, 2) },
      ...{ address: rarely(uri, 2), externalId: rarely(externalId, 2) },
    }),
    findByValue: request('find', {
      ...{ from: rarely(fc.nat(4)), to: rarely(fc.nat(4)), pageSize },
      ...{ state: rarely(fc.subarray(['active', 'wrapup', 'handled', 'abandoned'], { minLength: 1 }), 1) },
      attribute: fc.constantFrom('language', 'order'),
      equals: fc.constantFrom('gold', 'silver', 'de', '7', '__proto__', 'null'),
    }),
    findByBeginning: request('find', {
      ...{ from: rarely(fc.nat(4)), pageSize },
      attribute: fc.constantFrom('language', 'order'),
      startsWith: fc.constantFrom('gol', 'silver', '__p', 'nul'),
    }),
  };
}
