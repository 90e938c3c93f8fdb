import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { forwardMessages, toLambdaHandler } from '../../clients/typescript/src/forwarder.ts';
import { ConversationAttributes } from '../../clients/typescript/src/index.ts';

const { API_URL: baseUrl = '', CHANNEL_ID: channelId = '', SECRET_ARN: secretArn = '' } = process.env;
const secrets = new SecretsManagerClient();
let forwarding: Promise<(request: Request) => Promise<Response>> | undefined;

/** @throws Error where the secret does not hold the credentials of a client */
async function makeForwarder(): Promise<(request: Request) => Promise<Response>> {
  const { SecretString: text = '{}' } = await secrets.send(new GetSecretValueCommand({ SecretId: secretArn }));
  const { clientId, clientSecret } = JSON.parse(text) as Partial<Readonly<Record<string, string>>>;
  if (clientId === undefined || clientSecret === undefined) {
    throw new Error(`The secret ${secretArn} must hold {"clientId": "...", "clientSecret": "..."}.`);
  }
  return forwardMessages({ api: new ConversationAttributes({ baseUrl, clientId, clientSecret }), channelId });
}

/** What `GuestForwarder` deploys: the site's own route for guests' messages. */
export const handler = toLambdaHandler(async (request) => {
  forwarding ??= makeForwarder();
  try {
    const forward = await forwarding;
    const response = await forward(request);
    // The secret may have been changed.
    if (response.status === 502) forwarding = undefined;
    return response;
  } catch (error) {
    forwarding = undefined;
    throw error;
  }
});
