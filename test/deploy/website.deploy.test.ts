import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ConversationAttributes } from '../../clients/typescript/src/index.ts';
import { Cdk } from '../../emulators/aws/cdk.ts';
import { type Emulator, startEmulator } from '../../emulators/aws/emulator.ts';
import { openFront } from '../../emulators/aws/front.ts';
import { install } from '../../emulators/aws/install.ts';
import { takeBlock } from '../docs/markdown.ts';
import { type Server, startServer } from '../support/server.ts';
import { runOnTerminal } from './terminal.ts';

const cache = fileURLToPath(new URL('../../.cache/local-aws', import.meta.url));
const credentials = { clientId: 'local', clientSecret: 'local-secret' };
let server: Server;
let emulator: Emulator;
let directory: string;

beforeAll(async () => {
  server = await startServer({ DATA_DIR: 'memory' });
  directory = await mkdtemp(join(tmpdir(), 'site-'));
  emulator = await startEmulator({ python: await install(cache), stateDir: directory });
});
afterAll(async () => {
  await emulator?.end();
  await server?.stop();
  await rm(directory, { recursive: true, force: true });
});

test('the example of a site, deployed, passes a message of a guest on to the API', async () => {
  const api = new ConversationAttributes({ baseUrl: server.url, ...credentials });
  await api.webChannel('shop').patchSettings({ attributes: { allowed: ['tier'] } });
  const cdk = new Cdk(emulator, directory);
  await cdk.bootstrap();
  const account = { cdk, outputs: {} };
  const create = takeBlock('docs/website.md', 'aws secretsmanager create-secret');
  const values = { id: credentials.clientId, secret: credentials.clientSecret };
  const { ARN } = JSON.parse(await runOnTerminal(account, create, { values }));
  const deploy = takeBlock('docs/website.md', 'npx cdk deploy');
  await runOnTerminal(account, deploy, { values: { ApiUrl: server.url, ARN } });
  const { MessagesUrl: url = '' } = (await cdk.readOutputs())['conversation-attributes-site'] ?? {};
  const front = await openFront(url, emulator.port);
  try {
    const answer = await fetch(`${front.url}${new URL(url).pathname}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text: 'Hello', attributes: { tier: 'gold', admin: true } }),
    });
    const dropped = [{ name: 'admin', reason: 'not-allowed' }];
    expect([answer.status, await answer.json()]).toEqual([200, { accepted: ['tier'], dropped }]);
    const [, id = ''] = /guest-conversation=([^;]+)/.exec(answer.headers.get('set-cookie') ?? '') ?? [];
    expect((await api.conversation(id).get()).data).toEqual({ tier: 'gold' });
  } finally {
    await front.close();
  }
});
