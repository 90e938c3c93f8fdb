import { describe, expect, test } from 'vitest';
import { useApi } from '../support/api.ts';
import { securedFlow, securedOf } from './support/paths.ts';

const api = useApi();

const participants = [{ purpose: 'customer', attributes: { tier: 'silver' } }];

/** A conversation whose secured attributes have version 1. */
async function makeSecured(attributes: object = { pin: '1234', card: '4111' }) {
  const made = await api.make({ participants });
  await api.ok('PUT', securedOf(made), { body: { attributes, version: 0 } });
  return made;
}

describe('a set', () => {
  test('answers 202 with the names of its request, without their values, and a revision that grows', async () => {
    const made = await api.make();
    const first = await api.call('POST', securedFlow(made), { body: { attributes: { pin: '1234', card: null } } });
    const second = await api.call('POST', securedFlow(made), {
      body: { attributes: { cvv: '1' }, flowType: 'inboundcall' },
    });
    expect([first.status, second.status]).toEqual([202, 202]);
    expect(first.body).toEqual({ pending: ['pin', 'card'], revision: expect.any(Number) });
    expect(second.body).toEqual({ pending: ['cvv'], revision: first.body.revision + 1 });
    expect(first.headers.get('cache-control')).toBe('no-store');
  });

  test('is seen by its own execution before the stored value, and by nobody else before the flush', async () => {
    const made = await makeSecured();
    const others = [
      ...[made.conversation, made.interaction, made.attributes(), made.flow('one'), securedOf(made)],
      ...[securedFlow(made, 'two'), `${made.conversation}?expand=participants,wrapup,data`],
    ];
    const read = () => Promise.all(others.map(async (path) => (await api.ok('GET', path)).text));
    const before = await read();
    await api.ok('POST', securedFlow(made, 'one'), { body: { attributes: { pin: '9999', card: null, cvv: '1' } } });
    const own = await api.ok('GET', securedFlow(made, 'one'));
    expect(own.body).toEqual({ attributes: { pin: '9999', cvv: '1' }, notSet: [], version: 1 });
    expect(await read()).toEqual(before);
  });

  test('of one name several times counts with its last value', async () => {
    const made = await makeSecured({ pin: '0' });
    for (const pin of ['1', '2', null, '3']) {
      await api.ok('POST', securedFlow(made), { body: { attributes: { pin } } });
    }
    expect((await api.ok('GET', `${securedFlow(made)}?name=pin`)).body.attributes).toEqual({ pin: '3' });
    await api.ok('POST', made.flush());
    expect((await api.ok('GET', securedOf(made))).body).toEqual({ attributes: { pin: '3' }, version: 2 });
  });

  test('of null last removes the name at the flush, and hides it from the execution before', async () => {
    const made = await makeSecured();
    for (const pin of ['1', null]) await api.ok('POST', securedFlow(made), { body: { attributes: { pin } } });
    const own = await api.ok('GET', `${securedFlow(made)}?name=pin&name=card`);
    expect(own.body).toMatchObject({ attributes: { card: '4111' }, notSet: [{ name: 'pin' }] });
    await api.ok('POST', made.flush());
    expect((await api.ok('GET', securedOf(made))).body).toEqual({ attributes: { card: '4111' }, version: 2 });
  });

  test('of nothing answers 202 and leaves nothing to flush', async () => {
    const made = await api.make();
    const { status, body } = await api.call('POST', securedFlow(made), { body: { attributes: {} } });
    expect([status, body.pending]).toEqual([202, []]);
    expect((await api.ok('POST', made.flush())).body).toEqual({ flushed: [], version: 1 });
    expect((await api.ok('GET', securedOf(made))).body.version).toBe(0);
  });

  test('repeated under its Idempotency-Key answers alike and is applied once, with another body it is refused', async () => {
    const made = await api.make();
    const request = { headers: { 'idempotency-key': 'once' }, body: { attributes: { pin: '1' } } };
    const first = await api.ok('POST', securedFlow(made), request);
    await api.ok('POST', made.flush());
    await api.ok('PATCH', securedOf(made), { body: { attributes: { pin: '2' } } });
    expect((await api.ok('POST', securedFlow(made), request)).body).toEqual(first.body);
    expect((await api.ok('GET', securedFlow(made))).body.attributes).toEqual({ pin: '2' });
    const other = await api.call('POST', securedFlow(made), { ...request, body: { attributes: { pin: '3' } } });
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
  });

  test('has names of its own: an ordinary attribute of the same name stays another one', async () => {
    const made = await api.make({ participants, data: { tier: 'data' } });
    await api.ok('POST', securedFlow(made), { body: { attributes: { tier: 'secured' } } });
    await api.ok('POST', made.flow(), { body: { attributes: { tier: 'gold' } } });
    expect((await api.ok('GET', made.flow())).body.attributes).toEqual({ tier: 'gold' });
    expect((await api.ok('GET', securedFlow(made))).body.attributes).toEqual({ tier: 'secured' });
    await api.ok('POST', made.flush());
    const { body } = await api.ok('GET', made.conversation);
    expect(body).toMatchObject({ data: { tier: 'data' }, participants: [{ attributes: { tier: 'gold' } }] });
    expect((await api.ok('GET', securedOf(made))).body.attributes).toEqual({ tier: 'secured' });
  });
});

describe('a get', () => {
  test('without names answers all, with names those, and lists the ones that are not set', async () => {
    const made = await makeSecured({ CardNumber: '4111', pin: '1234' });
    const all = await api.ok('GET', securedFlow(made));
    expect(all.body).toEqual({ attributes: { CardNumber: '4111', pin: '1234' }, notSet: [], version: 1 });
    const some = await api.ok('GET', `${securedFlow(made)}?name=pin&name=cardnumber&name=tier&name=pin`);
    expect(some.body).toEqual({
      attributes: { pin: '1234' },
      notSet: [{ name: 'cardnumber', didYouMean: 'CardNumber' }, { name: 'tier' }],
      version: 1,
    });
  });

  test('gives names and values back byte for byte, whatever they are', async () => {
    const bag = JSON.parse(
      '{"__proto__":"1","constructor":"2","a,b":"\\u0000\\n","a b":"","ü/€":"\\ufeff\\ud83d\\ude00"," x":"\\"}"}',
    );
    const made = await api.make();
    await api.ok('POST', securedFlow(made), { body: { attributes: bag } });
    const names = Object.keys(bag).map((name) => `name=${encodeURIComponent(name)}`);
    const pending = await api.ok('GET', `${securedFlow(made)}?${names.join('&')}`);
    await api.ok('POST', made.flush());
    const stored = await api.ok('GET', securedOf(made));
    for (const { body } of [pending, stored]) {
      expect(Object.entries(body.attributes).sort()).toEqual(Object.entries(bag).sort());
    }
  });

  test('works in wrap-up, with what was pending, and answers 409 once the conversation is handled', async () => {
    const made = await makeSecured();
    await api.ok('POST', securedFlow(made), { body: { attributes: { pin: '9999' } } });
    await api.ok('PATCH', made.conversation, { body: { state: 'wrapup' } });
    const { body } = await api.ok('GET', securedFlow(made));
    expect(body).toEqual({ attributes: { pin: '9999', card: '4111' }, notSet: [], version: 2 });
    await api.ok('PATCH', made.conversation, { body: { state: 'handled' } });
    const refused = await api.call('GET', securedFlow(made));
    expect(refused).toMatchObject({ status: 409, body: { code: 'conversation-ended' } });
  });
});

describe('a flush', () => {
  test('applies ordinary and secured writes in one batch: each namespace has its version raised by one', async () => {
    const made = await makeSecured();
    await api.ok('POST', made.flow(), { body: { attributes: { tier: 'gold' } } });
    await api.ok('POST', securedFlow(made), { body: { attributes: { pin: '9999', card: null } } });
    await api.ok('POST', securedFlow(made), { body: { attributes: { cvv: '1' } } });
    const flush = await api.ok('POST', made.flush(), { body: { target: 'conversation', attributes: { order: '1' } } });
    expect(flush.body).toEqual({ flushed: ['tier', 'order'], securedFlushed: 3, version: 2 });
    expect((await api.ok('GET', securedOf(made))).body).toEqual({ attributes: { pin: '9999', cvv: '1' }, version: 2 });
    const { body } = await api.ok('GET', made.conversation);
    expect(body).toMatchObject({ version: 2, data: { order: '1' }, participants: [{ attributes: { tier: 'gold' } }] });
  });

  test('of secured writes alone raises the version of the secured attributes only', async () => {
    const made = await makeSecured();
    await api.ok('POST', securedFlow(made), { body: { attributes: { pin: '9999' } } });
    expect((await api.ok('POST', made.flush())).body).toEqual({ flushed: [], securedFlushed: 1, version: 1 });
    expect((await api.ok('GET', securedOf(made))).body).toMatchObject({ attributes: { pin: '9999' }, version: 2 });
    expect((await api.ok('GET', made.conversation)).headers.get('etag')).toBe('"1"');
  });

  test('leaves the pending secured writes of other executions pending', async () => {
    const made = await makeSecured({ pin: '0' });
    for (const execution of ['one', 'two']) {
      await api.ok('POST', securedFlow(made, execution), { body: { attributes: { pin: execution } } });
    }
    await api.ok('POST', made.flush('two'));
    expect((await api.ok('GET', securedOf(made))).body.attributes).toEqual({ pin: 'two' });
    expect((await api.ok('GET', securedFlow(made, 'one'))).body.attributes).toEqual({ pin: 'one' });
    await api.ok('POST', made.flush('one'));
    expect((await api.ok('GET', securedOf(made))).body.attributes).toEqual({ pin: 'one' });
  });

  test('replayed later never brings back a secured value that somebody else has overwritten since', async () => {
    const made = await makeSecured();
    await api.ok('POST', securedFlow(made), { body: { attributes: { pin: 'flow' } } });
    const headers = { 'idempotency-key': 'flush-once' };
    const first = await api.ok('POST', made.flush(), { headers });
    await api.ok('PATCH', securedOf(made), { body: { attributes: { pin: 'other' } } });
    expect(first.body).toEqual({ flushed: [], securedFlushed: 1, version: 1 });
    expect((await api.ok('POST', made.flush(), { headers })).body).toEqual(first.body);
    expect((await api.ok('POST', made.flush())).body).toEqual({ flushed: [], version: 1 });
    expect((await api.ok('GET', securedOf(made))).body).toMatchObject({ attributes: { pin: 'other' }, version: 3 });
  });

  test('shows none or all of its secured writes to whoever reads meanwhile', async () => {
    const made = await makeSecured();
    const names = Array.from({ length: 20 }, (_, number) => `n${number}`);
    for (const round of ['1', '2', '3', '4', '5']) {
      const attributes = Object.fromEntries(names.map((name) => [name, round]));
      await api.ok('POST', securedFlow(made), { body: { attributes } });
      const reads = Array.from({ length: 4 }, () => api.ok('GET', securedOf(made)));
      const [, ...answers] = await Promise.all([api.ok('POST', made.flush()), ...reads]);
      for (const { body } of answers) expect(new Set(names.map((name) => body.attributes[name])).size).toBe(1);
    }
  });
});

describe('the end', () => {
  test.each(['handled', 'abandoned'])('as %s removes stored and pending secured attributes', async (state) => {
    const made = await makeSecured();
    await api.ok('POST', securedFlow(made), { body: { attributes: { cvv: '1' } } });
    await api.ok('PATCH', made.conversation, { body: { state } });
    expect((await api.ok('GET', securedOf(made))).body.attributes).toEqual({});
    expect((await api.ok('GET', `${made.conversation}/export`)).text).not.toMatch(/1234|4111|pin|card|cvv/);
  });

  test('applies the pending secured writes of several executions in the order of their sets', async () => {
    const made = await makeSecured();
    for (const [execution, pin] of ['b', 'a', 'b', 'c', 'a'].map((one, place) => [one, `${place}`])) {
      await api.ok('POST', securedFlow(made, execution), { body: { attributes: { pin, [`of-${execution}`]: pin } } });
    }
    await api.ok('POST', securedFlow(made, 'd'), { body: { attributes: { card: null } } });
    await api.ok('PATCH', made.conversation, { body: { state: 'wrapup' } });
    const { body } = await api.ok('GET', securedOf(made));
    expect(body).toEqual({ attributes: { pin: '4', 'of-a': '4', 'of-b': '2', 'of-c': '3' }, version: 2 });
  });

  test('makes every later secured write a 409', async () => {
    const made = await makeSecured();
    await api.ok('PATCH', made.conversation, { body: { state: 'wrapup' } });
    const body = { attributes: { pin: '1' } };
    const answers = [
      await api.call('POST', securedFlow(made), { body }),
      await api.call('PUT', securedOf(made), { body: { ...body, version: 1 } }),
      await api.call('PATCH', securedOf(made), { body }),
      await api.call('PATCH', securedOf(made), { body: { attributes: { pin: null } } }),
    ];
    for (const answer of answers) {
      expect(answer).toMatchObject({ status: 409, body: { code: 'conversation-ended' } });
    }
    const { body: after } = await api.ok('GET', securedOf(made));
    expect(after).toEqual({ attributes: { pin: '1234', card: '4111' }, version: 1 });
  });
});
