import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { useApi } from '../support/api.ts';
import { pathsOf } from '../support/paths.ts';
import { DataActionService, type Input, type Taken } from './data-action-service.ts';

const api = useApi();
let genesys: DataActionService;
const credentials = () => ({ apiUrl: api.url, tokenUrl: `${api.url}/oauth/token`, ...api.credentials });
beforeAll(() => {
  genesys = new DataActionService(credentials());
});

/** A call that a flow has begun. */
async function beginCall(input: Input = {}) {
  const conversationId = `call-${randomUUID()}`;
  await genesys.execute('begin-conversation', { conversationId, type: 'voice', ...input });
  const run = (flow: string) => (action: string, given: Input) =>
    genesys.execute(action, { conversationId, flowExecutionId: `${conversationId}-${flow}`, ...given });
  const attributes = async () =>
    (await api.ok('GET', pathsOf(conversationId).attributes('customer-1'))).body.attributes;
  return { conversationId, run, attributes };
}

const read = async (taking: Promise<Taken>) => {
  const { output } = (await taking) as Extract<Taken, { readonly path: 'success' }>;
  return { attributes: JSON.parse(`${output.attributes}`), notSet: output.notSet };
};
const got = (attributes: object, notSet: readonly string[] = []) => ({ attributes, notSet });

describe('a flow of data actions', () => {
  test('sets, gets its own values, flushes, and the flow to which it transfers recalls them', async () => {
    const { run, attributes } = await beginCall({
      addressType: 'tel',
      addressUri: 'tel:+4930123456',
      queueId: 'sales',
    });
    const first = run('welcome');
    const set = { attribute1Name: 'tier', attribute1Value: 'gold', attribute2Name: 'reason', attribute2Value: 'order' };
    expect(await first('set-conversation-data', set)).toEqual({
      path: 'success',
      output: { pending: ['tier', 'reason'], revision: expect.any(Number) },
    });
    expect(await read(first('get-conversation-data', { name1: 'tier', name2: 'segment' }))).toEqual(
      got({ tier: 'gold' }, ['segment']),
    );
    expect(await attributes()).toEqual({});
    expect(await first('flush', {})).toMatchObject({ path: 'success', output: { flushed: ['tier', 'reason'] } });
    expect(await read(run('agent')('get-conversation-data', {}))).toEqual(got({ tier: 'gold', reason: 'order' }));
  });

  test('sets ten attributes at once, and removes what has no value', async () => {
    const { run, attributes } = await beginCall();
    const numbers = Array.from({ length: 10 }, (_, index) => index + 1);
    const ten = Object.fromEntries(
      numbers.flatMap((one) => [
        [`attribute${one}Name`, `name ${one}`],
        [`attribute${one}Value`, `${one}`],
      ]),
    );
    await run('ivr')('set-conversation-data', ten);
    await run('ivr')('flush', {});
    const all = Object.fromEntries(numbers.map((one) => [`name ${one}`, `${one}`]));
    expect(await attributes()).toEqual(all);
    const names = Object.fromEntries(numbers.map((one) => [`name${one}`, `name ${one}`]));
    expect(await read(run('ivr')('get-conversation-data', names))).toEqual(got(all));
    await run('ivr')('set-conversation-data', {
      attribute1Name: 'name 1',
      attribute2Name: 'name 2',
      attribute2Value: '',
    });
    await run('ivr')('flush', {});
    expect(Object.keys(await attributes())).toHaveLength(8);
  });

  test('means the conversation itself, or both, where its target says so', async () => {
    const { run } = await beginCall();
    const ivr = run('ivr');
    await ivr('set-conversation-data', {
      target: 'conversation',
      attribute1Name: 'campaign',
      attribute1Value: 'autumn',
    });
    await ivr('set-conversation-data', { participantId: 'customer', attribute1Name: 'tier', attribute1Value: 'gold' });
    expect(await read(ivr('get-conversation-data', { target: 'conversation' }))).toEqual(got({ campaign: 'autumn' }));
    const both = { target: 'any', participantId: 'customer', name1: 'tier', name2: 'campaign' };
    expect(await read(ivr('get-conversation-data', both))).toEqual(got({ tier: 'gold', campaign: 'autumn' }));
  });

  test('keeps secured data apart, and a bot takes Failure for it', async () => {
    const { run } = await beginCall();
    const ivr = run('ivr');
    await ivr('set-secured-data', { attribute1Name: 'pin', attribute1Value: '1234' });
    expect(await read(ivr('get-secured-data', { name1: 'pin' }))).toEqual(got({ pin: '1234' }));
    expect(await read(ivr('get-conversation-data', {}))).toEqual(got({}));
    for (const [action, input] of [
      ['set-secured-data', { attribute1Name: 'pin', attribute1Value: '1' }],
      ['get-secured-data', { name1: 'pin' }],
    ] as const) {
      expect(await run('bot')(action, { ...input, flowType: 'bot' })).toMatchObject({
        path: 'failure',
        status: 403,
        answer: { code: 'secured-not-for-bots' },
      });
    }
  });

  test('loses nothing where it ends without a flush: the end applies what is pending', async () => {
    const { conversationId, run } = await beginCall();
    await run('ivr')('set-conversation-data', { attribute1Name: 'outcome', attribute1Value: 'solved' });
    const end = { conversationId, state: 'wrapup', wrapupCode: 'solved', wrapupNotes: 'said "thanks"' };
    expect(await genesys.execute('end-conversation', end)).toMatchObject({ output: { state: 'wrapup' } });
    expect(await read(run('survey')('get-conversation-data', {}))).toEqual(got({ outcome: 'solved' }));
  });

  test('corrects what is kept of a conversation that has ended', async () => {
    await api.ok('PUT', '/api/v2/settings/channels/voice', {
      body: { savedAttributes: ['outcome', 'nps'], retentionDays: 1 },
    });
    const { conversationId } = await beginCall();
    await genesys.execute('end-conversation', { conversationId, state: 'handled' });
    const data = { conversationId, attribute1Name: 'nps', attribute1Value: '9' };
    expect(await genesys.execute('add-contact-data', data)).toMatchObject({ output: { contact_id: conversationId } });
    const { body } = await api.ok('GET', `/RI/cmi/contactData?contact_id=${conversationId}`);
    expect(JSON.stringify(body)).toContain('"nps":"9"');
  });

  test('does no harm where an action is run again after its answer was lost', async () => {
    const { conversationId, run, attributes } = await beginCall();
    const again = { conversationId, type: 'voice' };
    expect(await genesys.execute('begin-conversation', again)).toMatchObject({ path: 'success' });
    const set = { attribute1Name: 'tier', attribute1Value: 'gold' };
    for (const _ of [1, 2]) await run('ivr')('set-conversation-data', set);
    await run('ivr')('flush', {});
    await api.ok('PATCH', pathsOf(conversationId).attributes(), { body: { attributes: { tier: 'platinum' } } });
    expect(await run('ivr')('flush', {})).toMatchObject({ output: { flushed: [] } });
    expect(await attributes()).toEqual({ tier: 'platinum' });
  });
});

test.each([
  ['quotes and backslashes', 'a"b\\c', '"}, "x": "'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is of Velocity.
  ['Velocity', '$input.x ${credentials.clientSecret} #if(1)', '#set($x=1)$esc.url("a")#end ## #*'],
  ['what separates in URLs', 'a&name=b?c=d/../e#f%20+g', 'a b+c'],
  ['other scripts and emoji', 'Ä ذ 字', '👋🏽'],
  ['line ends and markup', 'a b', 'a\tb\nb\r\u2028<script>'],
])('%s come and go as they are', async (_, name, value) => {
  const { run, attributes } = await beginCall();
  const set = await run('ivr')('set-conversation-data', {
    attribute1Name: 'first',
    attribute1Value: value,
    attribute2Name: name,
    attribute2Value: value,
  });
  expect(set).toMatchObject({ path: 'success' });
  expect(await read(run('ivr')('get-conversation-data', { name1: name, name2: 'first' }))).toEqual(
    got({ [name]: value, first: value }),
  );
  await run('ivr')('flush', {});
  expect(await attributes()).toEqual({ first: value, [name]: value });
});

test('an id that would change the path is refused: it goes nowhere else', async () => {
  const input = { conversationId: 'a/../../x?y', flowExecutionId: 'f', attribute1Name: 'tier', attribute1Value: 'x' };
  const taken = await genesys.execute('set-conversation-data', input);
  // A gateway may decode the slash before it looks for a route.
  expect([400, 404]).toContain(taken.path === 'failure' && taken.status);
});

test('a refusal takes Failure, with the code and what would be right', async () => {
  const { run } = await beginCall();
  expect(
    await genesys.execute('get-conversation-data', { conversationId: 'none', flowExecutionId: 'ivr' }),
  ).toMatchObject({ path: 'failure', status: 404, answer: { code: 'conversation-not-found' } });
  const long = { attribute1Name: 'x', attribute1Value: 'y'.repeat(9_000) };
  expect(await run('ivr')('set-conversation-data', long)).toMatchObject({
    path: 'failure',
    status: 422,
    answer: { errors: [{ name: 'x' }] },
  });
});

test('a wrong secret fails at the token end point', async () => {
  const wrong = new DataActionService({ ...credentials(), clientSecret: 'wrong' });
  const input = { conversationId: 'call-1', flowExecutionId: 'ivr' };
  await expect(wrong.execute('flush', input)).rejects.toThrow('INVALID_CREDENTIALS: {"error":"invalid_client"');
});
