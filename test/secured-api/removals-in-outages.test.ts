import { expect, test } from 'vitest';
import { useSecuredApi } from './support/api.ts';
import { securedOf } from './support/paths.ts';

const secured = useSecuredApi();
const { api } = secured;

test('a removal that can not show the other values, since KMS does not answer, has changed nothing or succeeds', async () => {
  const made = await api.make();
  await api.ok('PUT', securedOf(made), { body: { attributes: { pin: '1234', card: '4111' }, version: 0 } });
  await secured.renew();
  secured.kms.fail('Decrypt', { name: 'AccessDeniedException' });
  const answer = await api.send('PATCH', securedOf(made), { body: { attributes: { pin: null } } });
  secured.kms.fail('Decrypt');
  const { body } = await api.ok('GET', securedOf(made));
  const changed = { attributes: { card: '4111' }, version: 2 };
  const unchanged = { attributes: { pin: '1234', card: '4111' }, version: 1 };
  expect(body).toEqual(answer.status === 503 ? unchanged : changed);
});

test('a write that was applied is not refused because KMS does not answer when it is delivered again', async () => {
  const made = await api.make();
  const request = { headers: { 'idempotency-key': 'once' }, body: { attributes: { pin: '1' } } };
  await api.ok('PATCH', securedOf(made), request);
  await secured.renew();
  secured.kms.fail('Decrypt', { name: 'AccessDeniedException' });
  const again = await api.send('PATCH', securedOf(made), request);
  secured.kms.fail('Decrypt');
  expect(again.text).not.toContain('nothing was changed');
});

test('a write that was applied is answered as what it was though the table of data keys fails for its answer', async () => {
  const made = await api.make();
  await api.ok('PUT', securedOf(made), { body: { attributes: { pin: '1234', card: '4111' }, version: 0 } });
  const container = await secured.renew();
  container.before = ({ name }) => {
    if (name === 'GetItem dataKeys')
      throw Object.assign(new Error('as the test said'), { name: 'ThrottlingException' });
  };
  const answer = await api.send('PATCH', securedOf(made), { body: { attributes: { pin: null } } });
  container.before = () => undefined;
  expect(answer).toMatchObject({ status: 200, body: { names: ['card'], version: 2 } });
});
