import { flowTypeWords } from '#contract/flow-words.ts';
import type { FlowType } from '#domain/flow-types.ts';
import { flowTypeOf } from '#domain/flow-types.ts';
import { describeFlowCaller, type FlowCaller } from '#domain/operations/flow-caller.ts';
import { clientOf } from '#http/api.ts';
import type { Input } from '#http/request/input.ts';
import { environment } from '#http/wiring/environment.ts';

/** A request in a flow execution. */
type FlowInput = Pick<Input, 'event' | 'parameter' | 'violations'>;

/** The caller of an operation in the flow execution of the path, and what the body says of the flow. */
export function readFlowCaller({ event }: FlowInput, flowType: FlowType | undefined): FlowCaller {
  const { flowExecutionId = '' } = event.pathParameters ?? {};
  return describeFlowCaller(flowExecutionId, environment.sharedExecutions ? undefined : clientOf(event), flowType);
}

/**
 * The caller of an operation on secured attributes: a bot is refused before anything else that is wrong (403 before
 * 400).
 */
export function leaveBotToDomain(input: Pick<Input, 'leaveToDomain'>, caller: FlowCaller): FlowCaller {
  if (caller.isBot) input.leaveToDomain();
  return caller;
}

/** The caller, and what the query says of the flow. */
export function readFlowCallerFromQuery(input: FlowInput): FlowCaller {
  const given = input.parameter('flowType');
  const flowType = given === undefined ? undefined : flowTypeOf(given);
  if (given !== undefined && flowType === undefined) {
    input.violations.malformed('flowType', `is ${JSON.stringify(given)}; it ${flowTypeWords}`);
  }
  return readFlowCaller(input, flowType);
}
