import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { Refusal } from '#domain/refusal.ts';
import { StoreUnavailable } from '#domain/store.ts';
import type { Item } from '#dynamodb/encode-item.ts';

/** What became of a conditional request. */
export type Conditional<Answer> =
  | { readonly met: true; readonly answer: Answer }
  /** The item as it was when the condition failed; undefined when there was none, or the end point does not tell. */
  | { readonly met: false; readonly item: Item | undefined };

/** A failed condition is a value; this is the one place that translates it. Other errors are thrown as by `translateErrors`. */
export async function catchFailedCondition<Answer>(request: Promise<Answer>): Promise<Conditional<Answer>> {
  try {
    return { met: true, answer: await translateErrors(request) };
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return { met: false, item: error.Item && unmarshall(error.Item) };
  }
}

/** Errors that may pass: throttling, and faults of the service or of the connection. The SDK has retried already. */
const TRANSIENT_ERRORS: ReadonlySet<string> = new Set([
  'ThrottlingException',
  'ThrottledException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'LimitExceededException',
  'InternalServerError',
  'ServiceUnavailable',
  'TimeoutError',
  'AbortError',
]);

/**
 * Turns errors of DynamoDB that a caller can do something about into the domain's, and leaves the others as they are.
 *
 * @throws StoreUnavailable when it throttles, fails or does not answer.
 * @throws Refusal `conversation-too-large` at DynamoDB's own limit of 400 KB an item.
 */
export async function translateErrors<Answer>(request: Promise<Answer>): Promise<Answer> {
  try {
    return await request;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (isTransient(error)) throw new StoreUnavailable(`DynamoDB did not answer: ${error.name}`, { cause: error });
    if (error.name === 'ValidationException' && /^item size/i.test(error.message)) {
      throw new Refusal('conversation-too-large', 'The conversation would not fit an item of DynamoDB (limit: 400 KB)');
    }
    throw error;
  }
}

interface ServiceError extends Error {
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

function isTransient(error: ServiceError): boolean {
  // A broken connection is an error of Node's, with a code (ECONNRESET, EAI_AGAIN, ...) and without an answer.
  const { code, $metadata } = error;
  const broken = typeof code === 'string' && /^E(?!RR_)[A-Z_]+$/.test(code);
  return TRANSIENT_ERRORS.has(error.name) || broken || ($metadata?.httpStatusCode ?? 0) >= 500;
}
