import { describe, expect, test } from 'vitest';
import { channelTypes } from '#domain/channel-types.ts';
import type { Answer } from '../support/answer.ts';
import { useApi } from '../support/api.ts';

// The limits are written out here as the contract has them, so that a changed constant is seen.

const api = useApi();
const voice = '/api/v2/settings/channels/voice';
const good = { savedAttributes: ['tier'], retentionDays: 30 };

/** Texts of names, each another. */
const names = (count: number) => Array.from({ length: count }, (_, number) => `name-${number}`);

const put = (body: unknown) => api.call('PUT', voice, { body });

/** What the settings are; each refusal must leave them so. */
const kept = async () => unversioned(await api.ok('GET', voice));

const unversioned = ({ body: { version: _, ...body } }: Answer) => body;

describe('the settings of a channel type', () => {
  test.each([
    'voice',
    'callback',
    'webchat',
    'webmessaging',
    'sms',
    'mms',
    'whatsapp',
    'rcs',
    'messenger',
    'instagram',
    'viber',
    'telegram',
    'line',
    'applebc',
  ])('of %s are kept as they were put', async (type) => {
    const path = `/api/v2/settings/channels/${type}`;
    const body = { savedAttributes: ['tier', 'Tier', 'order id'], retentionDays: 7 };
    expect(unversioned(await api.ok('PUT', path, { body }))).toEqual(body);
    expect(unversioned(await api.ok('GET', path))).toEqual(body);
  });

  test('with a name that is on the list twice are refused with 422, which names it', async () => {
    await api.ok('PUT', voice, { body: good });
    const answer = await put({ ...good, savedAttributes: ['order', 'a "b"', 'tier', 'a "b"'] });
    expect([answer.status, answer.body.errors]).toEqual([
      422,
      [{ name: 'savedAttributes', reason: 'has the name "a \\"b\\"" twice; each may be listed once' }],
    ]);
    expect(await kept()).toEqual(good);
  });

  test.each(['email', 'task'])('of %s, which keeps no names, have none on the list', async (type) => {
    const path = `/api/v2/settings/channels/${type}`;
    const empty = { savedAttributes: [], retentionDays: 7 };
    await api.ok('PUT', path, { body: empty });
    const refused = await api.call('PUT', path, { body: good });
    expect([refused.status, refused.body.errors.map(({ name }) => name)]).toEqual([422, ['savedAttributes']]);
    expect(refused.body.detail).toContain(`"${type}"`);
    expect(unversioned(await api.ok('GET', path))).toEqual(empty);
  });

  test.each([
    { count: 0, status: 200 },
    { count: 99, status: 200 },
    { count: 100, status: 200 },
    { count: 101, status: 422 },
  ])('with $count names are answered as the limit of 100 says', async ({ count, status }) => {
    await api.ok('PUT', voice, { body: good });
    const answer = await put({ ...good, savedAttributes: names(count) });
    expect(answer.status, answer.text).toBe(status);
    if (status === 422) expect(answer.body.detail).toMatch(/101 names.* 100 \(limit: saved names\)/);
    expect(await kept()).toEqual(status === 200 ? { ...good, savedAttributes: names(count) } : good);
  });

  test.each([
    { days: 1, status: 200 },
    { days: 3_649, status: 200 },
    { days: 3_650, status: 200 },
    { days: 3_651, status: 422 },
    { days: 0, status: 400 },
    { days: -1, status: 400 },
    { days: 1.5, status: 400 },
    { days: '30', status: 400 },
    { days: null, status: 400 },
    { days: undefined, status: 400 },
  ])('with a retention of $days days are answered $status', async ({ days, status }) => {
    await api.ok('PUT', voice, { body: good });
    const answer = await put({ ...good, retentionDays: days });
    expect(answer.status, answer.text).toBe(status);
    if (status !== 200) expect(answer.body.errors.map(({ name }) => name)).toEqual(['retentionDays']);
    expect(await kept()).toEqual(status === 200 ? { ...good, retentionDays: days } : good);
  });

  test.each([
    { seconds: 60, status: 200 },
    { seconds: 31_536_000, status: 200 },
    { seconds: undefined, status: 200 },
    { seconds: 31_536_001, status: 422 },
    { seconds: 59, status: 400 },
    { seconds: 0, status: 400 },
    { seconds: 60.5, status: 400 },
    { seconds: '60', status: 400 },
    { seconds: null, status: 400 },
  ])('with $seconds seconds for active conversations are answered $status', async ({ seconds, status }) => {
    const before = { ...good, activeMaxSeconds: 3_600 };
    await api.ok('PUT', voice, { body: before });
    const answer = await put({ ...good, activeMaxSeconds: seconds });
    expect(answer.status, answer.text).toBe(status);
    if (status !== 200) expect(answer.body.errors.map(({ name }) => name)).toEqual(['activeMaxSeconds']);
    const after = seconds === undefined ? good : { ...good, activeMaxSeconds: seconds };
    expect(await kept()).toEqual(status === 200 ? after : before);
  });

  test.each([
    { what: 'a name of 257 bytes', bad: 'n'.repeat(257) },
    { what: 'a blank name', bad: ' ' },
    { what: 'an empty name', bad: '' },
    { what: 'a name with a NUL', bad: 'a\0b' },
    { what: 'a lone surrogate', bad: 'a\ud800' },
  ])('are refused with 400 for $what', async ({ bad }) => {
    await api.ok('PUT', voice, { body: good });
    const answer = await put({ ...good, savedAttributes: ['fine', bad] });
    expect([answer.status, answer.body.code], answer.text).toEqual([400, 'bad-request']);
    expect(answer.body.errors).toHaveLength(1);
    expect(await kept()).toEqual(good);
  });

  test('take a name of 256 bytes', async () => {
    const body = { ...good, savedAttributes: ['é'.repeat(128)] };
    expect(unversioned(await api.ok('PUT', voice, { body }))).toEqual(body);
  });

  test.each(['GET', 'PUT'])(
    '%s of a type that there is none of is refused with 400, which names those there are',
    async (method) => {
      const answer = await api.call(method, '/api/v2/settings/channels/fax', {
        ...(method === 'PUT' && { body: good }),
      });
      expect(answer.status, answer.text).toBe(400);
      for (const type of channelTypes) expect(answer.body.detail).toContain(type);
    },
  );
});
