import type { Contract } from '#contract/contract.ts';
import type { Trigger } from '#contract/triggers/trigger.ts';
import { isObject, type Json } from '#domain/json.ts';
import {
  claimsOfClient,
  type InvocationContext,
  type LocalOperation,
  type LocalRequest,
  makeLocalApi,
} from '#http/in-process/call.ts';

/** The client that state machines are to the API: their executions belong to it. */
export const stepFunctionsClient = 'step-functions';

/** What a block of a state machine is given; `lib/flows` writes it. */
export interface BlockInput {
  readonly conversationId: string;
  readonly flowExecutionId: string;
  readonly flowType: string;
  /** Of a write: the same in each attempt of one state, another whenever it is entered again. */
  readonly operationId?: string;
  readonly participantId?: string;
  readonly target?: string;
  /** Of a write. */
  readonly attributes?: Readonly<Record<string, unknown>>;
  /** Of a read: none means all. */
  readonly names?: readonly string[];
  /** Of a read: what is answered for names that are not set. */
  readonly otherwise?: Readonly<Record<string, string>>;
}

/** What a block needs of its operation: each takes the parameters of a flow. */
type FlowContract = Contract & { readonly path: `${string}{conversationId}${string}{flowExecutionId}${string}` };

/** An operation has refused. Step Functions knows an error by its name, which is the refusal's code. */
class BlockRefused extends Error {
  override readonly name: string;

  constructor({ code, detail }: Readonly<Record<string, Json>>) {
    super(String(detail));
    this.name = String(code);
  }
}

/**
 * The handler of a block: it answers what its operation answers. What that refuses it throws, under the code of the refusal.
 *
 * @param makeRequest makes the request of what the block was given.
 */
export function makeBlock<Own extends FlowContract>(
  trigger: Trigger,
  operation: LocalOperation<Own>,
  makeRequest: (input: BlockInput) => Omit<LocalRequest<Own>, 'path'>,
) {
  const claims = claimsOfClient(stepFunctionsClient, trigger.scopes);
  return async (input: BlockInput, context: InvocationContext): Promise<Readonly<Record<string, Json>>> => {
    const { conversationId, flowExecutionId } = input;
    const path = { conversationId, flowExecutionId } as LocalRequest<Own>['path'];
    const { status, body } = await makeLocalApi(claims, context).call(operation, { ...makeRequest(input), path });
    if (status >= 400) throw new BlockRefused(body);
    return input.otherwise === undefined ? body : fillIn(body, input.otherwise);
  };
}

/** What was got over the values for what is not set. */
function fillIn(body: Readonly<Record<string, Json>>, otherwise: Readonly<Record<string, string>>) {
  const { attributes } = body;
  return { ...body, attributes: { ...otherwise, ...(attributes !== undefined && isObject(attributes) && attributes) } };
}

/** The request of a write. */
export function makeWrite({ operationId, flowType, participantId, target, attributes = {} }: BlockInput) {
  const headers = operationId === undefined ? {} : { 'idempotency-key': operationId };
  const placed = { ...(participantId !== undefined && { participantId }), ...(target !== undefined && { target }) };
  return { body: { attributes, flowType, ...placed }, headers };
}

/** The request of a read. */
export function makeRead({ flowType, participantId, target, names = [] }: BlockInput) {
  const given = Object.entries({ flowType, participantId, target });
  const placed = given.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  return { query: [...placed, ...names.map((name) => ['name', name] as const)] };
}
