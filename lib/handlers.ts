import { jobs } from '#contract/jobs.ts';
import { type Operation, operations } from '#contract/operations.ts';
import { triggers } from '#contract/triggers/triggers.ts';

/** The handler that answers what no route takes. */
export const notFound = 'not-found';

/** The operation that answers preflights too: what it answers is for everybody, and a success. */
export const preflight = 'get-health';

/** What a handler does and needs, whether a request starts it, the clock, Cognito, or another service. */
export type Work = Pick<Operation, 'operation' | 'summary' | 'dynamodb' | 'kms'>;

/** What Cognito starts before it issues a token. Deployed only with the Cognito made here. */
export const preToken: Work = {
  operation: 'pre-token',
  summary: 'Put the call queues of a client into its token',
  dynamodb: { settings: ['GetItem'] },
};

/** The name of the function that serves an operation. */
export function functionOf({ operation, servedBy = operation }: Pick<Operation, 'operation' | 'servedBy'>): string {
  return servedBy;
}

/** The work of each function that serves operations: what all of them do. */
export const served: readonly Work[] = [...Map.groupBy(operations, functionOf)].map(([name, together]) => {
  const [first, ...others] = together;
  if (first === undefined || others.length === 0) return { ...first, operation: name } as Work;
  const tables = Map.groupBy(
    together.flatMap(({ dynamodb }) => Object.entries(dynamodb)),
    ([table]) => table,
  );
  const union = [...tables].map(([table, of]) => [table, [...new Set(of.flatMap(([, actions]) => actions))]] as const);
  return {
    operation: name,
    summary: together.map(({ operation }) => operation).join(', '),
    dynamodb: Object.fromEntries(union),
  };
});

/** The work of every deployment: that of the operations, that of the jobs, and that before a token. */
const ownWorks: readonly Work[] = [...served, ...jobs, preToken];

/** All work, with that of integrations. */
export const works: readonly Work[] = [...ownWorks, ...triggers];

/** The names of the handlers of every deployment: those of its work, and the one that answers what no route takes. */
export const handlers: readonly string[] = [...ownWorks.map(({ operation }) => operation), notFound];

/** The names of the handlers of integrations. They have bundles of their own, so that no other function carries their code. */
export const integrations: readonly string[] = triggers.map(({ operation }) => operation);
