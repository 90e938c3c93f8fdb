import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { openRaw, type Raw, type RawItem } from '../secured-api/support/raw.ts';
import { type Answer, tally } from '../support/answer.ts';
import { useClockedApi } from '../support/clock.ts';
import { atOnce } from '../support/repeat.ts';

// The newest 64, 24 hours: written out here as the contract has them, so that a changed constant is seen.

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
    otherPath: () => '/api/v2/settings/channels/callback',
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
  /** Without the version, which other writes raise. */
  const unversioned = ({ body: { version: _, ...body } }: Answer) => body;
  const write = async (path: string, name: string, headers = {}) => {
    const answer = await api.call(method, path, { headers, body: bodyOf(name) });
    return { ...answer, body: unversioned(answer) };
  };
  const read = async (path: string) => unversioned(await api.ok('GET', path));
  const rowOf = async (path: string) => (await raw.all('settings')).find(({ pk }) => pk === row(path)) ?? {};
  /** Writes under keys of their own, one after another. */
  const writeOften = async (path: string, count: number) => {
    for (let time = 0; time < count; time++) {
      await api.ok(method, path, { body: bodyOf(`other_${time}`), headers: key() });
    }
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
      setClock(start + 61 * 1000);
      await writeOften(path, 1);
      expect((await write(path, 'a', headers)).body).toEqual(bodyOf('a'));
      expect(await read(path)).toEqual(bodyOf('a'));
      expect(Object.keys(await rowOf(path)).filter((name) => name.startsWith('o/'))).toHaveLength(64);
    } finally {
      setClock(start);
    }
  });

  test('is known for 24 hours, and refused after them, until a write forgets it', async () => {
    const path = newPath();
    const headers = key();
    const day = 24 * 60 * 60 * 1000;
    try {
      await write(path, 'a', headers);
      await write(path, 'b');
      setClock(start + day);
      expect((await write(path, 'a', headers)).body).toEqual(bodyOf('b'));
      setClock(start + day + 1);
      const refused = await api.call(method, path, { body: bodyOf('a'), headers });
      expect(refused).toMatchObject({ status: 409, body: { code: 'idempotency-key-expired' } });
      expect(await read(path)).toEqual(bodyOf('b'));
      setClock(start + 2 * day);
      await write(path, 'c');
      expect(Object.keys(await rowOf(path)).filter((name) => name.startsWith('o/'))).toHaveLength(1);
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

describe.each(kinds)('the version of $what', ({ method, newPath, bodyOf: bodyWith, what }) => {
  const bodyOf: (name: string) => object = bodyWith;
  const read = (path: string) => api.ok('GET', path);
  const write = (path: string, name: string, more: { headers?: Record<string, string>; version?: number } = {}) =>
    api.call(method, path, { headers: more.headers ?? {}, body: { ...bodyOf(name), version: more.version } });

  test('is raised by each write that counts, and stands in the body and the ETag of answers', async () => {
    const path = newPath();
    const { body, headers } = await read(path);
    expect(headers.get('etag')).toBe(`"${body.version}"`);
    const again = key();
    for (const answer of [await write(path, 'a', { headers: again }), await write(path, 'a', { headers: again })]) {
      expect([answer.body.version, answer.headers.get('etag')]).toEqual([body.version + 1, `"${body.version + 1}"`]);
    }
    const now = await read(path);
    expect([now.body.version, now.headers.get('etag')]).toEqual([body.version + 1, `"${body.version + 1}"`]);
  });

  test('that a write names must be current: 412 for If-Match, 409 for the body, and nothing is changed', async () => {
    const path = newPath();
    await write(path, 'a');
    const { version } = (await read(path)).body;
    for (const named of [
      { version },
      { headers: { 'if-match': `"${version + 1}"` } },
      { headers: { 'if-match': '*' } },
    ]) {
      expect((await write(path, 'b', named)).status).toBe(200);
    }
    const before = (await read(path)).text;
    const stale = [
      [{ version }, 409, 'version-conflict'],
      [{ headers: { 'if-match': `"${version}"` } }, 412, 'precondition-failed'],
      [{ headers: { 'if-match': `W/"${version + 3}"` } }, 412, 'precondition-failed'],
      [{ headers: { 'if-match': `"${version}"` }, version: version + 3 }, 412, 'precondition-failed'],
      [{ headers: { 'if-match': `"${version + 3}"` }, version }, 409, 'version-conflict'],
    ] as const;
    for (const [named, status, code] of stale) {
      const refused = await write(path, 'c', named);
      expect([refused.status, refused.body.code, refused.body.currentVersion]).toEqual([status, code, version + 3]);
      expect(refused.body.detail).toContain(what.includes('channel type') ? 'channel type "voice"' : 'web channel "');
    }
    expect((await read(path)).text).toBe(before);
  });

  test('lets one of 20 writers through who have read the same', async () => {
    const path = newPath();
    const { version } = (await read(path)).body;
    const answers = await atOnce(20, (number) =>
      write(path, `name_${number}`, number % 2 ? { version } : { headers: { 'if-match': `"${version}"` } }),
    );
    expect(tally(answers)[200]).toBe(1);
    expect(answers.filter(({ status }) => ![200, 409, 412].includes(status))).toEqual([]);
    expect((await read(path)).body.version).toBe(version + 1);
  });

  test('that was current is no hindrance to the same request with its Idempotency-Key again', async () => {
    const path = newPath();
    const { version } = (await read(path)).body;
    const headers = { ...key(), 'if-match': `"${version}"` };
    expect((await write(path, 'a', { headers })).status).toBe(200);
    await write(path, 'b');
    expect(await write(path, 'a', { headers })).toMatchObject({ status: 200, body: { version: version + 2 } });
  });
});
