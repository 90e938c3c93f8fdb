import { beforeEach, expect, test } from 'vitest';
import { useSecuredApi } from '../secured-api/support/api.ts';
import { securedOf } from '../secured-api/support/paths.ts';
import type { Paths } from '../support/paths.ts';
import { entriesOf } from './entries.ts';

const secured = useSecuredApi({ changes: true });
const { api } = secured;
let made: Paths;

beforeEach(async () => {
  made = await api.make();
  const token = await api.token('secured:write');
  await api.ok('PATCH', securedOf(made), { body: { attributes: { card: '4111' } }, token });
});

test('no value is answered whose reveal can not be kept', async () => {
  secured.container.before = ({ name }) => {
    if (name === 'PutItem changes') throw Object.assign(new Error('too many'), { name: 'ThrottlingException' });
  };
  try {
    const read = await api.send('GET', securedOf(made));
    expect([read.status, read.text.includes('4111')]).toEqual([503, false]);
    const write = await api.ok('PATCH', securedOf(made), { body: { attributes: { pin: '1' } } });
    expect(write.body).not.toHaveProperty('attributes');
  } finally {
    secured.container.before = () => undefined;
  }
  expect(await entriesOf(made.id)).toEqual([]);
});

test('an erasure between the entry and the answer leaves neither', async () => {
  secured.container.before = async ({ name }) => {
    if (name !== 'PutItem changes') return;
    secured.container.before = () => undefined;
    await api.ok('DELETE', made.conversation);
  };
  expect((await api.call('GET', securedOf(made))).body.code).toBe('conversation-not-found');
  expect(await entriesOf(made.id)).toEqual([]);
});
