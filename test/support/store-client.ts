import { SDK_TIMEOUTS } from '#aws/timeouts.ts';

/** What a client may wait for, and by what it connects. */
type Option = keyof typeof SDK_TIMEOUTS | 'httpAgent';

/** Those that are times. */
const timeouts = (Object.keys(SDK_TIMEOUTS) as (keyof typeof SDK_TIMEOUTS)[]).filter(
  (option) => typeof SDK_TIMEOUTS[option] === 'number',
);

/** Sets an option of the HTTP client by which the handlers in this process reach DynamoDB, from the next request on. */
export async function configureStoreClient(option: Option, value: unknown): Promise<void> {
  const { documentClient } = await import('#http/wiring/document-client.ts');
  configure(documentClient, option, value);
}

/** Sets for how long the handlers in this process wait for DynamoDB and KMS, wherever the product has a limit. In milliseconds. */
export async function configureTimeouts({
  dynamoDbMs,
  kmsMs,
}: {
  readonly dynamoDbMs: number;
  readonly kmsMs: number;
}) {
  for (const option of timeouts) {
    await configureStoreClient(option, dynamoDbMs);
    await configureKmsClient(option, kmsMs);
  }
}

async function configureKmsClient(option: Option, value: unknown): Promise<void> {
  const { kms } = await import('#http/wiring/secured-store.ts');
  configure(kms, option, value);
}

function configure({ config }: { config: { requestHandler: object } }, option: string, value: unknown): void {
  const { requestHandler } = config;
  if (!('updateHttpClientConfig' in requestHandler && typeof requestHandler.updateHttpClientConfig === 'function')) {
    throw new Error('the client has another request handler than that of Node.js');
  }
  requestHandler.updateHttpClientConfig(option, value);
}
