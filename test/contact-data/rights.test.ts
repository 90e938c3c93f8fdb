import { expect, test } from 'vitest';
import { useApi } from '../support/api.ts';
import { add, contactDataPath, inState, keep, queueClients, savedOf } from './support.ts';

const api = useApi({ clientsFile: queueClients });

/** Who has the right to which of the conversations: by call queue, `none` for one without. */
const rights = {
  local: ['sales', 'support', 'none'],
  sales: ['sales'],
  'sales-and-support': ['sales', 'support'],
  'no-queue': [],
} as const;

const queues = ['sales', 'support', 'none', 'sale', 'SALES', 'sales2'];

test.for(Object.keys(rights) as (keyof typeof rights)[])(
  '%s may read and add what is in its call queues, and nothing else',
  async (client) => {
    await keep(api, ['tier']);
    const token = await api.local.token(undefined, client);
    for (const queue of queues) {
      for (const state of ['wrapup', 'handled']) {
        const queueId = queue === 'none' ? {} : { queueId: queue };
        const { id, conversation } = await inState(api, state, { ...queueId, data: { tier: 'gold' } });
        const isAllowed = client === 'local' || (rights[client] as readonly string[]).includes(queue);
        const reads = [`${contactDataPath}/${id}`, `${contactDataPath}?contact_id=${id}`, `${conversation}/history`];
        for (const path of reads) {
          const answer = await api.call('GET', path, { token });
          expect(answer.status, `${path} in ${queue}`).toBe(isAllowed ? 200 : 403);
          if (isAllowed) continue;
          expect(answer.body.code).toBe('missing-queue');
          expect(answer.text).not.toContain('gold');
        }
        const added = await add(api, id, { tier: 'silver' }, { token });
        expect(added.status, `adds in ${queue}`).toBe(isAllowed ? 201 : 403);
        expect(await savedOf(api, id)).toEqual({ tier: isAllowed ? 'silver' : 'gold' });
      }
    }
  },
);

test('a refusal does not tell which call queue the conversation is in, nor whether it is in one', async () => {
  await keep(api, ['tier']);
  const token = await api.local.token(undefined, 'sales');
  const support = await inState(api, 'handled', { queueId: 'support' });
  const none = await inState(api, 'handled');
  const details = [support, none].map(async ({ id }) => {
    const { body } = await api.call('GET', `${contactDataPath}/${id}`, { token });
    return [body.code, body.detail];
  });
  const detail =
    'The claim "queues" of the access token must name the call queue of the conversation, or "*" if the conversation has none';
  expect(await Promise.all(details)).toEqual([
    ['missing-queue', detail],
    ['missing-queue', detail],
  ]);
});

test('the right counts for the call queue that the conversation has now', async () => {
  await keep(api, ['tier']);
  const token = await api.local.token(undefined, 'sales');
  const { id, conversation } = await inState(api, 'wrapup', { queueId: 'support' });
  expect((await add(api, id, { tier: 'gold' }, { token })).status).toBe(403);
  await api.ok('PATCH', conversation, { body: { queueId: 'sales' } });
  expect((await add(api, id, { tier: 'gold' }, { token })).status).toBe(201);
  await api.ok('PATCH', conversation, { body: { queueId: 'support' } });
  expect((await api.call('GET', `${contactDataPath}/${id}`, { token })).status).toBe(403);
});

test('without the right nothing else is told: not the state, and not the saved list', async () => {
  await keep(api, ['tier']);
  const token = await api.local.token(undefined, 'sales');
  for (const state of ['active', 'wrapup', 'handled', 'abandoned']) {
    const { id, conversation } = await inState(api, state, { queueId: 'support' });
    const refused = await add(api, id, { other: 'x' }, { token });
    expect(refused, state).toMatchObject({ status: 403, body: { code: 'missing-queue' } });
    expect(refused.text).not.toContain('tier');
    for (const path of [`${contactDataPath}/${id}`, `${contactDataPath}?contact_id=${id}`, `${conversation}/history`]) {
      const unread = await api.call('GET', path, { token });
      expect(unread, `${path} of one that is ${state}`).toMatchObject({ status: 403, body: { code: 'missing-queue' } });
    }
  }
});

test('what never was is not there for anybody: 404', async () => {
  const token = await api.local.token(undefined, 'no-queue');
  for (const path of [`${contactDataPath}/never-was`, '/api/v2/conversations/never-was/history']) {
    expect((await api.call('GET', path, { token })).status).toBe(404);
  }
});

test.for([
  ['GET', `${contactDataPath}/c1`, 'conversation:read'],
  ['GET', `${contactDataPath}?contact_id=c1`, 'conversation:read'],
  ['POST', contactDataPath, 'contactdata:read'],
  ['GET', '/api/v2/reports/contact-log', 'conversation:read'],
  ['GET', '/api/v2/conversations/c1/export', 'conversation:read'],
] as const)('%s %s needs more than %s', async ([method, path, scopes]) => {
  const token = await api.local.token(scopes);
  const answer = await api.call(method, path, { token, ...(method === 'POST' && { body: {} }) });
  expect(answer).toMatchObject({ status: 403, body: { code: 'missing-scope' } });
});

test('who may add to contactData may read it, on each of its paths: a script reads before it writes', async () => {
  const { id } = await inState(api, 'handled');
  const token = await api.local.token('contactdata:manage');
  for (const path of [contactDataPath, '/RI/CMI/contactData', '/CMI/contactData']) {
    expect((await api.call('GET', `${path}/${id}`, { token })).status).toBe(200);
    expect((await api.call('GET', `${path}?contact_id=${id}`, { token })).status).toBe(200);
    const added = await api.call('POST', path, { token, body: { contact_id: id, data: {} } });
    expect(added.status).toBe(201);
  }
});
