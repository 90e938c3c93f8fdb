import { Duration, Validations } from 'aws-cdk-lib';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';

/** What is started, and when. */
export interface JobScheduleProps {
  /** What is started. */
  readonly handler: LambdaFunction;
  /** Whole minutes between two runs. */
  readonly everyMinutes: number;
  /** What it is for. */
  readonly description: string;
  /** How many runs are started each time, at most 5: each does its part. */
  readonly parts: number;
}

/** What the next run does anyway need not be tried again, nor done late. The least that both services take. */
const delivery = { retryAttempts: 0, maxEventAge: Duration.minutes(1) };

/**
 * Starts a function every so many minutes, each part once. A rule rather than a schedule of EventBridge Scheduler: that
 * would need a role for each job, here the function lets the one rule in.
 */
export class JobSchedule extends Construct {
  constructor(scope: Construct, id: string, { handler, everyMinutes, description, parts }: JobScheduleProps) {
    super(scope, id);
    handler.configureAsyncInvoke(delivery);
    const rule = new Rule(this, 'Rule', {
      description,
      schedule: Schedule.rate(Duration.minutes(everyMinutes)),
      targets: Array.from({ length: parts }, (_, part) => {
        return new LambdaTarget(handler, { ...delivery, event: RuleTargetInput.fromObject({ part, of: parts }) });
      }),
    });
    const reason =
      'A run takes only its part from its event: it does what is due by then. What a run that failed or never began left undone is due in the next one, so a dead-letter queue would hold nothing of use.';
    Validations.of(handler).acknowledge(
      { id: 'Serverless-LambdaDLQ', reason },
      { id: 'Serverless-LambdaAsyncFailureDestination', reason },
    );
    Validations.of(rule).acknowledge({ id: 'Serverless-EventBusDLQ', reason });
  }
}
