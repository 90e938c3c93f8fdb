import { Duration, Validations } from 'aws-cdk-lib';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { EventSourceMapping, type IFunction } from 'aws-cdk-lib/aws-lambda';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { Delivery, type DeliveryProps, SAFE_QUEUE } from './delivery.ts';

/** What a queue of events is made from. */
export interface QueueTargetProps extends DeliveryProps {
  /** For how long a message is nobody else's once it was received. @default 30 seconds, that of SQS */
  readonly visibilityTimeout?: Duration;
  /** How often a message is received before it goes to the dead letters. @default 10 */
  readonly receives?: number;
}

/** A queue of events. What is received again and again, and never deleted, goes to the dead letters. */
export class QueueTarget extends Delivery {
  readonly queue: Queue;

  constructor(scope: Construct, id: string, props: QueueTargetProps) {
    super(scope, id, props);
    const { visibilityTimeout, receives = 10 } = props;
    this.queue = new Queue(this, 'Queue', {
      ...SAFE_QUEUE,
      ...(visibilityTimeout && { visibilityTimeout }),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: receives },
    });
    const { event: message, ...options } = this.options;
    this.sendTo(new SqsQueue(this.queue, { ...options, message }));
  }
}

/** A receiver is tried again after this time, in which a function works and has room to spare. */
const PAUSE = Duration.seconds(90);

/** For how long a receiver may be away. */
const PATIENCE = Duration.hours(24);

/** The queue of a signed webhook, with the function that empties it. */
export class SignedWebhookTarget extends QueueTarget {
  constructor(scope: Construct, id: string, props: DeliveryProps, poster: IFunction) {
    super(scope, id, {
      ...props,
      visibilityTimeout: PAUSE,
      receives: PATIENCE.toSeconds() / PAUSE.toSeconds(),
    });
    this.queue.grantConsumeMessages(poster);
    const mapping = new EventSourceMapping(this, 'Mapping', {
      target: poster,
      eventSourceArn: this.queue.queueArn,
      batchSize: 10,
      reportBatchItemFailures: true,
      // A receiver gets no more batches at once, and one that is away costs no more than ten functions that wait for it.
      maxConcurrency: 10,
    });
    Validations.of(mapping).acknowledge({
      id: 'Serverless-LambdaEventSourceMappingDestination',
      reason:
        'The mapping of a queue takes no destination: what failed stays in the queue, which has one of dead letters.',
    });
  }
}
