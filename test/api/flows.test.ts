import { describe, expect, test } from 'vitest';
import { sorted } from '../support/answer.ts';
import { useApi } from '../support/api.ts';

const api = useApi();

const participants = [{ purpose: 'customer', attributes: { tier: 'silver', visits: 3 } }, { purpose: 'agent' }];

describe('a set', () => {
  test('answers 202 with the names of its request and a revision that grows', async () => {
    const made = await api.make({ participants });
    const first = await api.call('POST', made.flow(), { body: { attributes: { tier: 'gold', note: null } } });
    const second = await api.call('POST', made.flow(), { body: { attributes: { language: 'de' }, flowType: 'bot' } });
    expect([first.status, second.status]).toEqual([202, 202]);
    expect(first.body).toEqual({ pending: ['tier', 'note'], revision: expect.any(Number) });
    expect(second.body).toEqual({ pending: ['language'], revision: first.body.revision + 1 });
  });

  test('is seen by its own execution before the stored value, and by nobody else before the flush', async () => {
    const made = await api.make({ participants, data: { order: '1' } });
    const before = await api.ok('GET', made.conversation);
    await api.ok('POST', made.flow('one'), { body: { attributes: { tier: 'gold', visits: null } } });
    await api.ok('POST', made.flow('one'), { body: { target: 'conversation', attributes: { order: '2' } } });
    const own = await api.ok('GET', made.flow('one'));
    expect(own.body).toEqual({ attributes: { tier: 'gold' }, notSet: [], version: 1 });
    const data = await api.ok('GET', `${made.flow('one')}?target=conversation`);
    expect(data.body).toEqual({ attributes: { order: '2' }, notSet: [], version: 1 });
    const other = await api.ok('GET', made.flow('two'));
    expect(other.body.attributes).toEqual({ tier: 'silver', visits: 3 });
    const after = await api.ok('GET', made.conversation);
    expect([after.text, after.headers.get('etag')]).toEqual([before.text, before.headers.get('etag')]);
    expect((await api.ok('GET', made.attributes())).body.attributes).toEqual({ tier: 'silver', visits: 3 });
    const { body } = await api.ok('GET', made.interaction);
    expect(body).toMatchObject({ version: 1, participants: [{ attributes: { tier: 'silver', visits: 3 } }, {}] });
  });

  test('of one name several times counts with its last value', async () => {
    const made = await api.make({ participants });
    for (const tier of ['a', 'b', null, 'c']) await api.ok('POST', made.flow(), { body: { attributes: { tier } } });
    expect((await api.ok('GET', `${made.flow()}?name=tier`)).body.attributes).toEqual({ tier: 'c' });
    expect((await api.ok('POST', made.flush())).body.flushed).toEqual(['tier']);
    expect((await api.ok('GET', made.attributes())).body).toMatchObject({ attributes: { tier: 'c' } });
  });

  test('of nothing answers 202 and leaves nothing to flush', async () => {
    const made = await api.make();
    const { status, body } = await api.call('POST', made.flow(), { body: { attributes: {} } });
    expect([status, body.pending]).toEqual([202, []]);
    expect((await api.ok('POST', made.flush())).body).toEqual({ flushed: [], version: 1 });
  });

  test('on email is refused with 422, and on an unknown participant with 404', async () => {
    const mail = await api.make({ type: 'email' });
    const refused = await api.call('POST', mail.flow(), { body: { attributes: { tier: 'gold' } } });
    expect(refused).toMatchObject({ status: 422, body: { code: 'channel-takes-no-attributes' } });
    const made = await api.make();
    const unknown = { participantId: 'nobody', attributes: { tier: 'gold' } };
    const missing = await api.call('POST', made.flow(), { body: unknown });
    expect(missing).toMatchObject({ status: 404, body: { code: 'participant-not-found' } });
  });
});

describe('a get', () => {
  test('without names answers all, with names those, in any number', async () => {
    const made = await api.make({ participants });
    const all = await api.ok('GET', made.flow());
    expect(all.body).toEqual({ attributes: { tier: 'silver', visits: 3 }, notSet: [], version: 1 });
    const one = await api.ok('GET', `${made.flow()}?name=visits&name=visits`);
    expect(one.body).toEqual({ attributes: { visits: 3 }, notSet: [], version: 1 });
  });

  test('lists names that are not set, with the one that differs in case or by a typing error', async () => {
    const made = await api.make({ participants: [{ purpose: 'customer', attributes: { CustomerTier: 1, ok: 2 } }] });
    await api.ok('POST', made.flow(), { body: { attributes: { language: 'de', gone: '1' } } });
    await api.ok('POST', made.flow(), { body: { attributes: { gone: null } } });
    const names = ['customertier', 'CustomerTeir', 'langage', 'gone', 'other', 'ok'];
    const { body } = await api.ok('GET', `${made.flow()}?${names.map((name) => `name=${name}`).join('&')}`);
    expect(body.attributes).toEqual({ ok: 2 });
    expect(body.notSet).toEqual([
      { name: 'customertier', didYouMean: 'CustomerTier' },
      { name: 'CustomerTeir', didYouMean: 'CustomerTier' },
      { name: 'langage', didYouMean: 'language' },
      { name: 'gone' },
      { name: 'other' },
    ]);
  });

  test('says of a name that is not set here that it is set on the other target', async () => {
    const made = await api.make({
      participants: [
        { purpose: 'customer', attributes: { tier: 'gold', both: 1 } },
        { purpose: 'agent', attributes: { desk: 7 } },
      ],
      data: { order: 17, both: 2, Tier: 'data' },
    });
    await api.ok('POST', made.flow(), { body: { target: 'conversation', attributes: { step: 'menu', order: null } } });
    await api.ok('POST', made.flow(), { body: { attributes: { both: null, language: 'de' } } });
    const notSet = async (query: string) => (await api.ok('GET', `${made.flow()}?${query}`)).body.notSet;
    const all = 'name=order&name=step&name=both&name=Tier&name=tier&name=language&name=desk';
    expect(await notSet(all)).toEqual([
      { name: 'order' },
      { name: 'step', setOn: 'conversation' },
      { name: 'both', setOn: 'conversation' },
      { name: 'Tier', setOn: 'conversation' },
      { name: 'desk' },
    ]);
    expect(await notSet(`${all}&target=conversation`)).toEqual([
      { name: 'order' },
      { name: 'tier', setOn: 'participant' },
      { name: 'language', setOn: 'participant' },
      { name: 'desk' },
    ]);
    expect(await notSet('name=order&name=step&participantId=agent&name=tier')).toEqual([
      { name: 'order' },
      { name: 'step', setOn: 'conversation' },
      { name: 'tier' },
    ]);
    const other = await api.ok('GET', `${made.flow('other')}?name=order&name=step&name=both`);
    expect(other.body).toMatchObject({
      attributes: { both: 1 },
      notSet: [{ name: 'order', setOn: 'conversation' }, { name: 'step' }],
    });
  });

  test('of a conversation without a customer names none', async () => {
    const made = await api.make({ participants: [{ purpose: 'agent', attributes: { tier: 'gold' } }] });
    const { body } = await api.ok('GET', `${made.flow()}?name=tier&target=conversation`);
    expect(body.notSet).toEqual([{ name: 'tier' }]);
  });

  test('of any target looks at the participant, then at the conversation, and says where each name was found', async () => {
    const made = await api.make({
      participants: [{ purpose: 'customer', attributes: { tier: 'gold', gone: 1 } }, { purpose: 'agent' }],
      data: { tier: 'data', order: 17, gone: 2 },
    });
    await api.ok('POST', made.flow(), { body: { attributes: { gone: null } } });
    const [named, all, agent] = await Promise.all(
      ['&name=tier&name=order&name=gone&name=ordr', '', '&participantId=agent'].map((query) =>
        api.ok('GET', `${made.flow()}?target=any${query}`),
      ),
    );
    const attributes = { tier: 'gold', order: 17, gone: 2 };
    const setOn = { tier: 'participant', order: 'conversation', gone: 'conversation' };
    expect(named?.body).toEqual({ attributes, setOn, notSet: [{ name: 'ordr', didYouMean: 'order' }], version: 1 });
    expect(all?.body).toEqual({ attributes, setOn, notSet: [], version: 1 });
    const ofData = { tier: 'conversation', order: 'conversation', gone: 'conversation' };
    expect(agent?.body).toMatchObject({ attributes: { ...attributes, tier: 'data' }, setOn: ofData });
  });

  test('alone takes target any: a set and a flush must say whose attributes they change', async () => {
    const made = await api.make();
    for (const path of [made.flow(), made.flush()]) {
      const refused = await api.call('POST', path, { body: { target: 'any', attributes: { a: '1' } } });
      expect(refused).toMatchObject({ status: 400, body: { errors: [{ name: 'target' }] } });
    }
  });

  test('reads each name of the query as it is: a comma divides nothing, a plus is a space', async () => {
    const made = await api.make();
    await api.ok('POST', made.flow(), { body: { attributes: { 'a,b': '1', 'a b': '2' } } });
    const { body } = await api.ok('GET', `${made.flow()}?name=a,b&name=a+b&name=a%2Cb`);
    expect(body).toMatchObject({ attributes: { 'a,b': '1', 'a b': '2' }, notSet: [] });
  });

  test('of participantId and target answers theirs', async () => {
    const made = await api.make({
      participants: [{ purpose: 'customer' }, { purpose: 'agent', attributes: { desk: 7 } }],
      data: { order: 1 },
    });
    const agent = await api.ok('GET', `${made.flow()}?participantId=agent&target=participant`);
    expect(agent.body.attributes).toEqual({ desk: 7 });
    const data = await api.ok('GET', `${made.flow()}?target=conversation`);
    expect(data.body.attributes).toEqual({ order: 1 });
  });
});

describe('a flush', () => {
  test('applies pending writes of several participants and data at once, and others see all of it then', async () => {
    const made = await api.make({ participants });
    await api.ok('POST', made.flow(), { body: { attributes: { tier: 'gold', visits: null } } });
    await api.ok('POST', made.flow(), { body: { participantId: 'agent', attributes: { tier: 'blue' } } });
    await api.ok('POST', made.flow(), { body: { target: 'conversation', attributes: { order: '2' } } });
    const flush = await api.call('POST', made.flush());
    expect([flush.status, flush.body.version]).toEqual([200, 2]);
    expect(sorted(flush.body.flushed)).toEqual(['order', 'tier', 'visits']);
    const { body } = await api.ok('GET', made.conversation);
    expect(body).toMatchObject({ version: 2, data: { order: '2' } });
    expect(body.participants.map(({ attributes }) => attributes)).toEqual([{ tier: 'gold' }, { tier: 'blue' }]);
    expect((await api.ok('GET', made.flow())).body.attributes).toEqual({ tier: 'gold' });
    expect((await api.ok('POST', made.flush())).body).toEqual({ flushed: [], version: 2 });
  });

  test('applies a last batch after what is pending, whoever it is for', async () => {
    const made = await api.make({ participants });
    await api.ok('POST', made.flow(), { body: { attributes: { tier: 'gold', visits: '4' } } });
    const first = await api.ok('POST', made.flush(), { body: { attributes: { tier: 'last' } } });
    expect(sorted(first.body.flushed)).toEqual(['tier', 'visits']);
    await api.ok('POST', made.flow(), { body: { attributes: { visits: '5' } } });
    const second = await api.ok('POST', made.flush(), { body: { target: 'conversation', attributes: { order: '1' } } });
    expect(second.body).toEqual({ flushed: ['visits', 'order'], version: 3 });
    const third = await api.ok('POST', made.flush(), { body: { participantId: 'agent', attributes: { desk: '7' } } });
    expect(third.body).toEqual({ flushed: ['desk'], version: 4 });
    const { body } = await api.ok('GET', made.conversation);
    expect(body.data).toEqual({ order: '1' });
    expect(body.participants.map(({ attributes }) => attributes)).toEqual([
      { tier: 'last', visits: '5' },
      { desk: '7' },
    ]);
  });

  test('with a last batch that is refused applies nothing, and what is pending stays', async () => {
    const made = await api.make({ participants });
    await api.ok('POST', made.flow(), { body: { attributes: { tier: 'gold' } } });
    const bodies = [
      { attributes: { desk: 7 } },
      { attributes: { 'tab\t': '7' } },
      { participantId: 'nobody', attributes: { desk: '7' } },
    ];
    const statuses: number[] = [];
    for (const body of bodies) statuses.push((await api.call('POST', made.flush(), { body })).status);
    expect(statuses).toEqual([422, 400, 404]);
    expect((await api.ok('GET', made.attributes())).body.attributes).toEqual({ tier: 'silver', visits: 3 });
    expect((await api.ok('POST', made.flush())).body).toEqual({ flushed: ['tier'], version: 2 });
  });

  test('leaves the pending writes of other executions pending', async () => {
    const made = await api.make({ participants });
    for (const execution of ['one', 'two']) {
      await api.ok('POST', made.flow(execution), { body: { attributes: { tier: execution } } });
    }
    await api.ok('POST', made.flush('two'));
    expect((await api.ok('GET', made.flow('one'))).body.attributes).toMatchObject({ tier: 'one' });
    expect((await api.ok('GET', made.attributes())).body.attributes).toMatchObject({ tier: 'two' });
    expect((await api.ok('POST', made.flush('one'))).body.flushed).toEqual(['tier']);
    expect((await api.ok('GET', made.attributes())).body.attributes).toMatchObject({ tier: 'one' });
  });

  test('of one name that somebody else wrote after the set overwrites it: the flush is the later write', async () => {
    const made = await api.make({ participants });
    await api.ok('POST', made.flow(), { body: { attributes: { tier: 'gold' } } });
    await api.ok('PATCH', made.attributes(), { body: { attributes: { tier: 'platinum' } } });
    await api.ok('POST', made.flush());
    expect((await api.ok('GET', made.attributes())).body.attributes).toMatchObject({ tier: 'gold' });
  });
});

test.each([
  { body: { target: 'agent', attributes: {} }, name: 'target' },
  { body: { target: 'conversation', participantId: 'customer', attributes: {} }, name: 'participantId' },
])('a set, a get and a flush refuse $body with 400, and name $name', async ({ body, name }) => {
  const made = await api.make();
  const { attributes: _, ...placement } = body;
  const query = new URLSearchParams(placement as Record<string, string>);
  const answers = [
    await api.call('POST', made.flow(), { body }),
    await api.call('GET', `${made.flow()}?${query}`),
    await api.call('POST', made.flush(), { body }),
  ];
  for (const answer of answers) expect(answer).toMatchObject({ status: 400, body: { errors: [{ name }] } });
});
