import { Duration, Validations } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import {
  DefinitionBody,
  type IChainable,
  LogLevel,
  QueryLanguage,
  StateMachine,
  type StateMachineProps,
} from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { FlowType } from '#contract/flow-words.ts';
import type { FlowFunctions } from './flow-functions.ts';

/** What a flow is made from. */
export interface FlowProps {
  /** Those of the deployment (`ApiStack.flowFunctions`). */
  readonly functions: FlowFunctions;
  /** A bot has no secured attributes: its blocks for them are refused when the app is synthesized. */
  readonly flowType: FlowType;
  /** What its states are written in. @default QueryLanguage.JSONATA */
  readonly queryLanguage?: QueryLanguage;
  /** More of the state machine, such as its name or its timeout. */
  readonly stateMachine?: Omit<
    StateMachineProps,
    'definition' | 'definitionBody' | 'queryLanguage' | 'stateMachineType'
  >;
}

/** The ways in which an execution ends. */
const ENDED = ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'];

/** What cannot be delivered for an hour the sweeper has done by then. */
const DELIVERY = { retryAttempts: 2, maxEventAge: Duration.hours(1) };

/**
 * A flow as a state machine of AWS Step Functions, of the standard type. Its input has the `conversationId`. Each execution is a
 * flow execution of that conversation: what it sets is pending until it flushes, and is flushed in any case when it ends.
 *
 * Its role may invoke the functions of the blocks that it has, and no others. Make blocks with it, then give it their chain by `define`.
 */
export class Flow extends Construct {
  readonly functions: FlowFunctions;
  readonly flowType: FlowType;
  readonly queryLanguage: QueryLanguage;
  readonly #props: FlowProps['stateMachine'];
  #stateMachine: StateMachine | undefined;

  constructor(
    scope: Construct,
    id: string,
    { functions, flowType, queryLanguage = QueryLanguage.JSONATA, stateMachine }: FlowProps,
  ) {
    super(scope, id);
    this.functions = functions;
    this.flowType = flowType;
    this.queryLanguage = queryLanguage;
    this.#props = stateMachine;
  }

  /** The state machine. @throws Error before the flow is defined */
  get stateMachine(): StateMachine {
    if (this.#stateMachine === undefined) throw new Error(`The flow ${this.node.path} is not defined yet.`);
    return this.#stateMachine;
  }

  /** Makes the state machine of its first block and what follows. */
  define(chain: IChainable): StateMachine {
    const destination = new LogGroup(this, 'Log', { retention: RetentionDays.ONE_MONTH });
    this.#stateMachine = new StateMachine(this, 'StateMachine', {
      // Values of attributes stay out of the log; the history of an execution has them, and its readers need a right to it.
      logs: { destination, level: LogLevel.ALL, includeExecutionData: false },
      tracingEnabled: true,
      ...this.#props,
      definitionBody: DefinitionBody.fromChainable(chain),
      queryLanguage: this.queryLanguage,
    });
    this.flushAtEnd(this.#stateMachine);
    return this.#stateMachine;
  }

  private flushAtEnd({ stateMachineArn }: StateMachine): void {
    const rule = new Rule(this, 'Ended', {
      description: 'Flush what an execution has left pending',
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: { stateMachineArn: [stateMachineArn], status: ENDED },
      },
      targets: [new LambdaTarget(this.functions.get('flush-ended-flow'), DELIVERY)],
    });
    Validations.of(rule).acknowledge({
      id: 'Serverless-EventBusDLQ',
      reason:
        'What an execution has left pending the sweeper flushes after an hour, whether this event comes or not: a queue of old events would hold what is done by then.',
    });
  }
}
