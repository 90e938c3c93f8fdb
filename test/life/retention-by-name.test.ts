import { beforeAll, describe, expect, test } from 'vitest';
import { openRaw } from '../secured-api/support/raw.ts';
import { useClockedApi } from '../support/clock.ts';

const { api, start, setClock } = useClockedApi();
const day = 24 * 60 * 60 * 1000;
const values = { brief: 'a', usual: 'b', lasting: 'c' };

beforeAll(async () => {
  const days = { brief: 2, lasting: 60 };
  for (const [name, retentionDays] of Object.entries(days)) {
    await api.ok('PUT', `/api/v2/settings/attributes/${name}`, { body: { retentionDays } });
  }
  await api.ok('PUT', '/api/v2/settings/channels/voice', {
    body: { savedAttributes: Object.keys(values), retentionDays: 30 },
  });
});

/** Lets the sweeper look at a time. */
async function sweepAt(time: number): Promise<void> {
  setClock(time);
  await api.local.sweep();
}

describe('a saved value', () => {
  test('is removed after the days of its name, or of its list, and the record stays as long as what is kept longest', async () => {
    setClock(start);
    const { id, conversation } = await api.make({ data: values });
    const kept = async () => (await api.call('GET', `${conversation}/history`)).body.data;
    await api.ok('PATCH', conversation, { body: { state: 'handled' } });
    const { savedUntil } = (await api.ok('GET', `${conversation}/export`)).body as unknown as { savedUntil: object };
    const timeAfter = (days: number) => new Date(start + days * day).toISOString();
    expect(savedUntil).toEqual({ brief: timeAfter(2), usual: timeAfter(30) });
    await sweepAt(start + 2 * day - 1000);
    expect(await kept()).toEqual(values);
    await sweepAt(start + 2 * day);
    expect(await kept()).toEqual({ usual: 'b', lasting: 'c' });
    expect((await api.ok('GET', `/RI/cmi/contactData/${id}`)).body.data).toEqual({ usual: 'b', lasting: 'c' });
    const from = new Date(start).toISOString();
    expect((await api.ok('GET', `/api/v2/reports/contact-log?from=${from}`)).text).not.toContain('brief');
    expect(JSON.stringify(await openRaw().conversation(id))).not.toContain('brief');
    await sweepAt(start + 30 * day);
    expect(await kept()).toEqual({ lasting: 'c' });
    await sweepAt(start + 60 * day);
    expect((await api.call('GET', `${conversation}/history`)).status).toBe(404);
  });

  test('that is removed can not be added again, and the version tells that something has gone', async () => {
    setClock(start);
    const { id, conversation } = await api.make({ data: values });
    await api.ok('PATCH', conversation, { body: { state: 'handled' } });
    const { version } = (await api.ok('GET', conversation)).body;
    await sweepAt(start + 3 * day);
    expect((await api.ok('GET', conversation)).body.version).toBe(version + 1);
    const again = { body: { contact_id: id, data: { brief: 'again' } } };
    const refused = await api.call('POST', '/RI/cmi/contactData', again);
    expect([refused.status, refused.body.errors[0]?.name]).toEqual([422, 'data.brief']);
    await api.ok('POST', '/RI/cmi/contactData', { body: { contact_id: id, data: { usual: 'corrected' } } });
  });

  test('keeps the time that it had at the end when the definition changes, and a list without such names is as before', async () => {
    setClock(start);
    const { conversation } = await api.make({ data: values });
    await api.ok('PATCH', conversation, { body: { state: 'handled' } });
    await api.ok('PUT', '/api/v2/settings/attributes/brief', { body: {} });
    await sweepAt(start + 3 * day);
    expect((await api.ok('GET', `${conversation}/history`)).body.data).toEqual({ usual: 'b', lasting: 'c' });
    await api.ok('PUT', '/api/v2/settings/channels/callback', {
      body: { savedAttributes: ['usual'], retentionDays: 5 },
    });
    const plain = await api.make({ type: 'callback', data: values });
    await api.ok('PATCH', plain.conversation, { body: { state: 'handled' } });
    expect(await openRaw().conversation(plain.id)).not.toHaveProperty('savedUntil');
  });

  test('of an abandoned conversation there is none, whose record lasts as its type says', async () => {
    setClock(start);
    const { conversation } = await api.make({ data: values });
    await api.ok('PATCH', conversation, { body: { state: 'abandoned' } });
    await sweepAt(start + 30 * day);
    expect((await api.call('GET', conversation)).status).toBe(404);
  });
});
