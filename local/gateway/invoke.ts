import { randomUUID } from 'node:crypto';
import type { APIGatewayProxyEventV2WithJWTAuthorizer, Context } from 'aws-lambda';

/** The context of an invocation, without the functions that the Node.js 24 runtime no longer has. */
export type InvocationContext = Omit<Context, 'done' | 'fail' | 'succeed'>;

/** A Lambda handler. */
export type Handler = (event: APIGatewayProxyEventV2WithJWTAuthorizer, context: InvocationContext) => unknown;

/** A handler had not answered in time. It may still be at work. */
export class TimedOut extends Error {
  override readonly name = 'TimedOut';
}

/**
 * Calls a handler as Lambda does and gives what it returned.
 * @param timeout - in milliseconds.
 * @throws TimedOut, or what the handler threw.
 */
export async function invoke(
  operation: string,
  handler: Handler,
  event: APIGatewayProxyEventV2WithJWTAuthorizer,
  timeout: number,
): Promise<unknown> {
  const answer = Promise.resolve(handler(event, createContext(operation, Date.now() + timeout)));
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TimedOut(`${operation} has not answered after ${timeout} ms`)), timeout);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The context of an invocation that ends at an epoch millisecond. */
export function createContext(operation: string, deadline: number): InvocationContext {
  const functionName = `conversation-attributes-${operation}`;
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:local:000000000000:function:${functionName}`,
    memoryLimitInMB: '512',
    awsRequestId: randomUUID(),
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: 'local',
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
}
