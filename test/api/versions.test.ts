import { describe, expect, test } from 'vitest';
import { useApi } from '../support/api.ts';
import type { Paths } from '../support/paths.ts';

const api = useApi();

/** Patches of what has a version, at version 1, with who is told it. */
const patches = [
  {
    of: 'a conversation',
    path: (made: Paths) => made.conversation,
    body: (version?: number) => ({ data: { tier: 'gold' }, ...(version !== undefined && { version }) }),
  },
  {
    of: 'the attributes of a participant',
    path: (made: Paths) => made.attributes(),
    body: (version?: number) => ({ attributes: { tier: 'gold' }, ...(version !== undefined && { version }) }),
  },
  {
    of: 'an interaction',
    path: (made: Paths) => made.interaction,
    body: (version?: number) => ({
      participants: [{ id: 'customer', attributes: { tier: 'gold' } }],
      ...(version !== undefined && { version }),
    }),
  },
];

describe.each(patches)('a patch of $of', ({ path, body }) => {
  test.each([
    { header: '"1"', status: 200 },
    { header: '*', status: 200 },
    { header: '"7", "1"', status: 200 },
    { header: '"2"', status: 412 },
    { header: '"7", "8"', status: 412 },
    { header: 'W/"1"', status: 412 },
    { header: '"01"', status: 412 },
    { header: '"1.0"', status: 412 },
    { header: '""', status: 412 },
    { header: '"some-tag"', status: 412 },
    { header: '1', status: 400 },
    { header: '"1', status: 400 },
    { header: '"1";"2"', status: 400 },
    { header: '"1" "2"', status: 400 },
    { header: ',', status: 400 },
    { header: '', status: 400 },
    { header: '"1",', status: 200 },
    { header: ', "7" ,,"1"', status: 200 },
    { header: '"7,1"', status: 412 },
    { header: Array(20).fill('"1"').join(), status: 200 },
    { header: Array(21).fill('"1"').join(), status: 400 },
  ])('with If-Match $header answers $status', async ({ header, status }) => {
    const made = await api.make();
    const answer = await api.call('PATCH', path(made), { headers: { 'if-match': header }, body: body() });
    expect(answer.status, answer.text).toBe(status);
    if (status === 412) expect(answer.body).toMatchObject({ code: 'precondition-failed', currentVersion: 1 });
    if (status === 400) expect(answer.body.errors).toMatchObject([{ name: 'If-Match' }]);
    expect((await api.ok('GET', made.conversation)).body.version).toBe(status === 200 ? 2 : 1);
  });

  test.each([
    { version: 1, status: 200 },
    { version: 0, status: 409 },
    { version: 2, status: 409 },
    { version: 2 ** 53 - 1, status: 409 },
  ])('with version $version in the body answers $status', async ({ version, status }) => {
    const made = await api.make();
    const answer = await api.call('PATCH', path(made), { body: body(version) });
    expect(answer.status, answer.text).toBe(status);
    if (status === 409) expect(answer.body).toMatchObject({ code: 'version-conflict', currentVersion: 1 });
    expect((await api.ok('GET', made.conversation)).body.version).toBe(status === 200 ? 2 : 1);
  });

  test('with If-Match and a version needs both', async () => {
    const made = await api.make();
    const stale = await api.call('PATCH', path(made), { headers: { 'if-match': '"1"' }, body: body(2) });
    expect(stale).toMatchObject({ status: 409, body: { code: 'version-conflict', currentVersion: 1 } });
    const other = await api.call('PATCH', path(made), { headers: { 'if-match': '"2"' }, body: body(1) });
    expect(other).toMatchObject({ status: 412, body: { code: 'precondition-failed', currentVersion: 1 } });
    await api.ok('PATCH', path(made), { headers: { 'if-match': '"1"' }, body: body(1) });
  });

  test('takes the ETag of the answer before it, and a second time refuses it with 412', async () => {
    const made = await api.make();
    const { headers } = await api.ok('PATCH', path(made), { body: body() });
    const current = { 'if-match': headers.get('etag') ?? '' };
    expect(current).toEqual({ 'if-match': '"2"' });
    await api.ok('PATCH', path(made), { headers: current, body: body() });
    const refused = await api.call('PATCH', path(made), { headers: current, body: body() });
    expect(refused).toMatchObject({ status: 412, body: { currentVersion: 3 } });
  });
});

test('pending sets raise no version, so a patch with the version from before them is applied', async () => {
  const made = await api.make();
  const { headers } = await api.ok('GET', made.conversation);
  await api.ok('POST', made.flow(), { body: { attributes: { tier: 'gold' } } });
  await api.ok('PATCH', made.conversation, {
    headers: { 'if-match': headers.get('etag') ?? '' },
    body: { data: { step: 1 } },
  });
});

test('a flush raises the version of the conversation by one, and of each participant that it touches by one', async () => {
  const participants = ['customer', 'agent', 'supervisor'].map((purpose) => ({ purpose }));
  const made = await api.make({ participants });
  for (const participantId of ['customer', 'agent']) {
    await api.ok('POST', made.flow(), { body: { participantId, attributes: { one: '1', two: '2' } } });
  }
  await api.ok('POST', made.flow(), { body: { target: 'conversation', attributes: { three: '3' } } });
  expect((await api.ok('POST', made.flush())).body.version).toBe(2);
  const { body } = await api.ok('GET', made.conversation);
  expect(body.participants.map(({ version }) => version)).toEqual([2, 2, 1]);
  const stale = await api.call('PATCH', made.attributes(), {
    headers: { 'if-match': '"1"' },
    body: { attributes: {} },
  });
  expect(stale.status).toBe(412);
});

test('the same value again is a change, and raises the version', async () => {
  const made = await api.make();
  const patch = () => api.ok('PATCH', made.attributes(), { body: { attributes: { tier: 'gold' } } });
  expect([(await patch()).body.version, (await patch()).body.version]).toEqual([2, 3]);
});

test('the removal of a name that is not there is a change, and raises the version', async () => {
  const made = await api.make();
  const { body } = await api.ok('PATCH', made.attributes(), { body: { attributes: { missing: null } } });
  expect(body).toEqual({ attributes: {}, version: 2 });
});

test.each([
  { what: 'a patch of data', path: (made: Paths) => made.conversation, body: { data: {} } },
  { what: 'a patch of nothing', path: (made: Paths) => made.conversation, body: {} },
  { what: 'a patch of attributes', path: (made: Paths) => made.attributes(), body: { attributes: {} } },
  { what: 'a patch of no participant', path: (made: Paths) => made.interaction, body: { participants: [] } },
  {
    what: "a patch of a participant's no attributes",
    path: (made: Paths) => made.interaction,
    body: { participants: [{ id: 'customer', attributes: {} }] },
  },
])('$what that is empty raises no version and answers as a read', async ({ path, body }) => {
  const made = await api.make();
  await api.ok('PATCH', made.attributes(), { body: { attributes: { tier: 'gold' } } });
  const answer = await api.ok('PATCH', path(made), { body });
  expect(answer.headers.get('etag')).toBe('"2"');
  expect(answer.body.version).toBe(2);
  const stale = await api.call('PATCH', path(made), { headers: { 'if-match': '"1"' }, body });
  expect(stale.status).toBe(412);
  expect((await api.ok('GET', made.conversation)).body.version).toBe(2);
});
