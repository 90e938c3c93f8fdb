import { describe, expect, test } from 'vitest';
import { useApi } from '../support/api.ts';
import { requestsWithBody } from '../support/requests.ts';
import { traces } from '../support/writes.ts';

const api = useApi();

/** Values of the wrong type for any field that is not one of attributes. */
const wrong = ['null', '5', '1e200', 'true', '[]', '{}', '{"toString":1,"valueOf":1}', '""'];

describe.each(wrong)('a field that is %s', (value) => {
  test.each([
    { field: 'id', of: 'a new conversation', body: `{"id":${value},"type":"voice","participants":[]}` },
    { field: 'type', of: 'a new conversation', body: `{"type":${value},"participants":[]}` },
    { field: 'queueId', of: 'a new conversation', body: `{"type":"voice","participants":[],"queueId":${value}}` },
    { field: 'externalId', of: 'a new conversation', body: `{"type":"voice","participants":[],"externalId":${value}}` },
    {
      field: 'participants.0.id',
      of: 'a participant',
      body: `{"type":"voice","participants":[{"id":${value},"purpose":"agent"}]}`,
    },
    {
      field: 'participants.0.purpose',
      of: 'a participant',
      body: `{"type":"voice","participants":[{"purpose":${value}}]}`,
    },
  ])('is refused with 400 as $field of $of', async ({ field, body }) => {
    const answer = await api.call('POST', '/api/v2/conversations', { body });
    expect(answer.status, answer.text).toBe(400);
    expect(answer.body.errors.map(({ name }) => name.split('.', field.split('.').length).join('.'))).toContain(field);
  });

  test.each(requestsWithBody.filter(({ operation }) => /^(set|flush)/.test(operation)))(
    'is refused with 400 as participantId and as target by $operation',
    async ({ method, path }) => {
      const made = await api.make();
      for (const field of ['participantId', 'target']) {
        const body = `{"${field}":${value},"attributes":{}}`;
        const answer = await api.call(method, path(made), { body });
        expect([field, answer.status]).toEqual([field, 400]);
        expect(answer.body.errors.map(({ name }) => name.split('.')[0])).toContain(field);
      }
    },
  );

  test('is refused with 400 as id and version of a participant in a patch of an interaction', async () => {
    const made = await api.make();
    for (const [field, rest] of [
      ['id', ''],
      ['version', '"id":"customer",'],
    ] as const) {
      const numeric = field === 'version' && value === '5';
      const body = `{"participants":[{${rest}"${field}":${value},"attributes":{"tier":"gold"}}]}`;
      const answer = await api.call('PATCH', made.interaction, { body });
      expect([field, answer.status]).toEqual([field, numeric ? 409 : 400]);
    }
    expect(await traces(api, made)).toEqual([]);
  });
});

test.each(['-1', '1.5', '1e16', '9007199254740993'])('a version like %s is refused with 400', async (version) => {
  const made = await api.make();
  const answer = await api.call('PATCH', made.attributes(), { body: `{"version":${version},"attributes":{"a":1}}` });
  expect(answer).toMatchObject({ status: 400, body: { errors: [{ name: 'version' }] } });
});

test.each(['1.0', '1e0', '10e-1'])('the version %s is the version 1: it is the same number', async (version) => {
  const made = await api.make();
  const answer = await api.call('PATCH', made.attributes(), { body: `{"version":${version},"attributes":{"a":1}}` });
  expect(answer).toMatchObject({ status: 200, body: { version: 2 } });
});
