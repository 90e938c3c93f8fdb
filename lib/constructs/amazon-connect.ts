import { Duration, Stack, Validations } from 'aws-cdk-lib';
import { CfnIntegrationAssociation } from 'aws-cdk-lib/aws-connect';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';

/** An instance of Amazon Connect, and what it starts. */
export interface AmazonConnectProps {
  /** In the account and region of the stack. */
  readonly instanceArn: string;
  /** What flows invoke. */
  readonly action: LambdaFunction;
  /** What contact events invoke. */
  readonly follower: LambdaFunction;
}

/** The contact events that say something of the conversation. */
const eventTypes = ['INITIATED', 'CONNECTED_TO_AGENT', 'DISCONNECTED', 'COMPLETED'];

/** An event that could not be delivered for an hour is late: the conversation ends by itself. */
const delivery = { retryAttempts: 2, maxEventAge: Duration.hours(1) };

/**
 * Lets the flows of one instance of Amazon Connect, and no other, invoke a function, which they find in their list; and has another one
 * follow its contacts.
 */
export class AmazonConnect extends Construct {
  constructor(scope: Construct, id: string, { instanceArn, action, follower }: AmazonConnectProps) {
    super(scope, id);
    action.addPermission('Flows', {
      principal: new ServicePrincipal('connect.amazonaws.com'),
      sourceArn: instanceArn,
      sourceAccount: Stack.of(this).account,
    });
    new CfnIntegrationAssociation(this, 'Association', {
      instanceId: instanceArn,
      integrationType: 'LAMBDA_FUNCTION',
      integrationArn: action.functionArn,
    });
    follower.configureAsyncInvoke(delivery);
    const rule = new Rule(this, 'ContactEvents', {
      description: 'Contacts of Amazon Connect begin, meet an agent, and end',
      eventPattern: {
        source: ['aws.connect'],
        detailType: ['Amazon Connect Contact Event'],
        detail: { instanceArn: [instanceArn], eventType: eventTypes },
      },
      targets: [new LambdaTarget(follower, delivery)],
    });
    Validations.of(action).acknowledge({
      id: 'Serverless-LambdaDLQ',
      reason:
        'A flow waits for the answer: there are no asynchronous invocations, and a failure takes its Error branch.',
    });
    const reason =
      'Amazon Connect sends its events on a best-effort basis, so that nothing may depend on one: a conversation whose end was not told ends by itself, and pending writes are flushed by the sweeper. A queue of old events would hold what is done by then.';
    Validations.of(follower).acknowledge(
      { id: 'Serverless-LambdaDLQ', reason },
      { id: 'Serverless-LambdaAsyncFailureDestination', reason },
    );
    Validations.of(rule).acknowledge({ id: 'Serverless-EventBusDLQ', reason });
  }
}
