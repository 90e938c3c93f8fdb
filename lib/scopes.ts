import { type Route, routes, type Scope } from '#routes';

/** Every scope that a route asks for, without the prefix of an issuer. */
export const scopes: readonly Scope[] = [
  ...new Set((routes as readonly Route[]).flatMap(({ scope }) => scope ?? [])),
].sort();
