import { beforeAll, describe, expect, test } from 'vitest';
import { useApi } from '../support/api.ts';
import { differences } from './conformance.ts';
import { operationOf } from './document.ts';
import { scenes, setStage } from './play.ts';
import { exampleOf } from './request.ts';
import { violations } from './validate.ts';

const api = useApi({ changes: true });

beforeAll(() => setStage(api));

describe.each(scenes)('the example of $operation.operationId', ({ operation, request, status }) => {
  const { parameters, requestBody } = operation;

  test('is a request that the document allows', () => {
    const given = exampleOf(operation);
    for (const { name, schema } of parameters) {
      const value = given.parameters[name];
      if (value !== undefined) expect([name, violations(schema, value)]).toEqual([name, []]);
    }
    const { schema } = requestBody?.content['application/json'] ?? {};
    if (schema) expect(violations(schema, given.body)).toEqual([]);
  });

  test(`is answered ${status}, as the document says`, async () => {
    const answer = await api.call(request.method, request.path, request);
    expect(answer.status, answer.text).toBe(status);
    expect(differences(operation, answer)).toEqual([]);
    const always = Object.keys(operation.responses[status]?.headers ?? {}).filter((name) => name !== 'Next-Token');
    expect(always.filter((name) => !answer.headers.has(name))).toEqual([]);
  });
});

describe('what the examples do not show', () => {
  test('a second message of a guest is answered 200, as the document says', async () => {
    const body = { conversationId: 'chat-88', message: { text: 'Are you there?' } };
    const answer = await api.ok('POST', '/api/v2/webchat/channels/shop/messages', { body });
    expect(answer.status).toBe(200);
    expect(differences(operationOf('post-webchat-message'), answer)).toEqual([]);
  });

  test('the contact log as CSV is as the document says', async () => {
    const answer = await api.ok('GET', '/api/v2/reports/contact-log', { headers: { accept: 'text/csv' } });
    expect(answer.headers.get('content-type')).toMatch(/^text\/csv\b/);
    expect(answer.text).toContain('"ended-1","voice","sales",');
    expect(differences(operationOf('get-contact-log'), answer)).toEqual([]);
  });

  test('an export with everything in it is as the document says, with secured values and without', async () => {
    const { conversation, flow } = await api.make({ externalId: 'crm-1', queueId: 'sales' });
    await api.ok('PATCH', conversation, { body: { wrapup: { code: 'sold', notes: 'by phone' } } });
    await api.ok('PATCH', `${conversation}/secureattributes`, { body: { attributes: { iban: 'DE02' } } });
    await api.ok('POST', flow(), { body: { attributes: { tier: 'gold', old: null } } });
    const secure = flow().replace(/attributes$/, 'secureattributes');
    await api.ok('POST', secure, { body: { attributes: { cardNumber: '4111', iban: null } } });
    for (const token of [await api.local.token(), await api.local.token('conversation:erase')]) {
      const answer = await api.ok('GET', `${conversation}/export`, { token });
      expect(answer.text).toContain('cardNumber');
      expect(differences(operationOf('export-conversation'), answer)).toEqual([]);
    }
  });
});
