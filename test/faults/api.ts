import { Agent } from 'node:http';
import { afterAll, beforeAll } from 'vitest';
import { type EmbeddedDynamoDb, startDynamoDb } from '../../local/dynamodb.ts';
import { setEnvironment } from '../../local/handler-environment.ts';
import { type Api, patient, type Times, useApi } from '../support/api.ts';
import { configureStoreClient } from '../support/store-client.ts';
import { type FaultyStore, startFaultyStore } from './proxy.ts';

/**
 * Six times those of a deployed function, for tests in which the store does not answer: that must end within a test, and what
 * it answers must not, on a busy machine either.
 */
export const limitedTimes: Times = { ...patient, functionMs: 60_000, dynamoDbMs: 10_800 };

/** Less of it, for tests that send few requests at a time and wait for attempts that get no answer: the next one gets one. */
export const impatient: Times = { ...limitedTimes, dynamoDbMs: 4_000 };

/** The API over a store that fails as told. */
export interface FaultyApi {
  readonly api: Api;
  readonly proxy: FaultyStore;
}

/**
 * Serves the API to the tests of a file, with a proxy before the store: dynalite in memory, or the one that
 * `AWS_ENDPOINT_URL_DYNAMODB` names.
 * @param times - minutes, where the store answers all that it is asked.
 */
export function useFaultyApi(times: Times = patient): FaultyApi {
  let store: EmbeddedDynamoDb | undefined;
  let proxy: FaultyStore;
  let restore: () => void;
  beforeAll(async () => {
    const given = process.env.AWS_ENDPOINT_URL_DYNAMODB;
    store = given ? undefined : await startDynamoDb('memory');
    proxy = await startFaultyStore(given || store?.endpoint || '');
    restore = setEnvironment({ AWS_ENDPOINT_URL_DYNAMODB: proxy.url });
  });
  afterAll(async () => {
    restore();
    await proxy.close();
    await store?.close();
  });
  const api = useApi({ times });
  beforeAll(asContainers);
  return {
    api,
    get proxy() {
      return proxy;
    },
  };
}

/**
 * On AWS each request that is under way has a container of its own. Here hundreds share one client, and must not share
 * its 50 connections and its tokens for retries, or one that waits would make others fail.
 */
async function asContainers(): Promise<void> {
  const { documentClient } = await import('#http/wiring/document-client.ts');
  const { retryStrategy } = documentClient.config;
  await configureStoreClient('httpAgent', new Agent({ keepAlive: true, maxSockets: 1_000 }));
  Object.defineProperty(await retryStrategy(), 'capacity', { get: () => 500, set: () => undefined });
}
