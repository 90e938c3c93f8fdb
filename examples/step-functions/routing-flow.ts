import { CfnOutput } from 'aws-cdk-lib';
import { Choice, Condition, Fail, Pass } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { Flow, type FlowFunctions, GetConversationData, SetConversationData } from '../../lib/flows/index.ts';

/**
 * Routes a web message: who passes a guest's first message on to a web channel starts it with the `conversationId` of the answer. Input:
 * `{"conversationId": "shop:4711"}`. Output: `{"queue": "vip"}` or `{"queue": "standard"}`.
 */
export class RoutingFlow extends Construct {
  constructor(scope: Construct, id: string, functions: FlowFunctions) {
    super(scope, id);
    const flow = new Flow(this, 'Flow', { functions, flowType: 'inboundshortmessage' });
    const failed = Fail.jsonata(this, 'Not routed', {
      error: '{% $failure.code %}',
      cause: '{% $failure.message %}',
    });
    const toQueue = (queue: string) =>
      new SetConversationData(flow, `To the ${queue} queue`, {
        target: 'conversation',
        attributes: { queue },
        success: Pass.jsonata(this, `In the ${queue} queue`, { outputs: { queue } }),
        failure: failed,
      });
    const bySegment = Choice.jsonata(this, 'VIP?')
      .when(Condition.jsonata("{% $details.customer_segment = 'vip' %}"), toQueue('vip'))
      .otherwise(toQueue('standard'));
    const details = new GetConversationData(flow, 'Get Conversation Details', {
      names: ['customer_segment'],
      into: 'details',
      // What a guest's message brings is the conversation's.
      target: 'any',
      success: bySegment,
      failure: failed,
    });
    flow.define(details);
    new CfnOutput(this, 'Arn', { value: flow.stateMachine.stateMachineArn });
  }
}
