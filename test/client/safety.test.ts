import { describe, expect, test, vi } from 'vitest';
import { ConversationAttributes, NoAnswer, RequestRefused } from '../../clients/typescript/src/index.ts';
import type { ClientOptions } from '../../clients/typescript/src/transport.ts';
import { useApi } from '../support/api.ts';
import { atOnce } from '../support/repeat.ts';

const api = useApi();

function connect(options: Partial<ClientOptions> = {}): ConversationAttributes {
  const { url: baseUrl } = api.local;
  return new ConversationAttributes({ baseUrl, clientId: 'local', clientSecret: 'local-secret', ...options });
}

/** A `fetch` whose answers to these methods are lost: as many as are said. What was sent has arrived. */
function losing(methods: RegExp, count: number): typeof fetch {
  let left = count;
  return async (input, init) => {
    const response = await fetch(input, init);
    if (new URL(String(input)).pathname === '/oauth/token' || !methods.test(init?.method ?? 'GET')) return response;
    if (left === 0) return response;
    left -= 1;
    await response.arrayBuffer();
    throw new TypeError('fetch failed');
  };
}

/** A `fetch` whose first answer to these methods is lost, and somebody else writes before the next attempt. */
function overwritten(methods: RegExp, write: () => Promise<unknown>): typeof fetch {
  const losingOne = losing(methods, 1);
  return async (input, init) => {
    const [answer] = await Promise.allSettled([losingOne(input, init)]);
    if (answer.status === 'fulfilled') return answer.value;
    await write();
    throw answer.reason;
  };
}

/** Makes a voice call with one customer. */
async function makeCall(client: ConversationAttributes) {
  const { id } = await client.createConversation({ type: 'voice', participants: [{ purpose: 'customer' }] });
  return client.conversation(id);
}

describe('when answers are lost', () => {
  test('a conversation is made once', async () => {
    const externalId = 'lost-creation';
    await connect({ fetch: losing(/POST/, 2) }).createConversation({ type: 'voice', externalId, participants: [] });
    const found = [];
    for await (const { id } of connect().findConversations({ externalId })) found.push(id);
    expect(found).toHaveLength(1);
  });

  test('a patch is applied once, and its retry is no conflict with itself', async () => {
    const call = await makeCall(connect());
    const lost = connect({ fetch: losing(/PATCH/, 3) }).conversation((await call.get()).id);
    expect(await lost.participant('customer').patch({ tier: 'gold' }, { version: 1 })).toMatchObject({ version: 2 });
    expect(await call.participant('customer').attributes()).toEqual({ attributes: { tier: 'gold' }, version: 2 });
  });

  test('a flush that another has overwritten since brings nothing back', async () => {
    const call = await makeCall(connect());
    const { id } = await call.get();
    await call.flow('ivr').set({ tier: 'gold' });
    const overwrite = () => call.participant('customer').patch({ tier: 'silver' });
    const lost = connect({ fetch: overwritten(/POST/, overwrite) });
    expect(await lost.conversation(id).flow('ivr').flush()).toMatchObject({ flushed: ['tier'] });
    expect((await call.participant('customer').attributes()).attributes).toEqual({ tier: 'silver' });
  });

  test('settings that another has overwritten since are not brought back', async () => {
    const mine = { savedAttributes: ['mine'], retentionDays: 30 };
    const theirs = { savedAttributes: ['theirs'], retentionDays: 30 };
    const overwrite = () => connect().putChannelTypeSettings('voice', theirs);
    const lost = connect({ fetch: overwritten(/PUT/, overwrite) });
    expect(await lost.putChannelTypeSettings('voice', mine)).toMatchObject(theirs);
    expect(await connect().channelTypeSettings('voice')).toMatchObject(theirs);
  });

  test('a web channel that another has changed since is not changed back', async () => {
    const overwrite = () => connect().webChannel('shop').patchSettings({ type: 'webmessaging' });
    const lost = connect({ fetch: overwritten(/PATCH/, overwrite) });
    expect(await lost.webChannel('shop').patchSettings({ type: 'webchat' })).toMatchObject({ type: 'webmessaging' });
    expect(await connect().webChannel('shop').settings()).toMatchObject({ type: 'webmessaging' });
  });

  test('a change that builds on what was read is made once', async () => {
    const call = await makeCall(connect());
    const lost = connect({ fetch: losing(/PATCH/, 1) }).conversation((await call.get()).id);
    for (let count = 0; count < 3; count++) {
      await lost.participant('customer').updateAttributes(({ calls = 0 }) => ({ calls: Number(calls) + 1 }));
    }
    expect((await call.participant('customer').attributes()).attributes).toEqual({ calls: 3 });
  });

  test('a conversation is erased once, and that is no error', async () => {
    const { id } = await (await makeCall(connect())).get();
    await expect(
      connect({ fetch: losing(/DELETE/, 2) })
        .conversation(id)
        .erase(),
    ).resolves.toBeUndefined();
  });

  test('another process goes on with the key of NoAnswer', async () => {
    const call = await makeCall(connect());
    const { id } = await call.get();
    const lost = connect({ fetch: losing(/POST/, 1), attempts: 1 });
    const error = await lost
      .conversation(id)
      .addParticipant({ purpose: 'agent' })
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(NoAnswer);
    const { idempotencyKey } = error as NoAnswer;
    const again = await call.addParticipant({ purpose: 'agent' }, { idempotencyKey });
    expect(again.id).toBe('agent-1');
    expect((await call.get()).participants?.map((one) => one.id)).toEqual(['customer-1', 'agent-1']);
  });

  test('a key that was used for another body is refused', async () => {
    const customer = (await makeCall(connect())).participant('customer');
    await customer.patch({ tier: 'gold' }, { idempotencyKey: 'one' });
    const other = customer.patch({ tier: 'silver' }, { idempotencyKey: 'one' });
    await expect(other).rejects.toMatchObject({ status: 422, code: 'idempotency-key-reused', idempotencyKey: 'one' });
  });
});

describe('updateAttributes', () => {
  test('loses nothing of 12 writers at once', async () => {
    const call = await makeCall(connect());
    const { id } = await call.get();
    const change = vi.fn(({ calls = 0 }, number: number) => ({ calls: Number(calls) + 1, [`of-${number}`]: true }));
    await atOnce(12, (number) =>
      connect()
        .conversation(id)
        .participant('customer')
        .updateAttributes((read) => change(read, number)),
    );
    const { attributes } = await call.participant('customer').attributes();
    expect(attributes.calls).toBe(12);
    expect(Object.keys(attributes)).toHaveLength(13);
    // There were conflicts, or this would prove nothing.
    expect(change.mock.calls.length).toBeGreaterThan(12);
  });

  test('of the data of a conversation loses nothing of 5 writers at once', async () => {
    const call = await makeCall(connect());
    await atOnce(5, () => call.updateData(({ steps = 0 }) => ({ steps: Number(steps) + 1 })));
    expect((await call.get()).data).toEqual({ steps: 5 });
  });

  test('writes nothing when nothing is to change', async () => {
    const customer = (await makeCall(connect())).participant('customer');
    expect(await customer.updateAttributes(() => undefined)).toEqual({ attributes: {}, version: 1 });
    expect(await customer.updateAttributes(() => ({}))).toEqual({ attributes: {}, version: 1 });
  });

  test('passes on what the change throws, and what is no conflict', async () => {
    const customer = (await makeCall(connect())).participant('customer');
    const broken = customer.updateAttributes(() => Promise.reject(new Error('the CRM is down')));
    await expect(broken).rejects.toThrow('the CRM is down');
    const refused = customer.updateAttributes(() => ({ long: 'x'.repeat(9000) }));
    await expect(refused).rejects.toBeInstanceOf(RequestRefused);
    expect((await customer.attributes()).attributes).toEqual({});
  });
});

test('a refusal carries its code, what was wrong, and the current version', async () => {
  const customer = (await makeCall(connect())).participant('customer');
  const values = Object.fromEntries([1, 2].map((number) => [`long-${number}`, 'x'.repeat(9000)]));
  const refused = await customer.patch(values).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(RequestRefused);
  expect(refused).toMatchObject({
    status: 422,
    code: 'unprocessable-content',
    contextId: expect.stringMatching(/.{8}/),
    errors: [{ name: 'long-1' }, { name: 'long-2' }],
  });
  await customer.patch({ tier: 'gold' });
  const stale = customer.patch({ tier: 'silver' }, { version: 1 });
  await expect(stale).rejects.toMatchObject({ status: 409, code: 'version-conflict', currentVersion: 2 });
});

test('a number that JavaScript can not hold loses no digit to a change beside it', async () => {
  const { attributes, id } = await api.make();
  await api.ok('PATCH', attributes(), { body: '{"attributes":{"account":12345678901234567890}}' });
  const customer = connect().conversation(id).participant('customer');
  const read = await customer.updateAttributes(() => ({ tier: 'gold' }));
  expect(read.attributes.account).toBe(12345678901234567000);
  expect((await api.ok('GET', attributes())).text).toContain('"account":12345678901234567890');
});
