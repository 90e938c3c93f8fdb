import { expect, test } from 'vitest';
import { useApi } from '../support/api.ts';
import { add, endAs, historyOf, keep, savedOf } from './support.ts';

const api = useApi();

test('of customerId and customerType, both in the active view, only the listed customerType stays after the end', async () => {
  await keep(api, ['customerType']);
  const made = await api.make({ participants: [{ purpose: 'customer' }, { purpose: 'agent' }] });
  const attributes = { customerId: 'K-4711', customerType: 'business' };
  await api.ok('POST', made.flow(), { body: { attributes } });
  await api.ok('POST', made.flush());
  const live = await api.ok('GET', made.interaction);
  expect(live.body.participants).toMatchObject([{ attributes }, { attributes: {} }]);

  await endAs(api, made, 'wrapup');
  expect((await api.ok('GET', made.attributes())).body.attributes).toEqual(attributes);
  expect(await historyOf(api, made.id)).toEqual({ customerType: 'business' });

  await endAs(api, made, 'handled');
  const log = '/api/v2/reports/contact-log';
  const asCsv = { headers: { accept: 'text/csv' } };
  const answers = await Promise.all([
    api.ok('GET', `${made.conversation}/history`),
    api.ok('GET', `/RI/cmi/contactData/${made.id}`),
    api.ok('GET', log),
    api.ok('GET', log, asCsv),
  ]);
  for (const { text } of answers) {
    expect(text).toContain('business');
    expect(text).not.toMatch(/customerId|K-4711/);
  }
  const { body } = await api.ok('GET', log);
  expect(body).toMatchObject({ conversations: [{ id: made.id, data: { customerType: 'business' } }] });
});

test('a back office finds the type of a customer out after the call, and adds it to the record', async () => {
  await keep(api, ['customerType']);
  const made = await api.make();
  await endAs(api, made, 'handled');
  expect(await savedOf(api, made.id)).toEqual({});
  const added = await add(api, made.id, { customerType: 'business' });
  expect([added.status, added.body]).toEqual([201, { contact_id: made.id }]);
  expect(added.headers.get('location')).toBe(`/RI/cmi/contactData/${made.id}`);
  const { body } = await api.ok('GET', added.headers.get('location') ?? '');
  expect(body).toEqual({ contact_id: made.id, data: { customerType: 'business' } });
  expect((await api.ok('GET', `/RI/cmi/contactData?contact_id=${made.id}`)).body).toEqual(body);
});
