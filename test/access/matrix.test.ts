import { beforeAll, describe, expect, test } from 'vitest';
import { differences } from '../contract/conformance.ts';
import { codesOf, keepsToQueues } from '../contract/document.ts';
import { scenes, setStage } from '../contract/play.ts';
import { useApi } from '../support/api.ts';
import { untouched, type Watch, watch } from './stores.ts';
import { allScopes, type Signer, signerOf, useDataDir } from './tokens.ts';

const dataDir = useDataDir();
const api = useApi({ dataDir, changes: true });

let stores: Watch;
let signer: Signer;

beforeAll(async () => {
  await setStage(api);
  stores = await watch(api);
  signer = await signerOf(api.local.url, dataDir);
});

// The requests are the examples, in their order. Each would succeed, and does, once every token before it was refused.
describe.each(scenes)('$operation.operationId', ({ operation, request, status }) => {
  const { scope, alsoScope } = operation;
  const send = (token: string | null) => api.send(request.method, request.path, { ...request, token });

  if (scope === undefined) {
    test('is open: it takes a request without a token, or with a bad one, and touches no store', async () => {
      const touched = await stores.during(async () => {
        for (const token of [null, 'garbage']) expect((await send(token)).status).toBe(status);
      });
      expect(touched).toEqual(untouched);
    });
    return;
  }

  test('is refused with 401 for every token that is none of the issuer, for this API, now', async () => {
    const touched = await stores.during(async () => {
      for (const [flaw, make] of Object.entries(signer.flawed)) {
        const answer = await send(await make());
        // The whole body: there is no value in it.
        expect([flaw, answer.status, answer.text]).toEqual([flaw, 401, '{"message":"Unauthorized"}']);
        expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer\b/);
        expect(differences(operation, answer)).toEqual([]);
      }
    });
    expect(touched).toEqual(untouched);
  });

  if (scope === 'any') {
    test('is answered for a token without any scope', async () => {
      const answer = await send(await signer.sign({ scope: '' }));
      expect([answer.status, differences(operation, answer)]).toEqual([status, []]);
    });
    return;
  }

  test('is refused with 403 that names the scope, for a token that has every other', async () => {
    const others = allScopes.filter((one) => one !== scope && one !== alsoScope);
    const near = [...others, `${scope}s`, `x${scope}`, scope.toUpperCase(), scope.split(':')[0]];
    const touched = await stores.during(async () => {
      for (const claim of [others.join(' '), near.join(' '), '', `["${scope}"]`]) {
        const answer = await send(await signer.sign({ scope: claim }));
        expect([claim, answer.status]).toEqual([claim, 403]);
        expect(differences(operation, answer)).toEqual([]);
        expect(answer.body).toMatchObject({
          code: 'missing-scope',
          detail: `The access token lacks the scope "${scope}"${alsoScope ? ` ("${alsoScope}" would do, too)` : ''}`,
        });
        expect(answer.body).not.toHaveProperty('errors');
        expect(answer.headers.get('www-authenticate')).toBe(`Bearer error="insufficient_scope", scope="${scope}"`);
      }
    });
    expect(touched).toEqual(untouched);
  });

  // A patch needs the right only where it moves a conversation (`moves.test.ts`).
  if (codesOf(operation, 403).includes('missing-queue') && operation.operationId !== 'patch-conversation') {
    test('is refused with 403 for a token without the right to the call queue, and writes nothing', async () => {
      const touched = await stores.during(async () => {
        const clients = keepsToQueues(operation) ? ['local', 'console'] : ['console'];
        const given = ['support', '', 'sale', 'sales2', 'Sales', '**', 'sales,support', undefined];
        for (const [client_id, queues] of clients.flatMap((client) => given.map((one) => [client, one] as const))) {
          const answer = await send(await signer.sign({ client_id, queues }));
          expect([queues, answer.status]).toEqual([queues, 403]);
          expect(differences(operation, answer)).toEqual([]);
          expect(answer.body).toMatchObject({
            code: 'missing-queue',
            detail: expect.stringMatching(/^The claim "queues" of the access token must name the call queue/),
          });
          // Nor does the refusal tell the name of the call queue.
          expect(answer.text).not.toContain('sales');
        }
      });
      expect([...new Set(touched.dynamodb.map(({ command }) => command))]).toEqual(['GetItem']);
    });
  }

  test.each([scope, alsoScope].filter((one) => one !== undefined))(
    'is answered for a token with %s alone',
    async (one) => {
      const answer = await send(await signer.sign({ scope: one }));
      expect([answer.status, differences(operation, answer)]).toEqual([status, []]);
    },
  );
});
