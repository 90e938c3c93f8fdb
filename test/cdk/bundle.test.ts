import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Bundles, bundle } from '../../lib/bundle/bundle.ts';

const handlers = ['get-item', 'put-item'];
const from = join(import.meta.dirname, 'handlers');
const region = { AWS_REGION: 'eu-central-1' };
const credentials = {
  ...region,
  AWS_ACCESS_KEY_ID: 'ACCESS',
  AWS_SECRET_ACCESS_KEY: 'SECRET',
  AWS_SESSION_TOKEN: 'SESSION',
};

let directory: string;
let bundles: Bundles;
let server: Server;
const requests: IncomingHttpHeaders[] = [];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'bundle-'));
  bundles = await bundle({ handlers, from, to: join(directory, 'bundles') });
  server = createServer(({ headers }, response) => {
    requests.push(headers);
    response.setHeader('content-type', 'application/x-amz-json-1.0').end('{}');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
});
afterAll(async () => {
  server.close();
  await rm(directory, { recursive: true });
});

async function namesIn(root: string): Promise<string[]> {
  return (await readdir(root, { recursive: true })).filter((name) => /\.(mjs|map)$/.test(name)).sort();
}

/** Calls a bundled handler in a Node of its own: what it failed with, and the built-in modules it loaded. */
async function call(name: string, env: NodeJS.ProcessEnv): Promise<{ failure?: string; loaded: string[] }> {
  const address = server.address();
  const endpoint = `http://127.0.0.1:${typeof address === 'object' ? address?.port : address}`;
  const code = `
    const { handler } = await import('./bundles/${name}.mjs');
    const failure = await handler().then(() => undefined, ({ message }) => message);
    console.log(JSON.stringify({ failure, loaded: process.moduleLoadList }));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', code], {
    cwd: directory,
    env: { ...env, AWS_ENDPOINT_URL_DYNAMODB: endpoint },
  });
  return JSON.parse(stdout);
}

test('gives the same bytes for the same sources', async () => {
  const again = await bundle({ handlers, from, to: join(directory, 'again') });
  const names = await namesIn(bundles.directory);
  expect(await namesIn(again.directory)).toEqual(names);
  for (const name of names) {
    expect(await readFile(join(again.directory, name))).toEqual(await readFile(join(bundles.directory, name)));
  }
});

test('removes what an earlier build left behind', async () => {
  const to = join(directory, 'fewer');
  await bundle({ handlers, from, to });
  await bundle({ handlers: ['get-item'], from, to });
  expect(await namesIn(to)).toContain('get-item.mjs');
  expect(await namesIn(to)).not.toContain('put-item.mjs');
});

test('makes a module for each handler and puts what they share into chunks', () => {
  for (const name of handlers) {
    const output = Object.entries(bundles.metafile.outputs).find(([path]) => path.endsWith(`/${name}.mjs`))?.[1];
    expect(output?.exports).toEqual(['handler']);
    expect(output?.bytes).toBeLessThan(2_000);
  }
});

test('needs nothing that is not in it', () => {
  const imports = Object.values(bundles.metafile.outputs).flatMap((output) => output.imports);
  expect(imports.length).toBeGreaterThan(0);
  expect(imports.filter(({ external }) => external)).toEqual([]);
});

test('takes ES modules of the SDK, and none of its credential providers', () => {
  const inputs = Object.keys(bundles.metafile.inputs);
  expect(inputs.some((path) => path.includes('@aws-sdk/client-dynamodb/dist-es/'))).toBe(true);
  expect(inputs.filter((path) => /dist-cjs|credential-provider-|token-providers/.test(path))).toEqual([]);
});

test('calls AWS without loading what an import of node:http brings along', async () => {
  const { failure, loaded } = await call('get-item', credentials);
  expect(failure).toBeUndefined();
  expect(loaded).toContain('NativeModule http');
  expect(loaded.filter((name) => name.includes('undici'))).toEqual([]);
});

test('signs with the credentials of the environment, and says so when it has none', async () => {
  requests.length = 0;
  const { failure } = await call('put-item', region);
  expect(failure).toContain('The environment has no AWS credentials');
  expect(requests).toEqual([]);
  await call('put-item', credentials);
  expect(requests.map((headers) => [headers.authorization, headers['x-amz-security-token']])).toEqual([
    [expect.stringContaining('Credential=ACCESS/'), 'SESSION'],
  ]);
});
