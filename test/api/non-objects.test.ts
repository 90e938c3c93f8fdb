import { describe, expect, test } from 'vitest';
import { useApi } from '../support/api.ts';
import { creation, requestsWithBody } from '../support/requests.ts';
import { traces } from '../support/writes.ts';

const api = useApi();

describe.each([...requestsWithBody, creation])('$operation', ({ method, path }) => {
  test.each(['null', '[]', '[{}]', '"text"', '5', '1e200', 'true'])(
    'refuses a body that is %s with 400, since it must be an object',
    async (text) => {
      const made = await api.make();
      const answer = await api.call(method, path(made), { body: text });
      expect(answer).toMatchObject({ status: 400, body: { code: 'bad-request' } });
      expect(await traces(api, made)).toEqual([]);
    },
  );
});

const fields: Readonly<Record<string, string>> = {
  'patch-conversation': 'data',
  'patch-interaction': 'participants.0.attributes',
};

test.each(requestsWithBody)('$operation refuses a bag that is no object by the name of its field', async (request) => {
  const { method, path, bag, operation } = request;
  const made = await api.make();
  for (const wrong of [null, [], 'text', 5]) {
    const answer = await api.call(method, path(made), { body: bag(wrong) });
    const errors = [{ name: fields[operation] ?? 'attributes' }];
    expect(answer).toMatchObject({ status: 400, body: { code: 'bad-request', errors } });
  }
});
