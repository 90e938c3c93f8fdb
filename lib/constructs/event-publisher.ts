import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { consumeStream } from './stream-consumer.ts';

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
    const { givenUp, lateness } = consumeStream(this, streamArn, publisher);
    this.givenUp = givenUp;
    this.lateness = lateness;
  }
}
