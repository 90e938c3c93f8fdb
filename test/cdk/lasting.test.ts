import { App } from 'aws-cdk-lib';
import type { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { readContext } from '../../lib/read-context.ts';
import { read } from '../docs/markdown.ts';
import { synthesize } from './synthesize.ts';
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

test('every key of the context is in a variant', () => {
  const varied = new Set(Object.values(variants).flatMap((context) => Object.keys(context)));
  expect([...varied].sort()).toEqual(Object.keys(readContext(new App())).sort());
});

describe.each(Object.entries(variants))('with %s', (_, context) => {
  test('what lasts is in the data stack, under the logical id that it has always had', () => {
    const { data, api } = synthesize(context);
    expect(Object.keys(lastingIn(templateOf(api)))).toEqual([]);
    for (const [id, { Type }] of Object.entries(lastingIn(templateOf(data))))
      expect({ [id]: Type }).toEqual({ [id]: kept[id] });
  });

  test('nothing that lasts is replaced in a deployment from the default context, or back', () => {
    const before = lastingIn(templateOf(synthesize(context.name === undefined ? {} : { name: context.name }).data));
    for (const [id, resource] of Object.entries(lastingIn(templateOf(synthesize(context).data)))) {
      const other = before[id];
      if (other) expect({ [id]: fixed(resource) }).toEqual({ [id]: fixed(other) });
    }
  });
});

test.each(['0.1.0'])('the first deployment after %s replaces and removes nothing that lasts', (version) => {
  const released = JSON.parse(read(`test/cdk/released/${version}-data.json`));
  const now = templateOf(synthesize().data).Resources;
  const lasts = Object.entries(lastingIn(released));
  expect(lasts.map(([, { Type }]) => Type)).toContain('AWS::DynamoDB::Table');
  for (const [id, resource] of lasts) expect({ [id]: now[id] && fixed(now[id]) }).toEqual({ [id]: fixed(resource) });
});

test('each kept id is in use', () => {
  const used = Object.values(variants).flatMap((context) =>
    Object.keys(lastingIn(templateOf(synthesize(context).data))),
  );
  expect(Object.keys(kept).filter((id) => !used.includes(id))).toEqual([]);
});
