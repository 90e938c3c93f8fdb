import type { Template } from 'aws-cdk-lib/assertions';
import { expect } from 'vitest';
import { tables } from '#tables';
import { works } from '../../lib/handlers.ts';
import { propertiesOf } from './synthesize.ts';

/** The properties of the function of a handler. */
export function functionOf(api: Template, name: string) {
  const functions = Object.values(propertiesOf(api, 'AWS::Lambda::Function'));
  return functions.find(({ Handler }) => Handler === `${name}.handler`);
}

/** What the table of routes and jobs says of a handler; one that is not there may do nothing. */
export function workOf(name: string) {
  const { dynamodb = {}, kms = [] } = works.find(({ operation }) => operation === name) ?? {};
  return { dynamodb, kms };
}

/** Shortens what a template says of a resource: `conversations/index/due`, `key`, `log of <function>`. */
function shorten(value: unknown): string {
  return JSON.stringify(value)
    .replace(
      /\{"Fn::GetStackOutput":\{"StackName":"[^"]*","Region":\{"Ref":"AWS::Region"\},"OutputName":"(\w+)"\}\}/,
      '$1',
    )
    .replace(/\{"Fn::GetAtt":\["(\w+)Table[0-9A-F]{8}","Arn"\]\}/, '$1')
    .replace(/PublishOutputFnGetAtt(\w+)Table[0-9A-F]{8}Arn[0-9A-F]{8}/, '$1')
    .replace(/PublishOutputFnGetAttCustomerKey[0-9A-F]{8}Arn[0-9A-F]{8}/, 'key')
    .replace(/^\{"Fn::Join":\["",\[(\w+),"(.*)"\]\]\}$/, '$1$2')
    .replace(/^"(.*)"$/, '$1');
}

/** Every action that the role of a function allows, each with the resource, and the condition if there is one. */
export function allowedTo(api: Template, name: string): string[] {
  const [roleId] = functionOf(api, name).Role['Fn::GetAtt'];
  const role = propertiesOf(api, 'AWS::IAM::Role')[roleId];
  expect(role).not.toHaveProperty('ManagedPolicyArns');
  const attached = Object.values(propertiesOf(api, 'AWS::IAM::Policy')).filter(({ Roles }) =>
    Roles.some(({ Ref }: { Ref: string }) => Ref === roleId),
  );
  return [...attached, ...(role.Policies ?? [])]
    .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
    .flatMap(({ Effect, Action, Resource, Condition, ...rest }) => {
      expect(rest).toEqual({});
      const condition = Condition ? ` if ${JSON.stringify(Condition)}` : '';
      const on = [Resource].flat().map((resource) => `on ${shorten(resource)}${condition}`);
      return [Action].flat().flatMap((action) => on.map((where) => `${Effect} ${action} ${where}`));
    })
    .sort();
}

/** What each function may do with its own log group. */
export function mayLog(api: Template, name: string): string[] {
  const logGroup = shorten({ 'Fn::GetAtt': [functionOf(api, name).LoggingConfig.LogGroup.Ref, 'Arn'] });
  return [`Allow logs:CreateLogStream on ${logGroup}`, `Allow logs:PutLogEvents on ${logGroup}`];
}

/** What a function may do with tables, as the table of routes and jobs says it: with those that a deployment has which switches nothing on. */
export function mayUseTables(name: string): string[] {
  const used = Object.entries(workOf(name).dynamodb).filter(([table]) => hasAlways(table));
  return used.flatMap(([table, actions]) =>
    actions.map((action) => {
      const [name, index] = action.split(' ');
      return `Allow dynamodb:${name} on ${table}${index === undefined ? '' : `/index/${index}`}`;
    }),
  );
}

/** Whether every deployment has a table. */
export function hasAlways(table: string): boolean {
  return tables[table as keyof typeof tables].needs === undefined;
}

/** What a function may do with the customer's key, as the table of routes and jobs says it. */
export function mayUseKey(name: string, key = 'key'): string[] {
  const condition = '{"StringEquals":{"kms:EncryptionContext:application":"conversation-attributes"}}';
  return workOf(name).kms.map((action) => `Allow kms:${action} on ${key} if ${condition}`);
}
