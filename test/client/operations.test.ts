import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { operations as contracts } from '#contract/operations.ts';
import {
  ConversationAttributes,
  type ConversationById,
  isRefused,
  type Written,
} from '../../clients/typescript/src/index.ts';
import { useApi } from '../support/api.ts';
import { check } from './contract.ts';
import { recorder } from './recorder.ts';

const api = useApi({ changes: true });
const wire = recorder();
let client: ConversationAttributes;
/** Of its own for each run: an id that was erased can't be taken again. */
const id = `call-${randomUUID()}`;
const externalId = `acd-${id}`;
const shopId = `shop-${randomUUID()}`;

beforeAll(() => {
  client = new ConversationAttributes({ baseUrl: api.url, ...api.credentials, fetch: wire.fetch });
});

/** What has changed in a conversation up to a version of its secured attributes: a deployment keeps it a moment later. */
async function readChanges(call: ConversationById, securedVersion: number) {
  for (;;) {
    const answer = await call.changesSince();
    if (answer.changes.at(-1)?.securedVersion === securedVersion) return answer;
    await sleep(50);
  }
}

/** Everything in a list. */
async function all<Item>(list: AsyncIterable<Item>): Promise<readonly Item[]> {
  const items: Item[] = [];
  for await (const item of list) items.push(item);
  return items;
}

// Each test goes on where the one before has ended: one call, from its start to what is kept of it.
describe('the client', () => {
  test('says what its access token may do', async () => {
    const { scopes, queues, expires } = await client.describeToken();
    expect(scopes).toEqual(expect.arrayContaining(['flow:read', 'secured:write']));
    expect(queues).toEqual(['*']);
    expect(Date.parse(expires)).toBeGreaterThan(Date.now());
  });

  test('sets and reads what is kept of a channel type', async () => {
    const settings = { savedAttributes: ['tier', 'outcome'], retentionDays: 30 };
    const put = await client.putChannelTypeSettings('voice', settings);
    expect(put).toMatchObject(settings);
    const read = await client.channelTypeSettings('voice');
    expect(read).toEqual(put);
    expect((await client.putChannelTypeSettings('voice', read)).version).toBe(read.version + 1);
    await expect(client.putChannelTypeSettings('voice', read)).rejects.toMatchObject({ code: 'version-conflict' });
  });

  test('defines an attribute, and removes its definition', async () => {
    const name = `points ${randomUUID()}`;
    const put = await client.putAttributeDefinition(name, { type: 'integer', maxBytes: 9 });
    expect(put).toMatchObject({ name, type: 'integer', maxBytes: 9 });
    const read = await client.attributeDefinition(name);
    expect(read).toEqual(put);
    expect(await client.attributeDefinitions()).toContainEqual(put);
    const { version } = await client.putAttributeDefinition(name, {
      ...read,
      type: 'enum',
      values: ['gold', 'silver'],
    });
    const stale = { status: 412, code: 'precondition-failed', currentVersion: version };
    await expect(client.deleteAttributeDefinition(name, { version: read.version })).rejects.toMatchObject(stale);
    await client.deleteAttributeDefinition(name, { version });
    await expect(client.attributeDefinition(name)).rejects.toMatchObject({ code: 'attribute-not-defined' });
  });

  test('makes a conversation and finds it', async () => {
    const from = new Date().toISOString();
    const made = await client.createConversation({
      id,
      type: 'voice',
      queueId: 'sales',
      externalId,
      data: { campaign: 'autumn' },
      participants: [
        { purpose: 'customer', addresses: [{ type: 'tel', uri: 'tel:+1' }], attributes: { orders: [1, { n: 2 }] } },
      ],
    });
    expect(made).toMatchObject({ id, state: 'active', version: 1, data: { campaign: 'autumn' } });
    const query = { state: 'active', type: 'voice', queueId: 'sales', address: 'tel:+1', externalId } as const;
    const found = await all(
      client.findConversations({ ...query, from, to: new Date(Date.now() + 1000).toISOString() }),
    );
    expect(found).toEqual([expect.objectContaining({ id, queueId: 'sales' })]);
  });

  test('reads and changes a conversation', async () => {
    const call = client.conversation(id);
    expect(await call.patch({ queueId: 'support', data: { campaign: null, lead: 7 }, version: 1 })).toMatchObject({
      queueId: 'support',
      data: { lead: 7 },
      version: 2,
    });
    expect(await call.updateData(({ lead }) => ({ lead: Number(lead) + 1 }))).toMatchObject({ data: { lead: 8 } });
    expect(await call.get()).toMatchObject({ data: { lead: 8 }, participants: [{ id: 'customer-1' }] });
    expect(await call.addParticipant({ purpose: 'agent', externalId: 'a-17' })).toMatchObject({ id: 'agent-1' });
  });

  test('sets, gets and flushes in a flow execution', async () => {
    const flow = client.conversation(id).flow('ivr-7');
    expect(await flow.set({ tier: 'gold' }, { flowType: 'inboundcall' })).toMatchObject({ pending: ['tier'] });
    expect(await flow.get(['tier', 'Tier'], { flowType: 'inboundcall' })).toMatchObject({
      attributes: { tier: 'gold' },
      notSet: [{ name: 'Tier', didYouMean: 'tier' }],
    });
    await flow.set({ desk: 'B12' }, { participantId: 'agent' });
    await flow.set({ step: 'menu' }, { target: 'conversation' });
    expect(await flow.get(['step'])).toMatchObject({ notSet: [{ name: 'step', setOn: 'conversation' }] });
    expect(await flow.get(['step', 'tier'], { target: 'any' })).toMatchObject({
      attributes: { tier: 'gold', step: 'menu' },
      setOn: { tier: 'participant', step: 'conversation' },
    });
    expect(await flow.get([], { target: 'conversation' })).toMatchObject({ attributes: { lead: 8, step: 'menu' } });
    expect(await flow.flush({ reason: 'order' }, { target: 'participant', participantId: 'customer' })).toMatchObject({
      flushed: expect.arrayContaining(['tier', 'desk', 'step', 'reason']),
    });
    expect(await flow.flush({}, { flowType: 'inboundcall' })).toMatchObject({ flushed: [] });
  });

  test('reads and patches the attributes of a participant', async () => {
    const customer = client.conversation(id).participant('customer');
    const { attributes, version } = await customer.attributes();
    expect(attributes).toMatchObject({ tier: 'gold', reason: 'order', orders: [1, { n: 2 }] });
    const patched = await customer.patch({ orders: null, big: 2 ** 53 }, { version });
    expect(patched).toEqual({ attributes: { tier: 'gold', reason: 'order', big: 2 ** 53 }, version: version + 1 });
    expect(await customer.updateAttributes(() => ({ outcome: 'sold' }))).toMatchObject({ version: version + 2 });
    expect(await customer.updateAttributes(() => undefined)).toMatchObject({ version: version + 2 });
  });

  test('merges objects where it is told to, and replaces them else', async () => {
    const made = await client.createConversation({ type: 'voice', participants: [{ purpose: 'customer' }] });
    const call = client.conversation(made.id);
    const customer = call.participant('customer');
    await call.patch({ data: { form: { a: 1, b: 2 } } });
    expect(await call.patch({ data: { form: { b: null, c: 3 } } }, { mergeObjects: true })).toMatchObject({
      data: { form: { a: 1, c: 3 } },
    });
    await customer.patch({ form: { a: 1 } });
    const { version } = await customer.patch({ form: { b: 2 } }, { mergeObjects: true });
    const one = { id: 'customer-1', version, attributes: { form: { c: 3 } } };
    await call.patchInteraction([one], { mergeObjects: true });
    expect((await customer.attributes()).attributes.form).toEqual({ a: 1, b: 2, c: 3 });
    expect((await customer.patch({ form: {} })).attributes.form).toEqual({});
  });

  test('patches under the condition that attributes have certain values', async () => {
    const made = await client.createConversation({ type: 'voice', participants: [{ purpose: 'customer' }] });
    const call = client.conversation(made.id);
    const customer = call.participant('customer');
    await customer.patch({ tier: 'silver' }, { if: { tier: null } });
    const refused = await customer.patch({ tier: 'gold' }, { if: { tier: null } }).catch((error) => error);
    expect(isRefused(refused, 'values-differ') && refused.differences).toEqual([
      { name: 'tier', participantId: 'customer-1', current: 'silver' },
    ]);
    await call.patchInteraction([{ id: 'customer', attributes: { tier: 'gold' }, if: { tier: 'silver' } }]);
    await expect(call.patch({ queueId: 'vip', if: { lead: 1 } })).rejects.toMatchObject({
      differences: [{ name: 'lead', current: null }],
    });
    expect((await customer.attributes()).attributes).toEqual({ tier: 'gold' });
  });

  test('reads and patches a live interaction', async () => {
    const call = client.conversation(id);
    const { version } = await call.interaction();
    const listed = await all(client.listInteractions({ externalId, expand: 'attributes' }));
    expect(listed).toEqual([await call.interaction()]);
    const patched = await call.patchInteraction([{ id: 'agent', version: 2, attributes: { desk: null } }], { version });
    expect(patched.version).toBe(version + 1);
    expect(patched.participants).toContainEqual(
      expect.objectContaining({ id: 'customer-1', addresses: [{ type: 'tel', uri: 'tel:+1' }] }),
    );
  });

  test('has a participant leave, on a version only if that is current', async () => {
    const call = client.conversation(id);
    const agent = call.participant('agent');
    const { version } = await agent.attributes();
    await expect(agent.leave({ version: version - 1 })).rejects.toMatchObject({ code: 'precondition-failed' });
    expect(await agent.leave({ version })).toBeUndefined();
    await expect(agent.leave()).rejects.toMatchObject({ status: 404, code: 'participant-not-found' });
    const { participants = [] } = await call.get();
    expect(participants).toMatchObject([{ id: 'customer-1' }, { id: 'agent-1', endTime: expect.any(String) }]);
  });

  test('writes and reads secured attributes', async () => {
    const call = client.conversation(id);
    const flow = call.flow('pay-1');
    expect(await flow.setSecured({ card: '4111' })).toMatchObject({ pending: ['card'] });
    expect(await flow.getSecured(['card'])).toMatchObject({ attributes: { card: '4111' } });
    expect(await flow.flush()).toMatchObject({ flushed: [], securedFlushed: 1 });
    expect(await call.secured()).toEqual({ attributes: { card: '4111' }, version: 1 });
    expect(await call.replaceSecured({ iban: 'DE02' }, 1)).toMatchObject({ names: ['iban'], version: 2 });
    expect(await call.patchSecured({ iban: null, pin: '1' })).toMatchObject({ names: ['pin'], version: 3 });
    const { reveals } = await call.reveals();
    expect(reveals.map(({ names, by }) => [by.operation, names])).toEqual([
      ['get-flow-secureattributes', ['card']],
      ['get-secureattributes', ['card']],
      ['put-secureattributes', ['iban']],
      ['patch-secureattributes', ['pin']],
    ]);
    expect((await call.reveals(reveals[2]?.id)).reveals).toEqual(reveals.slice(3));
  });

  test('says what has changed, by whom and when', async () => {
    const call = client.conversation(id);
    const { changes, revision, version, more } = await readChanges(call, 3);
    expect(changes[0]).toMatchObject({ revision: 1, events: [{ type: 'conversation.started' }, {}, {}, {}] });
    expect(changes.at(-1)).toMatchObject({
      ...{ revision, version, by: { operation: 'patch-secureattributes' } },
      events: [{ type: 'secured-attributes.changed', set: ['pin'], removed: ['iban'] }],
    });
    expect(more).toBeUndefined();
    expect(await call.changesSince(revision)).toEqual({ changes: [], revision, version });
    const { secured } = await call.provenance();
    expect(secured).toMatchObject({ pin: { revision, by: { operation: 'patch-secureattributes' } } });
  });

  test('gives everything that is held', async () => {
    await client.conversation(id).flow('late-1').set({ note: 'x' });
    await client.conversation(id).flow('late-1').setSecured({ pin: null });
    expect(await client.conversation(id).names()).toEqual({
      pending: [expect.objectContaining({ execution: 'late-1', name: 'note', target: 'participant' })],
      secured: ['pin'],
      pendingSecured: [{ execution: 'late-1', name: 'pin', removes: true }],
    });
    const held = await client.conversation(id).export();
    expect(held.pending).toEqual([expect.objectContaining({ execution: 'late-1', name: 'note', value: 'x' })]);
    expect(held.secured.attributes).toEqual({ pin: '1' });
  });

  test('ends a conversation, and reads and adds to what is kept of it', async () => {
    const call = client.conversation(id);
    await call.patch({ state: 'wrapup', wrapup: { code: 'solved', notes: 'called back' } });
    expect(await call.interaction({ state: 'wrapup' })).toMatchObject({ id });
    expect((await call.get()).wrapup).toEqual({ code: 'solved', notes: 'called back' });
    await client.addContactData(id, { outcome: 'sold twice' });
    await client.addContactData(id, { tier: null });
    await client.addContactData(id, { tier: 'gold' });
    expect(await call.patch({ queueId: null })).not.toHaveProperty('queueId');
    await call.patch({ queueId: 'support' });
    await call.patch({ state: 'handled' });
    const kept = { tier: 'gold', outcome: 'sold twice' };
    expect((await call.history()).data).toEqual(kept);
    expect(await client.contactData(id)).toEqual(kept);
    const log = await all(client.contactLog({ type: 'voice', queueId: 'support' }));
    expect(log).toEqual([expect.objectContaining({ id, data: kept })]);
  });

  test('erases a conversation, on a version only if that is current', async () => {
    const call = client.conversation(id);
    const { version } = await call.get();
    const stale = call.erase({ version: version - 1 });
    await expect(stale).rejects.toMatchObject({ status: 412, code: 'precondition-failed', currentVersion: version });
    expect(await call.erase({ version })).toBeUndefined();
    const gone = client.conversation(id).get();
    await expect(gone).rejects.toMatchObject({ status: 404, code: 'conversation-not-found' });
  });

  test('sets up a web channel and passes messages on', async () => {
    const shop = client.webChannel(shopId);
    const allowed = ['segment', { name: 'priority', type: 'integer' as const }];
    const settings = { type: 'webmessaging', attributes: { allowed }, version: 1 };
    expect(await shop.patchSettings({ attributes: { allowed } })).toEqual(settings);
    const read = await shop.settings();
    expect(read).toEqual(settings);
    expect(await shop.patchSettings(read)).toEqual({ ...settings, version: 2 });
    await expect(shop.patchSettings(read)).rejects.toMatchObject({ code: 'version-conflict', currentVersion: 2 });
    const own = { savedAttributes: ['segment'], retentionDays: 7 };
    expect(await shop.patchSettings(own)).toEqual({ ...settings, ...own, version: 3 });
    const none = { savedAttributes: null, retentionDays: null };
    expect(await shop.patchSettings(none)).toEqual({ ...settings, version: 4 });
    const { conversationId, accepted, dropped } = await shop.send({
      message: { text: 'Hello', channel: { metadata: { customAttributes: { segment: 'new' } } } },
      metadata: { priority: 5, shoe: 44 },
      message_metadata: { segment: 'vip' },
    });
    expect(accepted).toEqual(expect.arrayContaining(['segment', 'priority']));
    expect(dropped).toEqual([{ name: 'shoe', reason: 'not-allowed' }]);
    expect(await shop.send({ conversationId, message: { text: 'Again' } })).toMatchObject({ conversationId });
  });
});

test('a client that may only write is told what it has written, and no more', async () => {
  const scope = api.scope('conversation:write');
  const writer = new ConversationAttributes({ baseUrl: api.url, ...api.credentials, scope, fetch: wire.fetch });
  const { id } = await client.createConversation({ type: 'voice', data: { theirs: 1 }, participants: [] });
  const written = await writer.conversation(id).patch<Written>({ data: { ours: 2 } });
  expect(written).toEqual({ id, version: 2, names: ['ours'] });
});

describe('compared with the OpenAPI document', () => {
  let checked: readonly ReturnType<typeof check>[];
  beforeAll(() => {
    checked = wire.exchanges.map(check);
  });

  test('every request and answer of the client is as it says', () => {
    expect(checked.flatMap(({ wrong }) => wrong)).toEqual([]);
    expect(checked.length).toBeGreaterThan(40);
  });

  test('every operation whose contract names a method of the client is used here', () => {
    const used = new Set(checked.map(({ operationId }) => operationId));
    const named = contracts.filter((one) => typeof one.client === 'string').map(({ operation }) => operation);
    expect(named.filter((operation) => !used.has(operation))).toEqual([]);
    expect([...used].filter((operation) => !named.includes(operation))).toEqual([]);
  });

  test('every write has an Idempotency-Key of its own, and no read has one', () => {
    const keys = (isRead: boolean) =>
      wire.exchanges
        .filter(({ method }) => (method === 'GET') === isRead)
        .map(({ headers }) => headers.get('idempotency-key'));
    const [written, read] = [keys(false), keys(true)];
    expect(written).not.toContain(null);
    expect(new Set(written).size).toBe(written.length);
    expect(new Set(read)).toEqual(new Set([null]));
  });
});
