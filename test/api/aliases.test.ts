import { describe, expect, test } from 'vitest';
import { useApi } from '../support/api.ts';

const api = useApi();

describe.each(['customer', 'agent'])('the alias %s', (alias) => {
  test('means the only participant with that purpose, on every route', async () => {
    const made = await api.make({ participants: [{ id: 'someone', purpose: alias }] });
    await api.ok('PATCH', made.attributes(alias), { body: { attributes: { a: '1' } } });
    const participants = [{ id: alias, attributes: { b: '2' } }];
    await api.ok('PATCH', made.interaction, { body: { participants } });
    await api.ok('POST', made.flow(), { body: { participantId: alias, attributes: { c: '3' } } });
    const seen = await api.ok('GET', `${made.flow()}?participantId=${alias}`);
    expect(seen.body.attributes).toEqual({ a: '1', b: '2', c: '3' });
    await api.ok('POST', made.flush(), { body: { participantId: alias, attributes: { d: '4' } } });
    const all = { a: '1', b: '2', c: '3', d: '4' };
    expect((await api.ok('GET', made.attributes(alias))).body.attributes).toEqual(all);
    expect((await api.ok('GET', made.attributes('someone'))).body.attributes).toEqual(all);
  });

  test('comes after the exact id, whatever its purpose', async () => {
    const made = await api.make({
      participants: [
        { id: 'someone', purpose: alias },
        { id: alias, purpose: 'supervisor' },
      ],
    });
    await api.ok('PATCH', made.attributes(alias), { body: { attributes: { a: 1 } } });
    expect((await api.ok('GET', made.attributes('someone'))).body.attributes).toEqual({});
    expect((await api.ok('GET', made.attributes(alias))).body.attributes).toEqual({ a: 1 });
  });

  test('of two participants, or of none, means nobody: 404', async () => {
    const two = ['one', 'two'].map((id) => ({ id, purpose: alias }));
    for (const participants of [two, [{ purpose: 'supervisor' }], []]) {
      const made = await api.make({ participants });
      const answers = [
        await api.call('GET', made.attributes(alias)),
        await api.call('PATCH', made.attributes(alias), { body: { attributes: { a: 1 } } }),
        await api.call('POST', made.flow(), { body: { participantId: alias, attributes: { a: '1' } } }),
        await api.call('GET', `${made.flow()}?participantId=${alias}`),
        await api.call('POST', made.flush(), { body: { participantId: alias, attributes: { a: '1' } } }),
        await api.call('PATCH', made.interaction, { body: { participants: [{ id: alias, attributes: { a: 1 } }] } }),
      ];
      expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(404));
      expect(answers.map(({ body }) => body.code)).toEqual(Array(6).fill('participant-not-found'));
      expect((await api.ok('GET', made.conversation)).body.version).toBe(1);
    }
  });
});

test.each(['supervisor', 'Customer', 'ivr'])('%s is no alias, but for a participant of that id', async (purpose) => {
  const made = await api.make({ participants: [{ id: 'someone', purpose }] });
  expect((await api.call('GET', made.attributes(purpose))).status).toBe(404);
});

test('a set without participantId means the customer, by alias too', async () => {
  const made = await api.make({ participants: [{ id: 'caller', purpose: 'customer' }, { purpose: 'agent' }] });
  await api.ok('POST', made.flow(), { body: { attributes: { tier: 'gold' } } });
  await api.ok('POST', made.flush());
  expect((await api.ok('GET', made.attributes('caller'))).body.attributes).toEqual({ tier: 'gold' });
});

test('pending writes stay with the participant whom the alias meant at the set', async () => {
  const made = await api.make({ participants: [{ id: 'first', purpose: 'agent' }] });
  await api.ok('POST', made.flow(), { body: { participantId: 'agent', attributes: { desk: '7' } } });
  await api.ok('POST', made.participants, { body: { id: 'agent', purpose: 'agent' } });
  await api.ok('POST', made.flush());
  expect((await api.ok('GET', made.attributes('first'))).body.attributes).toEqual({ desk: '7' });
  expect((await api.ok('GET', made.attributes('agent'))).body.attributes).toEqual({});
});

test('an interaction that names a participant by id and by alias is refused with 422: it is named twice', async () => {
  const made = await api.make({ participants: [{ id: 'caller', purpose: 'customer' }] });
  const participants = ['caller', 'customer'].map((id) => ({ id, attributes: { a: 1 } }));
  const refused = await api.call('PATCH', made.interaction, { body: { participants } });
  expect(refused).toMatchObject({ status: 422, body: { code: 'unprocessable-content' } });
  expect((await api.ok('GET', made.conversation)).body.version).toBe(1);
});
