import { AsyncLocalStorage } from 'node:async_hooks';

/** The epoch millisecond by which the current request is answered, whatever is still being tried for it. */
export const deadline = new AsyncLocalStorage<number>();

/** The part of a client's middleware stack that is used here. */
interface Client {
  readonly middlewareStack: {
    add(
      middleware: <Arguments, Answer>(
        next: (args: Arguments) => Promise<Answer>,
      ) => (args: Arguments) => Promise<Answer>,
      options: { readonly step: 'finalizeRequest'; readonly priority: 'low'; readonly name: string },
    ): void;
  };
}

/**
 * Stops a client from sending after the deadline. A container is frozen once it has answered: without this, the SDK's next
 * attempt at a write would be sent when it thaws, minutes later, over what others have written since.
 */
export function keepDeadline(client: unknown): void {
  // Of low priority: it runs after the SDK's retries, so before each attempt.
  (client as Client).middlewareStack.add(
    (next) => async (args) => {
      const until = deadline.getStore();
      if (until !== undefined && Date.now() >= until) throw makeAbortError();
      return next(args);
    },
    { step: 'finalizeRequest', priority: 'low', name: 'keepDeadline' },
  );
}

function makeAbortError(): Error {
  const error = new Error('The request has been answered: nothing more is sent for it');
  error.name = 'AbortError';
  return error;
}
