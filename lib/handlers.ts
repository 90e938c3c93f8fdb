import { routes } from '#routes';

/** The handler that answers what no route takes. */
export const notFound = 'not-found';

/** The names of all handlers: the operations of the route table, and those that no route has. */
export const handlers: readonly string[] = [...routes.map(({ operation }) => operation), notFound];
