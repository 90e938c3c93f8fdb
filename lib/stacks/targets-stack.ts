import { join } from 'node:path';
import { type App, Duration, Stack, type StackProps, Validations } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { postEvents } from '#contract/triggers/events.ts';
import { locateCode } from '../code.ts';
import { EventTargets } from '../constructs/event-targets/event-targets.ts';
import { HandlerFunction } from '../constructs/handler-function.ts';
import type { Context } from '../context.ts';
import type { EventTargets as Targets } from '../event-targets.ts';
import { makeAlarm } from '../watch/alarm.ts';
import { makeMetricsEnvironment } from '../watch/metrics.ts';
import { defineTargetAlarms } from '../watch/target-alarms.ts';
import type { ApiStack } from './api-stack.ts';
import type { DataStack } from './data-stack.ts';

/** What the stack is made from. */
export interface TargetsStackProps extends StackProps {
  /** What the deployment chose. */
  readonly context: Context;
  readonly targets: Targets;
  /** Has the topic of alarms. */
  readonly data: DataStack;
  /** Has the bus. */
  readonly api: ApiStack;
  /** The directory of the bundles of integrations. */
  readonly integrations: string;
}

/** Where events go from the bus, with its alarms. A stack of its own: that of the API has little room for more resources. */
export class TargetsStack extends Stack {
  constructor(app: App, id: string, props: TargetsStackProps) {
    const { context, targets, data, api, integrations, ...others } = props;
    super(app, id, others);
    const { name: source, logDays } = context;
    // By its name: a reference would hold the bus.
    this.addDependency(api);
    const bus = EventBus.fromEventBusName(this, 'Bus', source);
    const makePoster = () => this.makePoster(context, integrations);
    const made = new EventTargets(this, 'EventTargets', { bus, source, targets, makePoster, logDays });
    for (const definition of defineTargetAlarms(made)) makeAlarm(this, source, definition, data.alarmTopic);
  }

  /** The function that signs events and sends them. */
  private makePoster(context: Context, integrations: string): LambdaFunction {
    const { operation: handler, folder, summary: description, timeoutSeconds } = postEvents;
    const { function: poster } = new HandlerFunction(this, handler, {
      ...context,
      code: locateCode(join(integrations, folder)),
      handler,
      description,
      environment: makeMetricsEnvironment(context.name),
      timeout: Duration.seconds(timeoutSeconds),
      reservedConcurrency: context.reservedConcurrency?.get(handler),
    });
    Validations.of(poster).acknowledge({
      id: 'Serverless-LambdaDLQ',
      reason: 'A queue starts it, and has what failed: there are no asynchronous invocations.',
    });
    return poster;
  }
}
