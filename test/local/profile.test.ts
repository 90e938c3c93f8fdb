import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, request as forward } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startDynamoDb } from '../../local/dynamodb.ts';
import { startLocal } from '../../local/local.ts';

test('over another DynamoDB the handlers sign with the credentials of the profile', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'profile-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  const file = join(directory, 'credentials');
  await writeFile(file, '[work]\naws_access_key_id = OFPROFILE\naws_secret_access_key = secret\n');
  const store = await startDynamoDb('memory');
  onTestFinished(store.close);
  const keys: string[] = [];
  const proxy = createServer((request, response) => {
    const target = String(request.headers['x-amz-target']).split('.')[1];
    keys.push(`${target} ${/Credential=(\w+)/.exec(String(request.headers.authorization))?.[1]}`);
    const { method, headers } = request;
    request.pipe(
      forward(store.endpoint, { method, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 0, answer.headers);
        answer.pipe(response);
      }),
    );
  });
  await new Promise<void>((listening) => proxy.listen(0, '127.0.0.1', listening));
  onTestFinished(() => {
    proxy.closeAllConnections();
    proxy.close();
  });
  vi.stubEnv('AWS_PROFILE', 'work');
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', file);
  vi.stubEnv('AWS_CONFIG_FILE', file);
  vi.stubEnv('AWS_ACCESS_KEY_ID', undefined);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', undefined);
  vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`);
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  const local = await startLocal({ port: 0, dataDir: 'memory', sweepSeconds: 0 });
  onTestFinished(local.close);
  const response = await fetch(`${local.url}/api/v2/conversations`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await local.token()}`, 'content-type': 'application/json' },
    body: JSON.stringify({ type: 'voice', participants: [{ purpose: 'customer' }] }),
  });
  expect(response.status).toBe(201);
  expect(keys).toContain('PutItem OFPROFILE');
  expect(keys.filter((key) => !key.endsWith(' OFPROFILE'))).toEqual([]);
});
