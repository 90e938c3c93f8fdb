import middy from '@middy/core';
import { StoreUnavailable } from '#domain/store.ts';
import { accept } from '#http/accept.ts';
import type { ApiEvent, ApiResponse } from '#http/api.ts';
import { authorize } from '#http/authorize.ts';
import { deadline } from '#http/deadline.ts';
import { Input } from '#http/input.ts';
import { readJsonBody } from '#http/json-body.ts';
import { notModified } from '#http/not-modified.ts';
import { observe } from '#http/observe.ts';
import { answerProblems } from '#http/problems.ts';
import { hasScope } from '#http/rights.ts';
import { isRead, type Operation, type Route, routes } from '#routes';

/** Milliseconds before the end of the function's time at which the caller is told to try again. */
const timeoutEarlyInMillis = 500;

/**
 * The handler of an operation: `handle` in the chain that every operation has. The order of its checks is the contract's
 * (`docs/errors.md`): 403, 415 and 413, then what `handle` refuses.
 */
export function operation(name: Operation, handle: (input: Input) => Promise<ApiResponse>) {
  const route = routes.find((one) => one.operation === name);
  if (!route) throw new Error(`the route table has no operation "${name}"`);
  const { gives = ['application/json'], readScope }: Route = route;
  const mayRead = (event: ApiEvent) => readScope === undefined || hasScope(event, readScope);
  const own = chain(name, (event) => handle(new Input(event, mayRead(event))));
  if (isRead(route.method)) own.use(notModified());
  return (route.scope ? own.use(authorize(route.scope)) : own).use(accept(gives)).use(readJsonBody());
}

/** The links around every handler, the default route's too: the log line outermost, then the answers to errors. */
export function chain(name: string, handle: (event: ApiEvent) => ApiResponse | Promise<ApiResponse>) {
  const timeoutEarlyResponse = () => {
    throw new StoreUnavailable('The request took longer than its function may run');
  };
  return middy<ApiEvent, ApiResponse>({ timeoutEarlyInMillis, timeoutEarlyResponse })
    .use(observe(name))
    .use(answerProblems())
    .handler((event, context) =>
      deadline.run(Date.now() + context.getRemainingTimeInMillis() - timeoutEarlyInMillis, () => handle(event)),
    );
}
