import { describe, expect, onTestFinished, test } from 'vitest';
import { ConversationAttributes } from '../../clients/typescript/src/index.ts';
import { takeBlock } from '../docs/markdown.ts';
import { startShell } from '../support/shell.ts';

const endpoint = process.env.AWS_ENDPOINT_URL_DYNAMODB;

/** Starts the local server by lines of the page. @returns what it holds of a call that it is given */
async function callBy(lines: string, store: string) {
  const env = { PORT: '0', DATA_DIR: 'memory', AWS_ENDPOINT_URL_DYNAMODB: store };
  const { found, stop } = await startShell(lines, /^Conversation Attributes on (\S+)$/m, { env });
  onTestFinished(stop);
  const [baseUrl = ''] = found;
  const api = new ConversationAttributes({ baseUrl, clientId: 'local', clientSecret: 'local-secret' });
  const { id } = await api.createConversation({ type: 'voice', participants: [{ purpose: 'customer' }] });
  await api.conversation(id).flow('ivr').flush({ tier: 'gold' });
  return (await api.conversation(id).participant('customer').attributes()).attributes;
}

describe.skipIf(endpoint === undefined)('with DynamoDB Local', () => {
  test('the page starts the server over one that is started for it', async () => {
    const lines = takeBlock('docs/local.md', 'npm run dynamodb-local -- npm start');
    expect(await callBy(lines, '')).toEqual({ tier: 'gold' });
  });

  test('the page starts the server over one that runs already', async () => {
    const lines = takeBlock('docs/local.md', 'AWS_ENDPOINT_URL_DYNAMODB=http://127.0.0.1:8000');
    expect(await callBy(lines.replace('http://127.0.0.1:8000', endpoint ?? ''), '')).toEqual({ tier: 'gold' });
  });
});
