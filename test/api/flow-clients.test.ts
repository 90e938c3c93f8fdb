import { beforeAll, describe, expect, test } from 'vitest';
import { useApi } from '../support/api.ts';
import type { Paths } from '../support/paths.ts';
import { atOnce } from '../support/repeat.ts';

const api = useApi();
const foreign = { status: 403, body: { code: 'foreign-execution' } };
let other: string;
beforeAll(async () => {
  other = await api.local.token(undefined, 'other');
});

const secured = (made: Paths) => `${made.conversation}/flows/ivr/secureattributes`;
const tier = { attributes: { tier: 'gold' } };

/** Whatever a client does in an execution. */
const uses: readonly { what: string; method: string; path: (made: Paths) => string; body?: object }[] = [
  { what: 'sets', method: 'POST', path: (made) => made.flow(), body: tier },
  {
    what: 'sets on the conversation',
    method: 'POST',
    path: (made) => made.flow(),
    body: { ...tier, target: 'conversation' },
  },
  {
    what: 'says that it is a bot',
    method: 'POST',
    path: (made) => made.flow(),
    body: { attributes: {}, flowType: 'bot' },
  },
  { what: 'gets', method: 'GET', path: (made) => made.flow() },
  { what: 'gets as a bot', method: 'GET', path: (made) => `${made.flow()}?flowType=bot` },
  { what: 'flushes', method: 'POST', path: (made) => made.flush() },
  { what: 'flushes a last batch', method: 'POST', path: (made) => made.flush(), body: tier },
  { what: 'sets secured attributes', method: 'POST', path: secured, body: { attributes: { pin: '9999' } } },
  { what: 'gets secured attributes', method: 'GET', path: secured },
];

describe('an execution belongs to the client that first wrote in it', () => {
  test.each(uses)('another that $what is refused, whether it is pending or flushed', async ({ method, path, body }) => {
    const made = await api.make();
    await api.ok('POST', made.flow(), { body: { attributes: { tier: 'silver' } } });
    expect(await api.call(method, path(made), { body, token: other })).toMatchObject(foreign);
    await api.ok('POST', made.flush());
    expect(await api.call(method, path(made), { body, token: other })).toMatchObject(foreign);
    expect((await api.ok('GET', made.attributes())).body.attributes).toEqual({ tier: 'silver' });
    expect((await api.ok('GET', secured(made))).body.attributes).toEqual({});
  });

  test('also when its first write was a flush, secured, or said no more than that it is a bot', async () => {
    const made = await api.make();
    const flow = (execution: string) => `${made.conversation}/flows/${execution}`;
    await api.ok('POST', `${flow('flushed')}/flush`, { body: tier });
    await api.ok('POST', `${flow('secured')}/secureattributes`, { body: { attributes: { pin: '1' } } });
    await api.ok('POST', `${flow('bot')}/attributes`, { body: { attributes: {}, flowType: 'bot' } });
    await api.ok('GET', `${flow('reader')}/attributes?flowType=bot`);
    for (const execution of ['flushed', 'secured', 'bot', 'reader']) {
      expect(await api.call('GET', `${flow(execution)}/attributes`, { token: other })).toMatchObject(foreign);
    }
  });

  test('a read and a flush of nothing make it nobody’s, and each client may have executions of its own', async () => {
    const made = await api.make();
    await api.ok('GET', made.flow());
    await api.ok('POST', made.flush());
    await api.ok('POST', made.flow(), { body: tier, token: other });
    expect(await api.call('GET', made.flow())).toMatchObject(foreign);
    await api.ok('POST', made.flow('mine'), { body: { attributes: { step: '1' } } });
    expect((await api.ok('GET', made.flow('mine'))).body.attributes).toEqual({ step: '1' });
  });

  test('of two clients whose first sets race only one succeeds', async () => {
    const made = await api.make();
    const answers = await atOnce(20, (number) => {
      const body = { attributes: { by: number % 2 ? 'other' : 'local' } };
      return api.call('POST', made.flow(), { body, ...(number % 2 && { token: other }) });
    });
    const winners = new Set(answers.flatMap(({ status }, number) => (status === 202 ? [number % 2] : [])));
    expect(winners.size).toBe(1);
    const losers = answers.filter(({ status }) => status !== 202);
    expect(losers).toHaveLength(10);
    for (const answer of losers) expect(answer).toMatchObject(foreign);
  });

  test('in wrap-up too, and nobody’s is left when the conversation is over', async () => {
    const made = await api.make();
    await api.ok('POST', made.flow(), { body: tier });
    await api.ok('PATCH', made.conversation, { body: { state: 'wrapup' } });
    expect(await api.call('GET', made.flow(), { token: other })).toMatchObject(foreign);
    expect((await api.ok('GET', made.flow())).body.attributes).toEqual({ tier: 'gold' });
    await api.ok('PATCH', made.conversation, { body: { state: 'handled' } });
    expect((await api.call('GET', made.flow(), { token: other })).body.code).toBe('conversation-ended');
  });
});
