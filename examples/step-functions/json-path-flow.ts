import { CfnOutput } from 'aws-cdk-lib';
import { Choice, Condition, Fail, JsonPath, Pass, QueryLanguage } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { Flow, type FlowFunctions, Flush, GetConversationData, SetConversationData } from '../../lib/flows/index.ts';

/**
 * A flow in JSONPath: keeps the reason of a call, which its input has, and routes by tier. Input: `{"conversationId": "call-1", "reason":
 * "order"}`. Output: `{"queue": "vip"}` or `{"queue": "standard"}`.
 */
export class JsonPathFlow extends Construct {
  constructor(scope: Construct, id: string, functions: FlowFunctions) {
    super(scope, id);
    const flow = new Flow(this, 'Flow', {
      functions,
      flowType: 'inboundcall',
      queryLanguage: QueryLanguage.JSON_PATH,
    });
    const failed = Fail.jsonPath(this, 'Not routed', {
      errorPath: '$.failure.code',
      causePath: '$.failure.message',
    });
    const toQueue = (queue: string) => Pass.jsonPath(this, `In the ${queue} queue`, { parameters: { queue } });
    const byTier = Choice.jsonPath(this, 'Gold?')
      .when(Condition.stringEquals('$.customer.attributes.tier', 'gold'), toQueue('vip'))
      .otherwise(toQueue('standard'));
    const recall = new GetConversationData(flow, 'Recall the tier', {
      names: ['tier'],
      into: 'customer',
      otherwise: { tier: 'unknown' },
      success: byTier,
      failure: failed,
    });
    const keep = new SetConversationData(flow, 'Keep the reason', {
      attributes: { reason: JsonPath.stringAt('$.reason') },
      success: new Flush(flow, 'Flush', { success: recall, failure: failed }),
      failure: failed,
    });
    flow.define(keep);
    new CfnOutput(this, 'Arn', { value: flow.stateMachine.stateMachineArn });
  }
}
