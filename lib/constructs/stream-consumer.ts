import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { type IMetric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping, type Function as LambdaFunction, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { streamReading } from '#contract/triggers/stream.ts';

/**
 * How often a batch that a function could not take is tried again, with pauses of up to a minute: for hours, while what the stream
 * holds is there for 24.
 */
const RETRIES = 500;

/** How a function that a stream starts is watched. */
export interface StreamConsumption {
  /** How many batches have been given up. */
  readonly givenUp: IMetric;
  /** How late the function is, in milliseconds. */
  readonly lateness: IMetric;
}

/**
 * Has a function started with what a stream of a table has, the writes to one item in their order. Where it could not take them, a
 * queue has their place in the stream, and nothing of what is there.
 */
export function consumeStream(scope: Construct, streamArn: string, consumer: LambdaFunction): StreamConsumption {
  consumer.addToRolePolicy(
    new PolicyStatement({
      actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
      resources: [streamArn],
    }),
  );
  // Lambda refuses the mapping without it, and IAM knows no resource for it.
  consumer.addToRolePolicy(new PolicyStatement({ actions: ['dynamodb:ListStreams'], resources: ['*'] }));
  Validations.of(consumer.role ?? consumer).acknowledge({
    id: 'AwsSolutions-IAM5[Resource::*]',
    reason:
      'dynamodb:ListStreams tells which tables have streams, and IAM knows no resource for it. All else is of one stream.',
  });
  const queue = new Queue(scope, 'GivenUp', {
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const reason = 'It holds the places of what was given up until somebody has looked: no other queue comes after it.';
  Validations.of(queue).acknowledge({ id: 'AwsSolutions-SQS3', reason }, { id: 'Serverless-SQSRedrivePolicy', reason });
  new EventSourceMapping(scope, 'Mapping', {
    target: consumer,
    eventSourceArn: streamArn,
    startingPosition: StartingPosition.TRIM_HORIZON,
    ...streamReading,
    reportBatchItemFailures: true,
    bisectBatchOnError: true,
    retryAttempts: RETRIES,
    maxRecordAge: Duration.hours(23),
    onFailure: new SqsDlq(queue),
  });
  return {
    givenUp: queue.metricApproximateNumberOfMessagesVisible({ statistic: Stats.MAXIMUM }),
    lateness: consumer.metric('IteratorAge', { statistic: Stats.MAXIMUM }),
  };
}
