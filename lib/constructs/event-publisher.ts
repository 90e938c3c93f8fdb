import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { type IMetric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping, type Function as LambdaFunction, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

/** What tells of changes, and where. */
export interface EventPublisherProps {
  /** The name of the bus. */
  readonly busName: string;
  /** The stream of the table of conversations. */
  readonly streamArn: string;
  /** Starts with what the stream has, and sends events to the bus. */
  readonly publisher: LambdaFunction;
}

/**
 * How often a batch that could not be told is tried again, with pauses of up to a minute: for hours, while what the stream holds is
 * there for 24.
 */
const RETRIES = 500;

/**
 * An event bus, and the function that tells on it what the stream says, in order for each conversation. Where it could not, a
 * queue has the place in the stream, and nothing of what is there.
 */
export class EventPublisher extends Construct {
  readonly bus: EventBus;
  /** How many batches have been given up. */
  readonly givenUp: IMetric;
  /** How late events are, in milliseconds. */
  readonly lateness: IMetric;

  constructor(scope: Construct, id: string, { busName, streamArn, publisher }: EventPublisherProps) {
    super(scope, id);
    this.bus = new EventBus(this, 'Bus', {
      eventBusName: busName,
      description: 'What happens to conversations (docs/events.md)',
    });
    publisher.addEnvironment('EVENT_BUS', this.bus.eventBusName);
    publisher.addToRolePolicy(
      new PolicyStatement({ actions: ['events:PutEvents'], resources: [this.bus.eventBusArn] }),
    );
    publisher.addToRolePolicy(
      new PolicyStatement({
        actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
        resources: [streamArn],
      }),
    );
    // Lambda refuses the mapping without it, and IAM knows no resource for it.
    publisher.addToRolePolicy(new PolicyStatement({ actions: ['dynamodb:ListStreams'], resources: ['*'] }));
    Validations.of(publisher.role ?? publisher).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason:
        'dynamodb:ListStreams tells which tables have streams, and IAM knows no resource for it. All else is of one stream.',
    });
    const queue = new Queue(this, 'GivenUp', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const reason = 'It holds the places of what was given up until somebody has looked: no other queue comes after it.';
    Validations.of(queue).acknowledge(
      { id: 'AwsSolutions-SQS3', reason },
      { id: 'Serverless-SQSRedrivePolicy', reason },
    );
    new EventSourceMapping(this, 'Mapping', {
      target: publisher,
      eventSourceArn: streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      parallelizationFactor: 4,
      reportBatchItemFailures: true,
      bisectBatchOnError: true,
      retryAttempts: RETRIES,
      maxRecordAge: Duration.hours(23),
      onFailure: new SqsDlq(queue),
    });
    this.givenUp = queue.metricApproximateNumberOfMessagesVisible({ statistic: Stats.MAXIMUM });
    this.lateness = publisher.metric('IteratorAge', { statistic: Stats.MAXIMUM });
  }
}
