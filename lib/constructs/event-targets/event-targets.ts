import { CfnOutput, Stack } from 'aws-cdk-lib';
import { type IMetric, MathExpression, type Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { EventTarget, EventTargets as Targets } from '../../event-targets.ts';
import { FIVE_MINUTES, sumMetrics } from '../../watch/metrics.ts';
import { ApiDestinationTarget } from './api-destination-target.ts';
import { ArchiveTarget } from './archive-target.ts';
import type { Delivery, DeliveryProps } from './delivery.ts';
import { QueueTarget, SignedWebhookTarget } from './queue-target.ts';

/** What targets are made from. */
export interface EventTargetsProps {
  readonly bus: IEventBus;
  /** The source of the events. */
  readonly source: string;
  readonly targets: Targets;
  /** Makes the function that signs events and sends them; asked once at most. */
  readonly makePoster: () => LambdaFunction;
  readonly logDays: RetentionDays;
}

/** Where events go from the bus. */
export class EventTargets extends Construct {
  /** How many messages are in the queues of dead letters. */
  readonly deadLetters: IMetric;
  /** How old, in seconds, the oldest event is that waits for a target; undefined where none waits in a queue of this deployment. */
  readonly lateness: IMetric | undefined;
  private readonly webhooks: object[] = [];
  private readonly ages: IMetric[] = [];
  private poster: LambdaFunction | undefined;

  constructor(scope: Construct, id: string, props: EventTargetsProps) {
    super(scope, id);
    const { bus, source, targets } = props;
    const deliveries = [...targets].map(([name, target]) => {
      return this.make({ bus, source, name, types: target.types }, target, props);
    });
    this.poster?.addEnvironment('EVENT_WEBHOOKS', Stack.of(this).toJsonString(this.webhooks));
    this.deadLetters = sumMetrics(
      deliveries.map(
        ({ deadLetters }): Metric => deadLetters.metricApproximateNumberOfMessagesVisible({ statistic: Stats.MAXIMUM }),
      ),
      FIVE_MINUTES,
      'Dead letters',
    );
    this.lateness = findGreatest(this.ages);
  }

  private make(props: DeliveryProps, target: EventTarget, { logDays, makePoster }: EventTargetsProps): Delivery {
    const { name } = props;
    switch (target.to) {
      case 'webhook': {
        this.poster ??= makePoster();
        const made = new SignedWebhookTarget(this, name, props, this.poster);
        const { url, secretArn } = target;
        this.poster.addToRolePolicy(
          new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [secretArn] }),
        );
        this.webhooks.push({ name, queueArn: made.queue.queueArn, url, secretArn });
        this.ages.push(ageOf(made));
        return made;
      }
      case 'webhook-with-key':
      case 'webhook-with-oauth':
        return new ApiDestinationTarget(this, name, props, target);
      case 'queue': {
        const made = new QueueTarget(this, name, props);
        this.ages.push(ageOf(made));
        this.output(`${name}QueueUrl`, made.queue.queueUrl, `The queue of the target ${name} (docs/events.md)`);
        return made;
      }
      case 's3': {
        const made = new ArchiveTarget(this, name, { ...props, logDays, days: target.days });
        this.ages.push(made.lateness);
        this.output(`${name}BucketName`, made.bucket.bucketName, `The files of the target ${name} (docs/events.md)`);
        return made;
      }
    }
  }

  private output(name: string, value: string, description: string): void {
    new CfnOutput(Stack.of(this), name, { value, description });
  }
}

function ageOf({ queue }: QueueTarget): IMetric {
  return queue.metricApproximateAgeOfOldestMessage({ statistic: Stats.MAXIMUM });
}

function findGreatest(metrics: readonly IMetric[]): IMetric | undefined {
  if (metrics.length === 0) return undefined;
  const usingMetrics = Object.fromEntries(metrics.map((metric, at) => [`age${at}`, metric]));
  const expression = `MAX([${Object.keys(usingMetrics)
    .map((id) => `FILL(${id}, 0)`)
    .join(', ')}])`;
  return new MathExpression({ expression, usingMetrics, period: FIVE_MINUTES, label: 'Oldest event, seconds' });
}
