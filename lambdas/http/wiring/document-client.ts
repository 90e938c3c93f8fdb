import { makeDocumentClient } from '#dynamodb/client.ts';
import { keepDeadline } from '#http/chain/deadline.ts';
import { environment } from '#http/wiring/environment.ts';
import { log } from '#http/wiring/log.ts';

/** The one DynamoDB client of a container. */
export const documentClient = makeDocumentClient();
keepDeadline(documentClient);

if (environment.debug) {
  documentClient.middlewareStack.add(
    (next, context) => async (args) => {
      const started = performance.now();
      const entry = { message: 'DynamoDB', command: context.commandName };
      try {
        const answer = await next(args);
        log('DEBUG', { ...entry, durationMs: performance.now() - started });
        return answer;
      } catch (error) {
        const failure = error instanceof Error ? error.name : 'unknown';
        log('DEBUG', { ...entry, durationMs: performance.now() - started, error: failure });
        throw error;
      }
    },
    { step: 'initialize', name: 'logCalls' },
  );
}
