import { type App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { JsonPath, Pass, QueryLanguage } from 'aws-cdk-lib/aws-stepfunctions';
import { describe, expect, test } from 'vitest';
import { stepFunctionsTriggers } from '#contract/triggers/step-functions.ts';
import { JsonPathFlow } from '../../examples/step-functions/json-path-flow.ts';
import { RoutingFlow } from '../../examples/step-functions/routing-flow.ts';
import { WelcomeFlow } from '../../examples/step-functions/welcome-flow.ts';
import { HandlerFunction } from '../../lib/constructs/handler-function.ts';
import { FlowFunctions } from '../../lib/flows/flow-functions.ts';
import {
  Flow,
  type FlowProps,
  Flush,
  GetConversationData,
  GetSecuredData,
  SetConversationData,
  SetSecuredData,
} from '../../lib/flows/index.ts';
import { takeBlock } from '../docs/markdown.ts';
import { deployInto, newApp, propertiesOf, withoutStackTraces } from './synthesize.ts';

type Functions = FlowProps['functions'];

/** What a stack has when flows were put into it. */
function synthesizeFlows(put: (stack: Stack, functions: Functions) => void, makeFunctions = makeFunctionsAlone) {
  const app = newApp({ stepFunctions: true });
  return withoutStackTraces(() => {
    const functions = makeFunctions(app);
    const stack = new Stack(app, 'flows');
    put(stack, functions);
    const template = Template.fromStack(stack);
    const machines = Object.values(propertiesOf(template, 'AWS::StepFunctions::StateMachine')).map(textOf);
    return { template, machines };
  });
}

/** The functions that state machines start, as a deployment makes them, without all else that it has. */
function makeFunctionsAlone(app: App): Functions {
  const stack = new Stack(app, 'api');
  const props = { code: Code.fromInline('code'), environment: {}, reservedConcurrency: undefined };
  const functions = stepFunctionsTriggers.map(({ operation, summary }) => {
    const own = { handler: operation, description: summary, logLevel: 'INFO', logDays: 30 } as const;
    return [operation, new HandlerFunction(stack, operation, { ...props, ...own }).function] as const;
  });
  return new FlowFunctions(new Map(functions));
}

/** The definition of a state machine, with a name in the place of each reference. */
function textOf({ DefinitionString: definition }: { readonly DefinitionString: unknown }) {
  const parts =
    typeof definition === 'string'
      ? [definition]
      : (definition as { readonly 'Fn::Join': [string, (string | object)[]] })['Fn::Join'][1];
  const text = parts.map((part) => (typeof part === 'string' ? part : JSON.stringify(part).replaceAll('"', "'")));
  return JSON.parse(text.join(''));
}

const oneFlow = (
  flowType: FlowProps['flowType'],
  chainOf: (flow: Flow) => Parameters<Flow['define']>[0],
  queryLanguage = QueryLanguage.JSONATA,
) =>
  synthesizeFlows((stack, functions) => {
    const flow = new Flow(stack, 'Flow', { functions, flowType, queryLanguage });
    flow.define(chainOf(flow));
  });

describe('a block', () => {
  const { machines } = oneFlow('inboundcall', (flow) => {
    const after = new Pass(flow, 'After');
    return new SetConversationData(flow, 'Set tier', {
      attributes: { tier: '{% $tier %}' },
      target: 'conversation',
      success: after,
      failure: after,
    });
  });
  const state = machines[0].States['Set tier'];

  test('starts its function with the conversation of the input, and with the execution and the type of the flow', () => {
    expect(machines[0].QueryLanguage).toBe('JSONata');
    expect(state.Arguments.FunctionName).toContain('setconversationdata');
    expect(state.Arguments.Payload).toMatchObject({
      conversationId: '{% $states.context.Execution.Input.conversationId %}',
      flowExecutionId: '{% $states.context.Execution.Name %}',
      flowType: 'inboundcall',
      attributes: { tier: '{% $tier %}' },
      target: 'conversation',
    });
    expect(state.Output).toBe('{% $states.input %}');
  });

  test('repeats what may go better in a moment, under one operation id of execution, state, entry and item', () => {
    const [{ ErrorEquals: errors, MaxAttempts }] = state.Retry;
    expect(errors).toEqual(
      expect.arrayContaining(['store-unavailable', 'contention', 'Lambda.TooManyRequestsException']),
    );
    expect(errors).not.toContain('conversation-ended');
    expect(MaxAttempts).toBe(4);
    for (const part of ['Execution.Id', 'State.Name', 'State.EnteredTime', 'Map.Item.Index']) {
      expect(state.Arguments.Payload.operationId).toContain(`$states.context.${part}`);
    }
    expect(state.Arguments.Payload.operationId).not.toContain('RetryCount');
  });

  test('goes on by its success, and by its failure with a code and a message after any error', () => {
    expect(state.Next).toBe('After');
    expect(state.Catch).toMatchObject([{ ErrorEquals: ['States.ALL'], Next: 'After' }]);
    expect(Object.keys(state.Catch[0].Assign.failure)).toEqual(['code', 'message']);
  });
});

test('a read has no operation id, gives its function the values for what is not set, and keeps what it got', () => {
  const { machines } = oneFlow(
    'workflow',
    (flow) => new GetConversationData(flow, 'Get', { names: ['tier'], into: 'customer', otherwise: { tier: 'none' } }),
  );
  const { Arguments, Assign } = machines[0].States.Get;
  expect(Arguments.Payload).not.toHaveProperty('operationId');
  expect(Arguments.Payload).toMatchObject({ names: ['tier'], otherwise: { tier: 'none' } });
  expect(Assign).toEqual({ customer: '{% $states.result.Payload.attributes %}' });
});

describe('a block in JSONPath', () => {
  const { machines } = oneFlow(
    'inboundcall',
    (flow) =>
      new GetConversationData(flow, 'Get', {
        names: ['tier'],
        into: 'customer',
        success: new SetConversationData(flow, 'Set', {
          attributes: { tier: JsonPath.stringAt('$.customer.attributes.tier'), step: 'menu' },
          failure: new Pass(flow, 'After'),
          inMap: true,
        }),
      }),
    QueryLanguage.JSON_PATH,
  );
  const [{ QueryLanguage: language, States }] = machines;

  test('starts its function with the same, by paths', () => {
    expect(language).toBe('JSONPath');
    expect(States.Set).not.toHaveProperty('QueryLanguage', 'JSONata');
    expect(States.Set.Parameters.Payload).toMatchObject({
      'conversationId.$': '$$.Execution.Input.conversationId',
      'flowExecutionId.$': '$$.Execution.Name',
      flowType: 'inboundcall',
      attributes: { 'tier.$': '$.customer.attributes.tier', step: 'menu' },
    });
  });

  test('has one operation id of execution, state, entry, and item where it is inside a map', () => {
    const format =
      "States.Format('{}/{}/{}/{}', $$.Execution.Id, $$.State.Name, $$.State.EnteredTime, $$.Map.Item.Index)";
    expect(States.Set.Parameters.Payload['operationId.$']).toBe(`States.Hash(${format}, 'SHA-256')`);
    const outside = oneFlow('workflow', (flow) => new Flush(flow, 'Flush'), QueryLanguage.JSON_PATH).machines[0];
    expect(outside.States.Flush.Parameters.Payload['operationId.$']).not.toContain('Map');
    expect(States.Get.Parameters.Payload).not.toHaveProperty(['operationId.$']);
  });

  test('keeps what it got in the data of the flow, which go through it unchanged', () => {
    expect(States.Get).toMatchObject({
      ResultSelector: { 'attributes.$': '$.Payload.attributes', 'notSet.$': '$.Payload.notSet' },
      ResultPath: '$.customer',
      Next: 'Set',
    });
    expect(States.Set.ResultPath).toBeNull();
  });

  test('repeats the same as in JSONata, and goes on by its failure with a code and a message', () => {
    expect(States.Set.Retry).toMatchObject([{ ErrorEquals: expect.arrayContaining(['contention']), MaxAttempts: 4 }]);
    expect(States.Set.Catch).toEqual([{ ErrorEquals: ['States.ALL'], ResultPath: '$.failure', Next: 'Set: failure' }]);
    expect(States['Set: failure']).toMatchObject({ QueryLanguage: 'JSONata', Next: 'After' });
    expect(States['Set: failure'].Output).toMatch(/'code': \$states.input.failure.Error, 'message': /);
  });
});

test.each(['bot', 'digitalbot'] as const)('a %s has no blocks for secured attributes, and those of others', (type) => {
  expect(() => oneFlow(type, (flow) => new SetSecuredData(flow, 'Set', { attributes: { pin: '1' } }))).toThrow(
    `is of type "${type}", a bot: it can't have the block "Set"`,
  );
  expect(() => oneFlow(type, (flow) => new GetSecuredData(flow, 'Get', { names: ['pin'], into: 'secret' }))).toThrow(
    'which is for secured attributes',
  );
  expect(oneFlow(type, (flow) => new Flush(flow, 'Flush')).machines).toHaveLength(1);
});

test('the role of a state machine may invoke the functions of its blocks, and nothing else', () => {
  const { template } = oneFlow('inboundcall', (flow) =>
    new SetSecuredData(flow, 'Set', { attributes: { pin: '1' } }).next(new Flush(flow, 'Flush')),
  );
  const statements = Object.values(propertiesOf(template, 'AWS::IAM::Policy')).flatMap(
    ({ PolicyDocument }) => PolicyDocument.Statement,
  );
  const invoked = statements.filter(({ Action }) => Action === 'lambda:InvokeFunction');
  const names = JSON.stringify(invoked).match(/FnGetAtt\w+?Function/g) ?? [];
  expect([...new Set(names)].sort()).toEqual([
    'FnGetAttflushconversationdataFunction',
    'FnGetAttsetsecureddataFunction',
  ]);
  const others = statements.flatMap(({ Action }) => Action).filter((action) => action !== 'lambda:InvokeFunction');
  expect(others.filter((action) => !/^(logs|xray):/.test(action))).toEqual([]);
});

test('the end of an execution, in whichever way, starts the flush of what it has left', () => {
  const { template } = oneFlow('inboundcall', (flow) => new Flush(flow, 'Flush'));
  const [machine] = Object.keys(propertiesOf(template, 'AWS::StepFunctions::StateMachine'));
  template.hasResourceProperties('AWS::Events::Rule', {
    EventPattern: {
      source: ['aws.states'],
      'detail-type': ['Step Functions Execution Status Change'],
      detail: { stateMachineArn: [{ Ref: machine }], status: ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'] },
    },
  });
});

test('the examples have four state machines, and each state that one goes to is there', () => {
  const { machines } = synthesizeFlows(
    (stack, functions) => {
      new WelcomeFlow(stack, 'Welcome', functions);
      new RoutingFlow(stack, 'Routing', functions);
      new JsonPathFlow(stack, 'JsonPath', functions);
    },
    (app) => deployInto(app).api.flowFunctions,
  );
  expect(machines).toHaveLength(4);
  for (const { States, StartAt } of machines) {
    const states: readonly { readonly Next?: string; readonly Catch?: readonly { readonly Next: string }[] }[] =
      Object.values(States);
    const next = states.flatMap(({ Next, Catch = [] }) => [...(Next ? [Next] : []), ...Catch.map((one) => one.Next)]);
    expect(Object.keys(States)).toEqual(expect.arrayContaining([StartAt, ...next]));
  }
});

test('without the context there are no functions for state machines, and who asks for them is told what to give', () => {
  const { api } = deployInto(newApp());
  expect(() => api.flowFunctions).toThrow('give the context "stepFunctions": true');
});

test('the page on AWS Step Functions has a flow that can be deployed', () => {
  const block = takeBlock('docs/flows/step-functions.md', "new Flow(stack, 'Flow'");
  const constructs = { Flow, Flush, GetConversationData, SetConversationData };
  const define = new Function('stack', 'api', ...Object.keys(constructs), block);
  const { machines } = synthesizeFlows((stack, flowFunctions) =>
    define(stack, { flowFunctions }, ...Object.values(constructs)),
  );
  expect(machines).toHaveLength(1);
  expect(Object.keys(machines[0].States).sort()).toEqual(expect.arrayContaining(['Flush', 'Get the tier', 'Note it']));
});
