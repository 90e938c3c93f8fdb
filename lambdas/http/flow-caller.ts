import { flowTypeOf, isBotType } from '#domain/flow-types.ts';
import { shortKey } from '#domain/keys.ts';
import type { FlowCaller } from '#domain/operations/flow-caller.ts';
import { clientOf } from '#http/api.ts';
import { environment } from '#http/environment.ts';
import type { Input } from '#http/input.ts';
import { flowTypeWords } from '#http/schemas.ts';

/** Who asks for something in the flow execution of the path, and what its body says of the flow. */
export function flowCaller(input: Input, flowType: string | undefined): FlowCaller {
  return {
    execution: shortKey(input.id('flowExecutionId')),
    client: environment.sharedExecutions ? undefined : shortKey(clientOf(input.event)),
    isBot: typeof flowType === 'string' && isBotType(flowTypeOf(flowType)),
  };
}

/** The same from a query. */
export function flowCallerInQuery(input: Input): FlowCaller {
  const flowType = input.parameter('flowType');
  if (flowType !== undefined && flowTypeOf(flowType) === undefined) {
    input.violations.malformed('flowType', `is ${JSON.stringify(flowType)}; it ${flowTypeWords}`);
  }
  return flowCaller(input, flowType);
}
