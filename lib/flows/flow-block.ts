import { Duration } from 'aws-cdk-lib';
import {
  type IChainable,
  type INextable,
  JitterType,
  QueryLanguage,
  type State,
  StateMachineFragment,
} from 'aws-cdk-lib/aws-stepfunctions';
import type { Flow } from './flow.ts';
import type { FlowBlockWork } from './query-languages/block-task.ts';
import { makeJsonPathTask } from './query-languages/json-path.ts';
import { makeJsonataTask } from './query-languages/jsonata.ts';

/** Where a block goes on. */
export interface FlowBlockProps {
  /** What follows when it has succeeded. @default - what is given by `next` */
  readonly success?: IChainable;
  /**
   * What follows when it has failed, after its retries: `$failure.code` (in JSONPath `$.failure.code`) is the code of the refusal
   * (docs/errors.md) or the error of Step Functions, `$failure.message` says what was wrong.
   * @default - the execution fails
   */
  readonly failure?: IChainable;
  /**
   * Of a write in a flow in JSONPath: whether the block is inside a map, whose items then have operation ids of their own. In JSONata it is
   * known without.
   * @default false
   */
  readonly inMap?: boolean;
}

/** Whose attributes a block means. */
export interface PlacementProps {
  /** A participant by its id, or `customer` or `agent`. @default - the customer */
  readonly participantId?: string;
  /** Those of the participant, or of the conversation itself. @default 'participant' */
  readonly target?: 'participant' | 'conversation';
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

/** A block of a flow: a task that starts the function of its operation. The data of the flow go through it unchanged. */
export abstract class FlowBlock extends StateMachineFragment {
  readonly startState: State;
  readonly endStates: INextable[];

  constructor(flow: Flow, id: string, work: FlowBlockWork, { success, failure, inMap = false }: FlowBlockProps) {
    super(flow, id);
    const make = flow.queryLanguage === QueryLanguage.JSON_PATH ? makeJsonPathTask : makeJsonataTask;
    const task = make(this, { id, flow, work, failure, inMap });
    task.addRetry({
      errors: TRANSIENT,
      interval: Duration.seconds(1),
      backoffRate: 2,
      maxAttempts: 4,
      jitterStrategy: JitterType.FULL,
    });
    if (success) task.next(success);
    this.startState = task;
    this.endStates = success ? [] : [task];
  }
}

/** Only what is given. */
export function pickPlacement({ participantId, target }: PlacementProps): PlacementProps {
  return { ...(participantId !== undefined && { participantId }), ...(target !== undefined && { target }) };
}
