import { JsonPath, Pass, TaskInput } from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { MakeBlockTask } from './block-task.ts';
import { READ_FAILURE } from './jsonata.ts';

/** As in JSONata; but a path that leads nowhere is a failure, so that only a block in a map may ask for its item. */
function makeOperationId(inMap: boolean): string {
  const paths = ['$$.Execution.Id', '$$.State.Name', '$$.State.EnteredTime', ...(inMap ? ['$$.Map.Item.Index'] : [])];
  const texts = paths.map((path) => JsonPath.stringAt(path));
  return JsonPath.hash(JsonPath.format(texts.map(() => '{}').join('/'), ...texts), 'SHA-256');
}

/** A block in JSONPath: what it has got, and its failure, are in the data of the flow, under their names. */
export const makeJsonPathTask: MakeBlockTask = (scope, { id, flow, work, failure, inMap }) => {
  const { into } = work;
  const got = {
    attributes: JsonPath.objectAt('$.Payload.attributes'),
    notSet: JsonPath.listAt('$.Payload.notSet'),
  };
  const task = LambdaInvoke.jsonPath(scope, id, {
    stateName: id,
    lambdaFunction: flow.functions.get(work.function),
    payload: TaskInput.fromObject({
      conversationId: JsonPath.stringAt('$$.Execution.Input.conversationId'),
      flowExecutionId: JsonPath.stringAt('$$.Execution.Name'),
      flowType: flow.flowType,
      ...(work.isWrite && { operationId: makeOperationId(inMap) }),
      ...work.payload,
    }),
    ...(into === undefined ? { resultPath: JsonPath.DISCARD } : { resultSelector: got, resultPath: `$.${into}` }),
    retryOnServiceExceptions: false,
  });
  if (failure) {
    const read = Pass.jsonata(scope, `${id}: failure`, { stateName: `${id}: failure`, outputs: READ_FAILURE });
    task.addCatch(read.next(failure), { resultPath: '$.failure' });
  }
  return task;
};
