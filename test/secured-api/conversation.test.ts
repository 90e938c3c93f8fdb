import { describe, expect, test } from 'vitest';
import { sorted, tally } from '../support/answer.ts';
import { useApi } from '../support/api.ts';
import { atOnce } from '../support/repeat.ts';
import { securedFlow, securedOf } from './support/paths.ts';

const api = useApi();

/** The fields of an answer to a write of secured attributes. */
function written(body: object) {
  const { names, version, attributes } = body as { names: string[]; version: number; attributes?: object };
  return { names: sorted(names), version, attributes };
}

async function makeSecured(attributes: object = { pin: '1234', card: '4111' }) {
  const made = await api.make();
  await api.ok('PUT', securedOf(made), { body: { attributes, version: 0 } });
  return made;
}

test('a conversation without secured attributes has none of them, at version 0', async () => {
  const made = await api.make();
  const { status, body, headers } = await api.call('GET', securedOf(made));
  expect([status, body]).toEqual([200, { attributes: {}, version: 0 }]);
  expect([headers.get('etag'), headers.get('cache-control')]).toEqual(['"0"', 'no-store']);
});

describe('PUT', () => {
  test('replaces all secured attributes when version is current: 0 when there were none', async () => {
    const made = await api.make();
    const first = await api.call('PUT', securedOf(made), { body: { attributes: { pin: '1', card: '2' }, version: 0 } });
    expect([first.status, first.headers.get('etag')]).toEqual([200, '"1"']);
    expect(written(first.body)).toEqual({
      names: ['card', 'pin'],
      version: 1,
      attributes: { pin: '1', card: '2' },
    });
    const second = await api.ok('PUT', securedOf(made), { body: { attributes: { pin: '3', cvv: '4' }, version: 1 } });
    expect(written(second.body)).toEqual({ names: ['cvv', 'pin'], version: 2, attributes: { pin: '3', cvv: '4' } });
    const read = await api.ok('GET', securedOf(made));
    expect(read.body).toEqual({ attributes: { pin: '3', cvv: '4' }, version: 2 });
    expect(read.headers.get('etag')).toBe('"2"');
  });

  test('with a version that is not current answers 409 with currentVersion and changes nothing', async () => {
    const none = await api.make();
    const body = { attributes: { pin: '1' }, version: 1 };
    const early = await api.call('PUT', securedOf(none), { body });
    expect(early).toMatchObject({ status: 409, body: { code: 'version-conflict', currentVersion: 0 } });
    const made = await makeSecured();
    for (const version of [0, 2]) {
      const stale = await api.call('PUT', securedOf(made), { body: { ...body, version } });
      expect(stale).toMatchObject({ status: 409, body: { code: 'version-conflict', currentVersion: 1 } });
    }
    expect((await api.ok('GET', securedOf(none))).body).toEqual({ attributes: {}, version: 0 });
    expect((await api.ok('GET', securedOf(made))).body.attributes).toEqual({ pin: '1234', card: '4111' });
  });

  test('of nothing removes all, and the version goes on from there', async () => {
    const made = await makeSecured();
    const emptied = await api.ok('PUT', securedOf(made), { body: { attributes: {}, version: 1 } });
    expect(written(emptied.body)).toEqual({ names: [], version: 2, attributes: {} });
    expect((await api.call('PUT', securedOf(made), { body: { attributes: {}, version: 0 } })).status).toBe(409);
    const again = await api.ok('PUT', securedOf(made), { body: { attributes: { pin: '1' }, version: 2 } });
    expect(again.body.version).toBe(3);
  });

  test('needs a version, an integer from 0, and takes no null', async () => {
    const made = await makeSecured();
    for (const version of [undefined, -1, 1.5, '1', null]) {
      const answer = await api.call('PUT', securedOf(made), { body: { attributes: { pin: '1' }, version } });
      expect(answer).toMatchObject({ status: 400, body: { errors: [{ name: 'version' }] } });
    }
    const removal = await api.call('PUT', securedOf(made), { body: { attributes: { pin: null }, version: 1 } });
    expect(removal).toMatchObject({ status: 422, body: { errors: [{ name: 'pin' }] } });
  });

  test('of ten at once with one version exactly one succeeds', async () => {
    const made = await makeSecured();
    const answers = await atOnce(10, (number) =>
      api.call('PUT', securedOf(made), { body: { attributes: { pin: `${number}` }, version: 1 } }),
    );
    expect(tally(answers)).toEqual({ 200: 1, 409: 9 });
    const winner = answers.findIndex(({ status }) => status === 200);
    const { body } = await api.ok('GET', securedOf(made));
    expect(body).toEqual({ attributes: { pin: `${winner}` }, version: 2 });
  });

  test('repeated under its Idempotency-Key answers 200 although its own first delivery has raised the version', async () => {
    const made = await makeSecured();
    const request = { headers: { 'idempotency-key': 'put' }, body: { attributes: { pin: '7' }, version: 1 } };
    const first = await api.ok('PUT', securedOf(made), request);
    expect((await api.ok('PUT', securedOf(made), request)).body).toEqual(first.body);
    const other = { ...request, body: { attributes: { pin: '8' }, version: 2 } };
    expect((await api.call('PUT', securedOf(made), other)).body.code).toBe('idempotency-key-reused');
  });
});

describe('PATCH', () => {
  test.each(['a removal', 'a value'])(
    'of %s refuses its Idempotency-Key with the other, also where nothing was sealed before',
    async (first) => {
      const made = await api.make();
      const bodies = [{ attributes: { pin: null } }, { attributes: { pin: '7' } }];
      const [one, other] = first === 'a removal' ? bodies : bodies.toReversed();
      const headers = { 'idempotency-key': 'patch' };
      await api.ok('PATCH', securedOf(made), { headers, body: one });
      const answer = await api.call('PATCH', securedOf(made), { headers, body: other });
      expect([answer.status, answer.body.code]).toEqual([422, 'idempotency-key-reused']);
      await api.ok('PATCH', securedOf(made), { headers, body: one });
    },
  );

  test('merges, and null removes', async () => {
    const made = await makeSecured();
    const { body } = await api.ok('PATCH', securedOf(made), { body: { attributes: { pin: null, cvv: '1', x: null } } });
    expect(written(body)).toEqual({ names: ['card', 'cvv'], version: 2, attributes: { card: '4111', cvv: '1' } });
    expect((await api.ok('GET', securedOf(made))).body.attributes).toEqual({ card: '4111', cvv: '1' });
  });

  test('ignores version', async () => {
    const made = await makeSecured();
    for (const version of [0, 1, 99]) {
      await api.ok('PATCH', securedOf(made), { body: { attributes: { pin: `${version}` }, version } });
    }
    expect((await api.ok('GET', securedOf(made))).body).toMatchObject({ attributes: { pin: '99' }, version: 4 });
  });

  test('of ten names at once loses none of them', async () => {
    const made = await api.make();
    const patches = await atOnce(10, (number) =>
      api.call('PATCH', securedOf(made), { body: { attributes: { [`n${number}`]: `${number}` } } }),
    );
    expect(tally(patches)).toEqual({ 200: 10 });
    const { body } = await api.ok('GET', securedOf(made));
    expect(body.version).toBe(10);
    expect(Object.keys(body.attributes)).toHaveLength(10);
  });

  test('of nothing changes nothing', async () => {
    const made = await makeSecured();
    const { body } = await api.ok('PATCH', securedOf(made), { body: { attributes: {} } });
    expect(written(body)).toMatchObject({ names: ['card', 'pin'], version: 1 });
  });
});

describe('If-Match', () => {
  test('with the current version, or any with *, lets a write through', async () => {
    const made = await makeSecured();
    const put = { headers: { 'if-match': '"1"' }, body: { attributes: { pin: '2' }, version: 1 } };
    expect((await api.ok('PUT', securedOf(made), put)).headers.get('etag')).toBe('"2"');
    const patch = (ifMatch: string) =>
      api.ok('PATCH', securedOf(made), { headers: { 'if-match': ifMatch }, body: { attributes: { pin: '3' } } });
    expect((await patch('"2"')).body.version).toBe(3);
    expect((await patch('*')).body.version).toBe(4);
  });

  test('with another version is refused with 412 and currentVersion, whatever the body says', async () => {
    const made = await makeSecured();
    await api.ok('PATCH', made.attributes(), { body: { attributes: { tier: 'gold' } } });
    for (const ifMatch of ['"2"', '"0"', 'W/"1"']) {
      const headers = { 'if-match': ifMatch };
      const put = await api.call('PUT', securedOf(made), { headers, body: { attributes: {}, version: 1 } });
      const patch = await api.call('PATCH', securedOf(made), { headers, body: { attributes: { pin: null } } });
      for (const answer of [put, patch]) {
        expect(answer).toMatchObject({ status: 412, body: { code: 'precondition-failed', currentVersion: 1 } });
      }
    }
    expect((await api.ok('GET', securedOf(made))).body.version).toBe(1);
  });
});

describe('versions', () => {
  test('secured writes raise the secured version only, ordinary writes never', async () => {
    const made = await makeSecured();
    await api.ok('PATCH', securedOf(made), { body: { attributes: { pin: '1234' } } });
    const { body, headers } = await api.ok('GET', made.conversation);
    expect(body).toMatchObject({ version: 1, participants: [{ version: 1 }] });
    expect(headers.get('etag')).toBe('"1"');
    await api.ok('PATCH', made.attributes(), { body: { attributes: { tier: 'gold' } } });
    await api.ok('PATCH', made.conversation, { body: { data: { order: 1 } } });
    await api.ok('POST', made.flow(), { body: { attributes: { tier: 'blue' } } });
    await api.ok('POST', made.flush());
    expect((await api.ok('GET', securedOf(made))).body.version).toBe(2);
    expect((await api.ok('GET', made.conversation)).body.version).toBe(4);
  });

  test('refused, empty and pending secured writes raise none', async () => {
    const made = await makeSecured();
    await api.call('PUT', securedOf(made), { body: { attributes: { pin: 1 }, version: 1 } });
    await api.call('PUT', securedOf(made), { body: { attributes: { pin: '1' }, version: 7 } });
    await api.ok('PATCH', securedOf(made), { body: { attributes: {} } });
    await api.ok('POST', securedFlow(made), { body: { attributes: { pin: '1' } } });
    expect((await api.ok('GET', securedOf(made))).body.version).toBe(1);
  });
});

test('a write that brings along an ended, unknown or email conversation is refused as ordinary ones are', async () => {
  const mail = await api.make({ type: 'email' });
  const unknown = '/api/v2/conversations/nobody';
  const body = { attributes: { pin: '1' } };
  const cases = [
    { conversation: mail.conversation, status: 422, code: 'channel-takes-no-attributes' },
    { conversation: unknown, status: 404, code: 'conversation-not-found' },
  ];
  for (const { conversation, status, code } of cases) {
    const made = { ...mail, conversation };
    const answers = [
      await api.call('POST', securedFlow(made), { body }),
      await api.call('PUT', securedOf(made), { body: { ...body, version: 0 } }),
      await api.call('PATCH', securedOf(made), { body }),
    ];
    for (const answer of answers) expect(answer).toMatchObject({ status, body: { code } });
  }
  expect((await api.call('GET', `${unknown}/secureattributes`)).status).toBe(404);
  expect((await api.call('GET', `${unknown}/flows/ivr/secureattributes`)).status).toBe(404);
});
