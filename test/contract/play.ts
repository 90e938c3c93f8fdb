import { type Contract, pathsOf } from '#contract/contract.ts';
import { operations as contracts } from '#contract/operations.ts';
import type { Api } from '../support/api.ts';
import { type Operation, operationOf, operations } from './document.ts';
import { type BuiltRequest, build, exampleOf } from './request.ts';

/** An operation with the request that the document gives as its example. */
export interface Scene {
  readonly operation: Operation;
  readonly request: BuiltRequest;
  /** The status of the example. */
  readonly status: number;
}

/** A path for conversations of another type than that of the examples. */
const isOfOtherMedia = ({ path }: Operation) => /\/(callbacks|chats|emails|messages)\/\{/.test(path);

/** Every example, in the order in which they play one call; that of another path follows the one that it means. */
export const scenes: readonly Scene[] = contracts.flatMap((contract) =>
  operations
    .filter((operation) => isSame(contract)(operation) && !isOfOtherMedia(operation))
    .map((operation) => {
      return { operation, request: build(operation, exampleOf(operation)), status: contract.example.status };
    }),
);

function isSame(contract: Contract): (operation: Operation) => boolean {
  const paths = pathsOf(contract);
  return ({ method, path }) => method === contract.method && paths.includes(path);
}

/** What the examples find when they begin: a conversation that has ended, and has saved something. */
export async function setStage(api: Api): Promise<void> {
  const settings = operationOf('put-channel-type-settings');
  const { path, body } = build(settings, exampleOf(settings));
  await api.ok('PUT', path, { body });
  const participants = [{ purpose: 'customer', attributes: { tier: 'gold' } }];
  const ended = { id: 'ended-1', type: 'voice', queueId: 'sales', participants };
  const { conversation } = await api.make(ended);
  await api.ok('PATCH', conversation, { body: { state: 'handled', wrapup: { code: 'sold' } } });
}
