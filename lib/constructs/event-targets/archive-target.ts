import { type CfnElement, Duration, RemovalPolicy, Size, Stack, Validations } from 'aws-cdk-lib';
import { type IMetric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IRuleTarget } from 'aws-cdk-lib/aws-events';
import { FirehoseDeliveryStream } from 'aws-cdk-lib/aws-events-targets';
import { type IRole, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  AppendDelimiterToRecordProcessor,
  Compression,
  DeliveryStream,
  EnableLogging,
  MetadataExtractionProcessor,
  S3Bucket,
  StreamEncryption,
} from 'aws-cdk-lib/aws-kinesisfirehose';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { Delivery, type DeliveryProps } from './delivery.ts';

/** What an archive is made from. */
export interface ArchiveTargetProps extends DeliveryProps {
  /** For how long files are kept. */
  readonly days: number;
  /** Days for which the log of what Firehose could not write is kept. */
  readonly logDays: RetentionDays;
}

/**
 * Events as files in S3: an event a line, compressed, in a folder for each day and type. Files are gone after their days; the bucket
 * itself stays when the stack goes.
 */
export class ArchiveTarget extends Delivery {
  readonly bucket: Bucket;
  /** How old, in seconds, the oldest event is that is not in a file yet. */
  readonly lateness: IMetric;

  constructor(scope: Construct, id: string, props: ArchiveTargetProps) {
    super(scope, id, props);
    this.bucket = this.makeBucket(props.days);
    const log = new LogGroup(this, 'Log', { retention: props.logDays, removalPolicy: RemovalPolicy.DESTROY });
    const stream = new DeliveryStream(this, 'Stream', {
      encryption: StreamEncryption.awsOwnedKey(),
      destination: new S3Bucket(this.bucket as IBucket, {
        role: this.makeWriter(log),
        compression: Compression.GZIP,
        // The least that partitions take.
        bufferingSize: Size.mebibytes(64),
        bufferingInterval: Duration.minutes(5),
        dynamicPartitioning: { enabled: true },
        processors: [
          MetadataExtractionProcessor.jq16({ date: '.time[0:10]', type: '.type' }),
          new AppendDelimiterToRecordProcessor(),
        ],
        dataOutputPrefix: 'events/date=!{partitionKeyFromQuery:date}/type=!{partitionKeyFromQuery:type}/',
        errorOutputPrefix: 'errors/!{firehose:error-output-type}/',
        fileExtension: '.jsonl.gz',
        loggingConfig: new EnableLogging(log),
      }),
    });
    this.lateness = stream.metric('DeliveryToS3.DataFreshness', { statistic: Stats.MAXIMUM });
    this.sendTo(this.deliverTo(stream));
  }

  private makeBucket(days: number): Bucket {
    const bucket = new Bucket(this, 'Files', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      lifecycleRules: [{ expiration: Duration.days(days), abortIncompleteMultipartUploadAfter: Duration.days(1) }],
      removalPolicy: RemovalPolicy.RETAIN,
    });
    Validations.of(bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        'A log of who reads the files would be a bucket more with names of files and nothing else: switch on data events of CloudTrail for it where that is wanted.',
    });
    return bucket;
  }

  /** What Firehose writes as: what its documents ask for. CDK would let it delete, too. */
  private makeWriter({ logGroupArn }: LogGroup): IRole {
    const { bucketArn } = this.bucket;
    const allow = (actions: string[], resource: string) => new PolicyStatement({ actions, resources: [resource] });
    const writer = new Role(this, 'Writer', {
      assumedBy: new ServicePrincipal('firehose.amazonaws.com'),
      inlinePolicies: {
        Own: new PolicyDocument({
          statements: [
            allow(['s3:AbortMultipartUpload', 's3:GetObject', 's3:PutObject'], `${bucketArn}/*`),
            allow(['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'], bucketArn),
            allow(['logs:PutLogEvents'], logGroupArn),
          ],
        }),
      },
    });
    Validations.of(writer).acknowledge({
      id: `AwsSolutions-IAM5[Resource::<${Stack.of(this).getLogicalId(this.bucket.node.defaultChild as CfnElement)}.Arn>/*]`,
      reason: 'It writes files of any name into one bucket, which holds nothing else, and may not delete them.',
    });
    return writer.withoutPolicyUpdates();
  }

  /** CDK's target of Firehose, with what the others have: how long it is tried, and what becomes of it then. */
  private deliverTo(stream: DeliveryStream): IRuleTarget {
    const { event: message, deadLetterQueue, maxEventAge, retryAttempts } = this.options;
    const target = new FirehoseDeliveryStream(stream, { message });
    return {
      bind: (rule, id) => {
        deadLetterQueue.addToResourcePolicy(
          new PolicyStatement({
            principals: [new ServicePrincipal('events.amazonaws.com')],
            actions: ['sqs:SendMessage'],
            resources: [deadLetterQueue.queueArn],
            conditions: { ArnEquals: { 'aws:SourceArn': rule.ruleRef.ruleArn } },
          }),
        );
        return {
          ...target.bind(rule, id),
          deadLetterConfig: { arn: deadLetterQueue.queueArn },
          retryPolicy: { maximumRetryAttempts: retryAttempts, maximumEventAgeInSeconds: maxEventAge.toSeconds() },
        };
      },
    };
  }
}
