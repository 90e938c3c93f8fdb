import { expect, onTestFinished, test } from 'vitest';
import { findFreePort } from '../../emulators/free-port.ts';
import { takeBlock } from '../docs/markdown.ts';
import { startShell } from '../support/shell.ts';
import { askJson } from './ask.ts';

test('the lines of the page serve a deployment on an emulator, and the local server over an emulator', async () => {
  const deploy = `${takeBlock('docs/local.md', 'npm run local:aws')} -- --port ${await findFreePort()}`;
  const deployed = await startShell(deploy, /The API +(\S+)[\s\S]*AWS_ENDPOINT_URL=(\S+)/);
  onTestFinished(deployed.stop);
  const [url = '', endpoint = ''] = deployed.found;
  expect((await fetch(`${url}/openapi.json`)).status).toBe(200);

  const { KeyMetadata: key } = await askJson({ url: endpoint }, 'kms', 'TrentService.CreateKey', {});
  const page = takeBlock('docs/local.md', 'AWS_ENDPOINT_URL=http://127.0.0.1:4566');
  const start = page.replace('http://127.0.0.1:4566', endpoint).replace(/<.*>/, key.Arn);
  const env = { PORT: '0', DATA_DIR: 'memory' };
  const served = await startShell(start, /^Conversation Attributes on (\S+)$/m, { env });
  onTestFinished(served.stop);
  const [own = ''] = served.found;
  const { ConversationAttributes } = await import('../../clients/typescript/src/index.ts');
  const api = new ConversationAttributes({ baseUrl: own, clientId: 'local', clientSecret: 'local-secret' });
  const { id } = await api.createConversation({ type: 'voice', participants: [{ purpose: 'customer' }] });
  await api.conversation(id).patchSecured({ pin: '4711' });
  expect((await api.conversation(id).secured()).attributes).toEqual({ pin: '4711' });
});
