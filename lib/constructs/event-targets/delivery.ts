import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { type IEventBus, type IRuleTarget, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { nameEventType } from '#contract/events.ts';

/** What goes from a bus to a target. */
export interface DeliveryProps {
  readonly bus: IEventBus;
  /** The source of the events. */
  readonly source: string;
  /** By which the context names the target. */
  readonly name: string;
  /** Types of events. @default all */
  readonly types: readonly string[] | undefined;
}

/** The longest that EventBridge tries, and as often as it can in that time. */
const PERSISTENCE = { maxEventAge: Duration.hours(24), retryAttempts: 185 };

/** A queue as all of these are: encrypted, and closed to what is not. */
export const SAFE_QUEUE = {
  encryption: QueueEncryption.SQS_MANAGED,
  enforceSSL: true,
  retentionPeriod: Duration.days(14),
  removalPolicy: RemovalPolicy.DESTROY,
};

/** A rule, and the queue of what its target has not taken for a day. */
export class Delivery extends Construct {
  /** What was not taken. */
  readonly deadLetters: Queue;
  private readonly props: DeliveryProps;

  constructor(scope: Construct, id: string, props: DeliveryProps) {
    super(scope, id);
    this.props = props;
    this.deadLetters = new Queue(this, 'DeadLetters', SAFE_QUEUE);
    const reason = 'It holds what a target has not taken until somebody has looked: no other queue comes after it.';
    Validations.of(this.deadLetters).acknowledge(
      { id: 'AwsSolutions-SQS3', reason },
      { id: 'Serverless-SQSRedrivePolicy', reason },
    );
  }

  /** What CDK's targets are told: the event alone, without what EventBridge puts around it; and what becomes of it in the end. */
  get options() {
    return { ...PERSISTENCE, deadLetterQueue: this.deadLetters, event: RuleTargetInput.fromEventPath('$.detail') };
  }

  /** Sends the events there. */
  sendTo(target: IRuleTarget): void {
    const { bus: eventBus, source, name, types } = this.props;
    // Whoever keeps something of a conversation must hear of its erasure.
    const detailType = types && [...new Set([...types, nameEventType('conversation.erased')])];
    new Rule(this, 'Rule', {
      eventBus,
      description: `Events of conversations for the target ${name} (docs/events.md)`,
      eventPattern: { source: [source], ...(detailType && { detailType }) },
      targets: [target],
    });
  }
}
