import platformClient from 'purecloud-platform-client-v2';

/** The SDK of Genesys Cloud, unmodified, on this API. */
export async function patchWithGenesysSdk(baseUrl: string, id: string) {
  const { hostname: host, protocol, port } = new URL(baseUrl);
  const sdk = platformClient.ApiClient.instance;
  sdk.setGateway({
    host,
    protocol: protocol.replace(':', ''),
    port: Number(port || -1),
    path_params_login: '',
    path_params_api: '',
  });
  await sdk.loginClientCredentialsGrant('local', 'local-secret');

  const conversations = new platformClient.ConversationsApi();
  await conversations.patchConversationParticipantAttributes(id, 'customer', { attributes: { tier: 'gold' } });
  return conversations.getConversation(id);
}
