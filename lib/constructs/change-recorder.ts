import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { consumeStream } from './stream-consumer.ts';

/** What keeps changes. */
export interface ChangeRecorderProps {
  /** The stream of the table of conversations. */
  readonly streamArn: string;
  /** Starts with what the stream has, and keeps it in the table of changes. */
  readonly recorder: LambdaFunction;
}

/** The function that keeps what the stream says of conversations, in order for each. */
export class ChangeRecorder extends Construct {
  /** How many batches have been given up. */
  readonly givenUp: IMetric;
  /** How late changes are, in milliseconds. */
  readonly lateness: IMetric;

  constructor(scope: Construct, id: string, { streamArn, recorder }: ChangeRecorderProps) {
    super(scope, id);
    const { givenUp, lateness } = consumeStream(this, streamArn, recorder);
    this.givenUp = givenUp;
    this.lateness = lateness;
  }
}
