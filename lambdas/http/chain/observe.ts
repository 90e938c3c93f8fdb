import type { ApiEvent, ApiMiddleware } from '#http/api.ts';
import { clientOf, subjectOf } from '#http/api.ts';
import { codeOf } from '#http/chain/problems.ts';
import { formatMetrics, log } from '#http/wiring/log.ts';
import { describeFailure, hashId } from '#http/wiring/log-ids.ts';

let cold = true;

/**
 * Logs one line for each request, which is its metric too: hashes of ids, and counts; never an id, nor a name's value.
 *
 * @param namesSubject - whether it says for whom the client asked
 */
export function observe(operation: string, namesSubject: boolean): ApiMiddleware {
  const started = new WeakMap<ApiEvent, number>();
  const finish = (event: ApiEvent, status: number, error?: Error | null) => {
    const duration = performance.now() - (started.get(event) ?? performance.now());
    const refused = error ? { code: codeOf(error) } : {};
    const keyService = refused.code === 'key-service-unavailable' ? { keyServiceFailures: 1 } : {};
    // What was unexpected is shown to the operator only, under the contextId that the caller got.
    const { conversationId = event.conversationId, flowExecutionId, participantId } = event.pathParameters ?? {};
    const failure =
      error && status >= 500 ? describeFailure(error, [conversationId, flowExecutionId, participantId]) : {};
    log(status >= 500 ? 'ERROR' : 'INFO', {
      message: `${operation} ${status}`,
      operation,
      requestId: event.requestContext.requestId,
      conversationHash: hashId(conversationId),
      executionHash: hashId(flowExecutionId),
      clientId: clientOf(event) || undefined,
      subject: namesSubject ? subjectOf(event) : undefined,
      status,
      ...refused,
      ...failure,
      coldStart: cold || undefined,
      duration: Math.round(duration * 100) / 100,
      requests: 1,
      refusals: status >= 400 && status < 500 ? 1 : 0,
      failures: status >= 500 ? 1 : 0,
      ...keyService,
      ...formatMetrics(
        { duration: 'Milliseconds', requests: 'Count', refusals: 'Count', failures: 'Count' },
        'keyServiceFailures' in keyService ? { keyServiceFailures: 'Count' } : {},
      ),
    });
    cold = false;
  };
  return {
    before: ({ event }) => {
      started.set(event, performance.now());
    },
    after: ({ event, response }) => finish(event, response?.statusCode ?? 0),
    onError: ({ event, response, error }) => finish(event, response?.statusCode ?? 500, error),
  };
}
