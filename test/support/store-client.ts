/** Sets an option of the HTTP client by which the handlers in this process reach DynamoDB, from the next request on. */
export async function configureStoreClient(option: 'requestTimeout' | 'httpAgent', value: unknown): Promise<void> {
  const { documentClient } = await import('#http/runtime.ts');
  configure(documentClient, option, value);
}

/** The same for KMS. */
export async function configureKmsClient(option: 'requestTimeout', value: number): Promise<void> {
  const { kms } = await import('#http/vault.ts');
  configure(kms, option, value);
}

function configure({ config }: { config: { requestHandler: object } }, option: string, value: unknown): void {
  const { requestHandler } = config;
  if (!('updateHttpClientConfig' in requestHandler && typeof requestHandler.updateHttpClientConfig === 'function')) {
    throw new Error('the client has another request handler than that of Node.js');
  }
  requestHandler.updateHttpClientConfig(option, value);
}
