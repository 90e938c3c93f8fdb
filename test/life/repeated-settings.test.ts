import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { openRaw, type Raw, type RawItem } from '../secured-api/support/raw.ts';
import { tally } from '../support/answer.ts';
import { useClockedApi } from '../support/clock.ts';
import { atOnce } from '../support/repeat.ts';

// The newest 64, 15 minutes: written out here as the contract has them, so that a changed constant is seen.

const { api, start, setClock } = useClockedApi();
let raw: Raw;

beforeAll(() => {
  raw = openRaw();
});

const key = () => ({ 'idempotency-key': randomUUID() });

const kinds = [
  {
    what: 'the settings of a channel type',
    method: 'PUT',
    newPath: () => '/api/v2/settings/channels/voice',
    otherPath: () => '/api/v2/settings/channels/task',
    row: () => 'channel-type#voice',
    bodyOf: (name: string) => ({ savedAttributes: [name], retentionDays: 30 }),
    before: (row: RawItem) => ({ ...row, savedAttributes: ['before'], retentionDays: 30 }),
  },
  {
    what: 'a web channel',
    method: 'PATCH',
    newPath: () => `/api/v2/webchat/channels/${randomUUID()}`,
    otherPath: () => `/api/v2/webchat/channels/${randomUUID()}`,
    row: (path: string) => `webchat-channel#${path.split('/').at(-1)}`,
    bodyOf: (name: string) => ({ settings: { webchat: { type: 'webchat', attributes: { allowed: [name] } } } }),
    before: (row: RawItem) => ({ ...row, channelId: 'its id', type: 'webchat', allowed: ['before'] }),
  },
] as const;

describe.each(kinds)('a write of $what under an Idempotency-Key', ({ method, newPath, otherPath, row, ...kind }) => {
  const bodyOf: (name: string) => object = kind.bodyOf;
  const write = (path: string, name: string, headers = {}) => api.call(method, path, { headers, body: bodyOf(name) });
  const read = async (path: string) => (await api.ok('GET', path)).body;
  const rowOf = async (path: string) => (await raw.all('settings')).find(({ pk }) => pk === row(path)) ?? {};
  /** Writes without a key, one after another. */
  const writeOften = async (path: string, count: number) => {
    for (let time = 0; time < count; time++) await api.ok(method, path, { body: bodyOf(`other_${time}`) });
  };

  test('that comes again after another one is answered with what is there now, and changes nothing', async () => {
    const path = newPath();
    const first = key();
    expect((await write(path, 'a', first)).body).toEqual(bodyOf('a'));
    await write(path, 'b');
    const again = await write(path, 'a', first);
    expect([again.status, again.body]).toEqual([200, bodyOf('b')]);
    expect(await read(path)).toEqual(bodyOf('b'));
  });

  test('is applied once when it comes ten times at once', async () => {
    const path = newPath();
    const headers = key();
    const answers = await atOnce(10, () => write(path, 'a', headers));
    expect(tally(answers)).toEqual({ 200: 10 });
    await write(path, 'b');
    await atOnce(10, () => write(path, 'a', headers));
    expect(await read(path)).toEqual(bodyOf('b'));
  });

  test('is refused with 422 when another body comes, and changes nothing', async () => {
    const path = newPath();
    const headers = key();
    await write(path, 'a', headers);
    const refused = await write(path, 'b', headers);
    expect(refused).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
    expect(await read(path)).toEqual(bodyOf('a'));
  });

  test('is another write on another path', async () => {
    const [path, other] = [newPath(), otherPath()];
    const headers = key();
    await write(path, 'a', headers);
    expect((await write(other, 'b', headers)).body).toEqual(bodyOf('b'));
    expect(await read(other)).toEqual(bodyOf('b'));
    expect(await read(path)).toEqual(bodyOf('a'));
  });

  test('is known while it is among the newest 64, and then a new one', async () => {
    const path = newPath();
    const headers = key();
    try {
      await write(path, 'a', headers);
      await writeOften(path, 63);
      expect((await write(path, 'a', headers)).body).toEqual(bodyOf('other_62'));
      await writeOften(path, 1);
      expect((await write(path, 'a', headers)).body, 'it may still be under way').toEqual(bodyOf('other_0'));
      setClock(start + 16 * 1000);
      await writeOften(path, 1);
      expect((await write(path, 'a', headers)).body).toEqual(bodyOf('a'));
      expect(await read(path)).toEqual(bodyOf('a'));
      expect(Object.keys(await rowOf(path)).filter((name) => name.startsWith('o/'))).toHaveLength(64);
    } finally {
      setClock(start);
    }
  });

  test('is known for 15 minutes, and then a new one, which leaves none that is older', async () => {
    const path = newPath();
    const headers = key();
    try {
      await write(path, 'a', headers);
      await write(path, 'b');
      setClock(start + 15 * 60 * 1000);
      expect((await write(path, 'a', headers)).body).toEqual(bodyOf('b'));
      setClock(start + 15 * 60 * 1000 + 1);
      expect((await write(path, 'a', headers)).body).toEqual(bodyOf('a'));
      expect(await read(path)).toEqual(bodyOf('a'));
      setClock(start + 16 * 60 * 1000);
      await write(path, 'b');
      expect(Object.keys(await rowOf(path)).filter((name) => name.startsWith('o/'))).toHaveLength(2);
    } finally {
      setClock(start);
    }
  });

  test('counts on a row that has no operation ids yet', async () => {
    const path = newPath();
    await raw.put('settings', kind.before({ pk: row(path) }));
    expect(await read(path)).toEqual(bodyOf('before'));
    const headers = key();
    await write(path, 'a', headers);
    await write(path, 'b');
    expect((await write(path, 'a', headers)).body).toEqual(bodyOf('b'));
  });

  test('is refused with 400 for a key that is none', async () => {
    const path = newPath();
    await write(path, 'a');
    const refused = await write(path, 'b', { 'idempotency-key': ' ' });
    expect(refused).toMatchObject({ status: 400, body: { errors: [{ name: 'Idempotency-Key' }] } });
    expect(await read(path)).toEqual(bodyOf('a'));
  });

  test('is not lost among others at once: the last one is there', async () => {
    const path = newPath();
    const answers = await atOnce(20, (number) => write(path, `name_${number}`, key()));
    expect(tally(answers)).toEqual({ 200: 20 });
    expect(answers.map(({ body }) => body)).toContainEqual(await read(path));
  });
});
