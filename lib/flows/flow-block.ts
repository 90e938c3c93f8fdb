import { Duration } from 'aws-cdk-lib';
import {
  type IChainable,
  type INextable,
  JitterType,
  type State,
  StateMachineFragment,
  TaskInput,
} from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Flow } from './flow.ts';
import type { FlowFunctions } from './flow-functions.ts';

/** Where a block goes on. */
export interface FlowBlockProps {
  /** What follows when it has succeeded. @default - what is given by `next` */
  readonly success?: IChainable;
  /**
   * What follows when it has failed, after its retries: `$failure.code` is the code of the refusal (docs/errors.md) or the error of Step
   * Functions, `$failure.message` says what was wrong.
   * @default - the execution fails
   */
  readonly failure?: IChainable;
}

/** Whose attributes a block means. */
export interface PlacementProps {
  /** A participant by its id, or `customer` or `agent`. @default - the customer */
  readonly participantId?: string;
  /** Those of the participant, or of the conversation itself. @default 'participant' */
  readonly target?: 'participant' | 'conversation';
}

/** What a block does. */
interface FlowBlockWork {
  readonly function: Parameters<FlowFunctions['get']>[0];
  /** What its function is given beside the execution. */
  readonly payload: Readonly<Record<string, unknown>>;
  /** Whether it is a write, which each of its attempts repeats under the same operation id. */
  readonly isWrite: boolean;
  /** Variables that it assigns, in JSONata. */
  readonly assign?: Readonly<Record<string, string>>;
}

/** What may go better in a moment: refusals that say so, and what Lambda could not start. */
const TRANSIENT = [
  'store-unavailable',
  'key-service-unavailable',
  'contention',
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.ClientExecutionTimeoutException',
  'Lambda.TooManyRequestsException',
];

/** The same in every attempt of a state, another whenever the state is entered again, or for another item of a map. */
const OPERATION_ID =
  "{% $hash($states.context.Execution.Id & '/' & $states.context.State.Name & '/' & $states.context.State.EnteredTime & '/' & $string($states.context.Map.Item.Index), 'SHA-256') %}";

/** A refusal is JSON with a message; other errors are texts. */
const FAILURE = {
  code: '{% $states.errorOutput.Error %}',
  message:
    '{% $contains($states.errorOutput.Cause, \'"errorMessage"\') ? $parse($states.errorOutput.Cause).errorMessage : $states.errorOutput.Cause %}',
};

/** A block of a flow: a task that starts the function of its operation. The data of the flow go through it unchanged. */
export abstract class FlowBlock extends StateMachineFragment {
  readonly startState: State;
  readonly endStates: INextable[];

  constructor(flow: Flow, id: string, work: FlowBlockWork, { success, failure }: FlowBlockProps) {
    super(flow, id);
    const task = LambdaInvoke.jsonata(this, id, {
      stateName: id,
      lambdaFunction: flow.functions.get(work.function),
      payload: TaskInput.fromObject({
        conversationId: '{% $states.context.Execution.Input.conversationId %}',
        flowExecutionId: '{% $states.context.Execution.Name %}',
        flowType: flow.flowType,
        ...(work.isWrite && { operationId: OPERATION_ID }),
        ...work.payload,
      }),
      ...(work.assign && { assign: work.assign }),
      outputs: '{% $states.input %}',
      retryOnServiceExceptions: false,
    });
    task.addRetry({
      errors: TRANSIENT,
      interval: Duration.seconds(1),
      backoffRate: 2,
      maxAttempts: 4,
      jitterStrategy: JitterType.FULL,
    });
    if (failure) task.addCatch(failure, { assign: { failure: FAILURE }, outputs: '{% $states.input %}' });
    if (success) task.next(success);
    this.startState = task;
    this.endStates = success ? [] : [task];
  }
}

/** Only what is given. */
export function pickPlacement({ participantId, target }: PlacementProps): PlacementProps {
  return { ...(participantId !== undefined && { participantId }), ...(target !== undefined && { target }) };
}
