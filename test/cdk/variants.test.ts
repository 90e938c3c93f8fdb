import { App, Validations } from 'aws-cdk-lib';
import type { Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Context } from '../../lib/context.ts';
import { readContext } from '../../lib/read-context.ts';
import { read } from '../docs/markdown.ts';
import { deployInto, newApp, synthesize, synthesizeApp } from './synthesize.ts';
import { variants } from './variants.ts';

interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/**
 * What holds data, or a name that callers know; with the properties whose change makes CloudFormation replace it, or the
 * secret it holds. Under another logical id it would be another one: empty, and the old one beside it or gone.
 */
const lasting: Readonly<Record<string, readonly string[]>> = {
  'AWS::DynamoDB::Table': ['TableName', 'KeySchema'],
  'AWS::SecretsManager::Secret': ['Name', 'GenerateSecretString', 'SecretString'],
  'AWS::KMS::Key': ['KeySpec', 'KeyUsage', 'MultiRegion', 'Origin'],
  'AWS::KMS::Alias': ['AliasName'],
  'AWS::Cognito::UserPool': ['AliasAttributes', 'UsernameAttributes', 'UsernameConfiguration', 'Schema'],
  'AWS::Cognito::UserPoolDomain': ['Domain', 'UserPoolId'],
  'AWS::Cognito::UserPoolResourceServer': ['Identifier', 'UserPoolId'],
  'AWS::Cognito::UserPoolClient': ['GenerateSecret', 'UserPoolId'],
  'AWS::ApiGatewayV2::DomainName': ['DomainName'],
  'AWS::SNS::Topic': ['TopicName', 'FifoTopic'],
};

/** The logical id of each: never to be changed. */
const kept: Readonly<Record<string, string>> = {
  dataKeysTable5EBBD82A: 'AWS::DynamoDB::Table',
  settingsTableD670E2FF: 'AWS::DynamoDB::Table',
  conversationsTable3309F62D: 'AWS::DynamoDB::Table',
  erasuresTable3BFC702E: 'AWS::DynamoDB::Table',
  IdKeySecret9592DBD1: 'AWS::SecretsManager::Secret',
  CustomerKeyA9FF30A4: 'AWS::KMS::Key',
  CustomerKeyAlias3A5399AE: 'AWS::KMS::Alias',
  changesTable38D7C9E8: 'AWS::DynamoDB::Table',
  IssuerPool1B099C59: 'AWS::Cognito::UserPool',
  IssuerPoolDomain1F06AAE4: 'AWS::Cognito::UserPoolDomain',
  IssuerPoolServer4E43AD50: 'AWS::Cognito::UserPoolResourceServer',
  IssuerPooldefaultF6820769: 'AWS::Cognito::UserPoolClient',
  IssuerPoolflows41AFE972: 'AWS::Cognito::UserPoolClient',
  IssuerPoolreports03CEB562: 'AWS::Cognito::UserPoolClient',
  DomainName3089E799: 'AWS::ApiGatewayV2::DomainName',
  AlarmsTopic3A2DFEBA: 'AWS::SNS::Topic',
};

/** The client of the console has no secret, and its id is known to the console alone, which is made with it. */
const isLasting = ({ Type, Properties }: Resource) =>
  Type in lasting && !(Type === 'AWS::Cognito::UserPoolClient' && Properties?.ClientName === 'console');

/** What lasts in a template, by logical id. */
function lastingIn(template: {
  readonly Resources: Readonly<Record<string, Resource>>;
}): Readonly<Record<string, Resource>> {
  return Object.fromEntries(Object.entries(template.Resources).filter(([, resource]) => isLasting(resource)));
}
const templateOf = (template: Template) => template.toJSON() as { readonly Resources: Record<string, Resource> };

/** The properties of a resource that must not change. */
function fixed({ Type, Properties = {} }: Resource) {
  return { Type, ...Object.fromEntries((lasting[Type] ?? []).map((name) => [name, Properties[name]])) };
}

/** The exports of 0.1.0 that its API stack imports: CloudFormation refuses a deployment that takes one away. */
const imported = [
  'FnGetAttCustomerKeyA9FF30A4ArnE55436B0',
  'FnGetAttconversationsTable3309F62DArn568F13F4',
  'FnGetAttdataKeysTable5EBBD82AArnF7E05FD9',
  'FnGetAttsettingsTableD670E2FFArnA4A4C529',
  'RefIdKeySecret9592DBD11A7E98FD',
  'RefconversationsTable3309F62DC61F1FB2',
  'RefdataKeysTable5EBBD82AD25A5C29',
  'RefsettingsTableD670E2FFE8E61B27',
];

/** The rules of two packs that are broken, and not acknowledged. */
function violations(app: App): string[] {
  const reports = [new AwsSolutionsChecks(app), new ServerlessChecks(app)].map((pack) => pack.validateScope(app));
  return [...new Set(reports.flatMap((report) => report.violations.map(({ ruleName }) => ruleName)))].sort();
}

test('every key of the context is in a variant', () => {
  const varied = new Set(Object.values(variants).flatMap((context) => Object.keys(context)));
  expect([...varied].sort()).toEqual(Object.keys(readContext(new App())).sort());
});

const all: readonly [string, Partial<Record<keyof Context, unknown>>][] = Object.entries(variants);
describe.each(all)('with %s', (_, context) => {
  let app: App;
  let data: Template;
  let api: Template;
  beforeAll(() => {
    const made = synthesizeApp(context);
    app = made.app;
    ({ data, api } = made.templates);
  });

  test('what lasts is in the data stack, under the logical id that it has always had', () => {
    expect(Object.keys(lastingIn(templateOf(api)))).toEqual([]);
    for (const [id, { Type }] of Object.entries(lastingIn(templateOf(data))))
      expect({ [id]: Type }).toEqual({ [id]: kept[id] });
  });

  test('nothing that lasts is replaced in a deployment from the default context, or back', () => {
    const before = lastingIn(templateOf(synthesize(context.name === undefined ? {} : { name: context.name }).data));
    for (const [id, resource] of Object.entries(lastingIn(templateOf(data)))) {
      const other = before[id];
      if (other) expect({ [id]: fixed(resource) }).toEqual({ [id]: fixed(other) });
    }
  });

  test('the API stack imports no export: none of the data stack is held by it', () => {
    expect(JSON.stringify(templateOf(api))).not.toContain('Fn::ImportValue');
  });

  test('no rule of the two packs is broken', () => {
    expect(violations(app)).toEqual([]);
  });
});

test.each(['0.1.0'])('the first deployment after %s replaces and removes nothing that lasts', (version) => {
  const released = JSON.parse(read(`test/cdk/released/${version}-data.json`));
  const now = templateOf(synthesize().data).Resources;
  const lasts = Object.entries(lastingIn(released));
  expect(lasts.map(([, { Type }]) => Type)).toContain('AWS::DynamoDB::Table');
  for (const [id, resource] of lasts) expect({ [id]: now[id] && fixed(now[id]) }).toEqual({ [id]: fixed(resource) });
});

test('the first deployment after 0.1.0 takes away no export that the API stack of 0.1.0 imports', () => {
  const { Outputs: outputs } = synthesize().data.toJSON();
  const names = Object.values(outputs as Record<string, { Export?: { Name: string } }>).map((one) => one.Export?.Name);
  const expected = imported.map((name) => `conversation-attributes-data:ExportsOutput${name}`);
  expect(names).toEqual(expect.arrayContaining(expected));
});

test('acknowledges no rule that would not be broken, and each with a reason', () => {
  const app = newApp();
  deployInto(app);
  const key = Validations.ACKNOWLEDGED_RULES_METADATA_KEY;
  const acknowledged: Record<string, string> = {};
  for (const { node } of app.node.findAll()) {
    for (const { type, data } of node.metadata) if (type === key) Object.assign(acknowledged, data);
    Object.defineProperty(node, 'metadata', { get: () => [] });
  }
  const rules = Object.keys(acknowledged).map((id) => id.replace(/^Annotation::/, ''));
  expect(rules.sort()).toEqual(violations(app));
  for (const reason of Object.values(acknowledged)) expect(reason.length).toBeGreaterThan(60);
});

test('each kept id is in use', () => {
  const used = Object.values(variants).flatMap((context) =>
    Object.keys(lastingIn(templateOf(synthesize(context).data))),
  );
  expect(Object.keys(kept).filter((id) => !used.includes(id))).toEqual([]);
});
