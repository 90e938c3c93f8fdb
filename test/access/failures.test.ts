import { beforeAll, describe, expect, test } from 'vitest';
import { differences } from '../contract/conformance.ts';
import { operationOf, operations } from '../contract/document.ts';
import { scenes, setStage } from '../contract/play.ts';
import { useApi } from '../support/api.ts';

const api = useApi({ changes: true });

/** Stands for what only the inside may know. */
const secret = 'arn:aws:dynamodb:eu-central-1:123456789012:table/inner at /srv/handlers/store.ts:42';

let isBroken = false;

beforeAll(async () => {
  await setStage(api);
  const { documentClient } = await import('../../lambdas/http/wiring/document-client.ts');
  documentClient.middlewareStack.add(
    (next) => async (args) => {
      if (isBroken) throw new TypeError(secret);
      return next(args);
    },
    { step: 'initialize', name: 'breakDown' },
  );
});

/** What does something while every call to the store fails in a way that nobody expected. */
async function broken<T>(work: () => Promise<T>): Promise<T> {
  isBroken = true;
  try {
    return await work();
  } finally {
    isBroken = false;
  }
}

const withStore = scenes.filter(({ operation }) => operation.scope !== undefined && operation.scope !== 'any');

// In the order of the examples, each of which is answered well after its fault.
describe.each(withStore)('$operation.operationId', ({ operation, request, status }) => {
  test('answers a fault with 500 that shows nothing of the inside, and whose contextId finds the reason in the log', async () => {
    const answer = await broken(() => api.send(request.method, request.path, request));
    expect(answer.status).toBe(500);
    expect(differences(operation, answer)).toEqual([]);
    const problem = JSON.parse(answer.text);
    expect(problem).toEqual({
      type: '/docs/errors#internal-error',
      title: 'Something went wrong here',
      status: 500,
      detail: 'Unexpected: the log has the reason under this contextId',
      code: 'internal-error',
      message: 'Unexpected: the log has the reason under this contextId',
      contextId: answer.headers.get('apigw-requestid'),
    });
    const shown = `${answer.text}${JSON.stringify([...answer.headers])}`;
    for (const word of ['arn:', 'srv', 'store.ts', 'TypeError', 'dynamodb']) expect(shown).not.toContain(word);
    const lines = api.logs.filter((line) => line.includes(problem.contextId)).map((line) => JSON.parse(line));
    expect(lines).toMatchObject([{ level: 'ERROR', status: 500, error: 'TypeError', reason: secret }]);
  });

  test('is answered as ever when the fault is over', async () => {
    expect((await api.send(request.method, request.path, request)).status).toBe(status);
  });
});

test('what is open goes on without the store', async () => {
  const open = operations.filter(({ scope }) => scope === undefined);
  expect(open.length).toBeGreaterThan(0);
  for (const { path } of open) expect((await broken(() => api.send('GET', path, { token: null }))).status).toBe(200);
});

test('a key that is disabled is 503 with Retry-After, as the document says, for what needs a new data key', async () => {
  const { conversation, flow } = await api.make();
  const writes = [
    ['set-flow-secureattributes', flow().replace(/attributes$/, 'secureattributes'), {}],
    ['put-secureattributes', `${conversation}/secureattributes`, { version: 0 }],
    ['patch-secureattributes', `${conversation}/secureattributes`, {}],
  ] as const;
  api.local.kms?.fail('GenerateDataKey', { name: 'DisabledException' });
  try {
    for (const [id, path, more] of writes) {
      const operation = operationOf(id);
      const body = { attributes: { iban: 'DE02' }, ...more };
      const answer = await api.send(operation.method, path, { body });
      expect([id, answer.status, answer.body.code]).toEqual([id, 503, 'key-service-unavailable']);
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(differences(operation, answer)).toEqual([]);
      expect(answer.text).not.toMatch(/Disabled|arn:|DE02/);
    }
  } finally {
    api.local.kms?.fail('GenerateDataKey');
  }
  const { body } = await api.ok('GET', `${conversation}/secureattributes`);
  expect(body).toEqual({ attributes: {}, version: 0 });
});
