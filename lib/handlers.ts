import { type Job, jobs, type Operation, type Route, routes } from '#routes';

/** The handler that answers what no route takes. */
export const notFound = 'not-found';

/** The operation that answers preflights too: what it answers is for everybody, and a success. */
export const preflight: Operation = 'get-health';

/** What a handler does and needs, whether a request starts it, the clock, or Cognito. */
export type Work = Pick<Route, 'operation' | 'summary' | 'dynamodb' | 'kms'>;

/** What Cognito starts before it issues a token. Deployed only with the Cognito made here. */
export const preToken: Work = {
  operation: 'pre-token',
  summary: 'Put the call queues of a client into its token',
  dynamodb: { settings: ['GetItem'] },
};

/** All work: that of the routes, that of the jobs, and that before a token. */
export const works: readonly Work[] = [...(routes as readonly Route[]), ...(jobs as readonly Job[]), preToken];

/** The names of all handlers: those of all work, and the one that answers what no route takes. */
export const handlers: readonly string[] = [...works.map(({ operation }) => operation), notFound];
