import { CfnOutput, Duration } from 'aws-cdk-lib';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Choice, Condition, Pass, TaskInput } from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke, StepFunctionsStartExecution } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import { Flow, type FlowFunctions, Flush, GetConversationData, SetConversationData } from '../../lib/flows/index.ts';

/** Stands for a CRM: put a task in its place that asks yours. It fails for a caller whose number ends in 0. */
const crm = `
exports.handler = async ({ caller }) => {
  if (caller.endsWith('0')) throw new Error('The CRM does not answer');
  return { name: 'Ada', tier: caller.endsWith('1') ? 'gold' : 'standard' };
};
`;

/**
 * Welcomes a caller: looks them up in a CRM, keeps what it says with the conversation, and transfers to a second flow, which recalls it.
 * Input: `{"conversationId": "call-1", "caller": "tel:+49301"}`.
 */
export class WelcomeFlow extends Construct {
  constructor(scope: Construct, id: string, functions: FlowFunctions) {
    super(scope, id);
    const service = this.serviceFlow(functions);
    const flow = new Flow(this, 'Flow', { functions, flowType: 'inboundcall' });
    const transfer = StepFunctionsStartExecution.jsonata(this, 'Transfer', {
      stateMachine: service.stateMachine,
      input: TaskInput.fromObject({ conversationId: '{% $states.context.Execution.Input.conversationId %}' }),
    });
    // What is pending only this flow sees: it takes effect before the next one asks for it.
    const flush = new Flush(flow, 'Flush', { success: transfer });
    const keep = new SetConversationData(flow, 'Keep what the CRM says', {
      attributes: { name: '{% $crm.name %}', tier: '{% $crm.tier %}' },
      success: flush,
      failure: transfer,
    });
    const note = new SetConversationData(flow, 'Note that the CRM is down', {
      attributes: { crm: 'down' },
      success: flush,
      failure: transfer,
    });
    const lookUp = LambdaInvoke.jsonata(this, 'Look up in the CRM', {
      lambdaFunction: new LambdaFunction(this, 'Crm', {
        code: Code.fromInline(crm),
        handler: 'index.handler',
        runtime: Runtime.NODEJS_24_X,
        timeout: Duration.seconds(5),
      }),
      payload: TaskInput.fromObject({ caller: '{% $states.input.caller %}' }),
      assign: { crm: '{% $states.result.Payload %}' },
      retryOnServiceExceptions: false,
    });
    lookUp.addCatch(note);
    flow.define(lookUp.next(keep));
    new CfnOutput(this, 'Arn', { value: flow.stateMachine.stateMachineArn });
    new CfnOutput(this, 'ServiceArn', { value: service.stateMachine.stateMachineArn });
  }

  /** Greets by tier. It does not flush: its end does. */
  private serviceFlow(functions: FlowFunctions): Flow {
    const flow = new Flow(this, 'Service', { functions, flowType: 'inqueuecall' });
    const done = Pass.jsonata(this, 'Greeted', { outputs: { tier: '{% $customer.tier %}' } });
    const greet = (tier: string, greeting: string) =>
      new SetConversationData(flow, `Greet ${tier}`, { attributes: { greeting }, success: done });
    const byTier = Choice.jsonata(this, 'Gold?')
      .when(
        Condition.jsonata("{% $customer.tier = 'gold' %}"),
        greet('gold', "{% 'Welcome back, ' & $customer.name %}"),
      )
      .otherwise(greet('anybody', 'Welcome'));
    const recall = new GetConversationData(flow, 'Recall the customer', {
      names: ['name', 'tier'],
      into: 'customer',
      otherwise: { tier: 'unknown' },
      success: byTier,
    });
    flow.define(recall);
    return flow;
  }
}
