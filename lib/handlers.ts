import { jobs } from '#contract/jobs.ts';
import { type Operation, operations } from '#contract/operations.ts';

/** The handler that answers what no route takes. */
export const notFound = 'not-found';

/** The operation that answers preflights too: what it answers is for everybody, and a success. */
export const preflight = 'get-health';

/** What a handler does and needs, whether a request starts it, the clock, or Cognito. */
export type Work = Pick<Operation, 'operation' | 'summary' | 'dynamodb' | 'kms'>;

/** What Cognito starts before it issues a token. Deployed only with the Cognito made here. */
export const preToken: Work = {
  operation: 'pre-token',
  summary: 'Put the call queues of a client into its token',
  dynamodb: { settings: ['GetItem'] },
};

/** All work: that of the operations, that of the jobs, and that before a token. */
export const works: readonly Work[] = [...operations, ...jobs, preToken];

/** The names of all handlers: those of all work, and the one that answers what no route takes. */
export const handlers: readonly string[] = [...works.map(({ operation }) => operation), notFound];
