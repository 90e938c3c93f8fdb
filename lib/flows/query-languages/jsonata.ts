import { TaskInput } from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { MakeBlockTask } from './block-task.ts';

/** The same in every attempt of a state, another whenever the state is entered again, or for another item of a map. */
const OPERATION_ID =
  "{% $hash($states.context.Execution.Id & '/' & $states.context.State.Name & '/' & $states.context.State.EnteredTime & '/' & $string($states.context.Map.Item.Index), 'SHA-256') %}";

/** A refusal is JSON with a message; other errors are texts. */
const messageOf = (cause: string) => `$contains(${cause}, '"errorMessage"') ? $parse(${cause}).errorMessage : ${cause}`;

const FAILURE = {
  code: '{% $states.errorOutput.Error %}',
  message: `{% ${messageOf('$states.errorOutput.Cause')} %}`,
};

/** In the data of a flow in JSONPath, `failure` is the error as its task has left it there: here as blocks tell it. */
export const READ_FAILURE = `{% $merge([$states.input, {'failure': {'code': $states.input.failure.Error, 'message': ${messageOf('$states.input.failure.Cause')}}}]) %}`;

/** A block in JSONata: what it has got, and its failure, are variables. */
export const makeJsonataTask: MakeBlockTask = (scope, { id, flow, work, failure }) => {
  const task = LambdaInvoke.jsonata(scope, id, {
    stateName: id,
    lambdaFunction: flow.functions.get(work.function),
    payload: TaskInput.fromObject({
      conversationId: '{% $states.context.Execution.Input.conversationId %}',
      flowExecutionId: '{% $states.context.Execution.Name %}',
      flowType: flow.flowType,
      ...(work.isWrite && { operationId: OPERATION_ID }),
      ...work.payload,
    }),
    ...(work.into !== undefined && { assign: { [work.into]: '{% $states.result.Payload.attributes %}' } }),
    outputs: '{% $states.input %}',
    retryOnServiceExceptions: false,
  });
  if (failure) task.addCatch(failure, { assign: { failure: FAILURE }, outputs: '{% $states.input %}' });
  return task;
};
