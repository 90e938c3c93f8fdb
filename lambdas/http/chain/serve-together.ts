import type { Context } from 'aws-lambda';
import { type Contract, methodsOf, pathsOf } from '#contract/contract.ts';
import type { ApiEvent, ApiResponse } from '#http/api.ts';

/** An operation with its handler. */
interface Served {
  readonly contract: Contract;
  readonly handler: (event: ApiEvent, context: Context) => Promise<ApiResponse>;
}

/** The handler of a function that serves several operations: it gives each request to that of its route. */
export function serveTogether(served: readonly Served[]): Served['handler'] {
  const byRoute = new Map<string, Served['handler']>(
    served.flatMap(({ contract, handler }) =>
      methodsOf(contract).flatMap((method) => pathsOf(contract).map((path) => [`${method} ${path}`, handler] as const)),
    ),
  );
  return async (event, context) => {
    const handler = byRoute.get(event.routeKey);
    if (handler === undefined) throw new Error(`${event.routeKey} is no route of this function`);
    return handler(event, context);
  };
}
