import { type Job, jobs, type Route, routes } from '#routes';

/** The handler that answers what no route takes. */
export const notFound = 'not-found';

/** What a handler does and needs, whether a request starts it or the clock. */
export type Work = Pick<Route, 'operation' | 'summary' | 'dynamodb' | 'kms'>;

/** All work: that of the routes and that of the jobs. */
export const works: readonly Work[] = [...(routes as readonly Route[]), ...(jobs as readonly Job[])];

/** The names of all handlers: the operations of the route table, and the one that no route has. */
export const handlers: readonly string[] = [...works.map(({ operation }) => operation), notFound];
