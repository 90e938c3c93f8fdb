import type { App } from 'aws-cdk-lib';
import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, test } from 'vitest';
import { deploy } from '../../lib/deployment.ts';
import { handlers as allHandlers, preToken } from '../../lib/handlers.ts';
import { allowedTo, functionOf, mayLog, mayUseKey, mayUseTables, workOf } from './permissions.ts';
import { code, newApp, propertiesOf, synthesize } from './synthesize.ts';
import { kmsKeyArn, variants } from './variants.ts';

/** Those of the API's stack. */
const handlers = allHandlers.filter((name) => name !== preToken.operation);
const users = [
  'export-conversation',
  'get-flow-secureattributes',
  'get-secureattributes',
  'patch-secureattributes',
  'put-secureattributes',
  'set-flow-secureattributes',
];

function inRegion(region: string, context: object): App {
  const app = newApp({ ...context });
  deploy(app, { ...code, env: { account: '999999999999', region } });
  return app;
}

describe('the key that is made when none is given', () => {
  test('is symmetric, rotates, stays when the stack goes, and has an alias of the deployment', () => {
    const { data } = synthesize(variants['another name']);
    data.resourceCountIs('AWS::KMS::Key', 1);
    data.hasResource('AWS::KMS::Key', { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' });
    const [[id, key] = ['', {}]] = Object.entries(propertiesOf(data, 'AWS::KMS::Key'));
    expect(key).toMatchObject({ EnableKeyRotation: true });
    // What KMS makes of a key when these are absent is symmetric and for encryption.
    expect(key).not.toHaveProperty('KeySpec');
    expect(key).not.toHaveProperty('KeyUsage');
    data.hasResourceProperties('AWS::KMS::Alias', {
      AliasName: 'alias/trial',
      TargetKeyId: { 'Fn::GetAtt': [id, 'Arn'] },
    });
    data.hasOutput('KmsKeyArn', { Value: { 'Fn::GetAtt': [id, 'Arn'] } });
    expect(data.findOutputs('KmsKeyPolicyStatement')).toEqual({});
  });

  test('leaves to the policies of its own account who may use it', () => {
    const [key] = Object.values(propertiesOf(synthesize().data, 'AWS::KMS::Key'));
    const root = {
      'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::', { Ref: 'AWS::AccountId' }, ':root']],
    };
    expect(key.KeyPolicy.Statement).toEqual([
      { Action: 'kms:*', Effect: 'Allow', Principal: { AWS: root }, Resource: '*' },
    ]);
  });

  test('encrypts neither tables nor logs nor anything else of the stacks', () => {
    const naming = (template: Template) => {
      const resources: { readonly Type: string; readonly DependsOn?: unknown }[] = Object.values(
        template.toJSON().Resources,
      );
      // Tables are made after it, which encrypts nothing.
      const uses = ({ DependsOn: _after, ...rest }: object & { DependsOn?: unknown }) =>
        JSON.stringify(rest).includes('CustomerKey');
      return new Set(resources.filter(uses).map(({ Type }) => Type));
    };
    const { data, api } = synthesize();
    expect(naming(data)).toEqual(new Set(['AWS::KMS::Alias']));
    expect(naming(api)).toEqual(new Set(['AWS::IAM::Role', 'AWS::Lambda::Function']));
    for (const table of Object.values(propertiesOf(data, 'AWS::DynamoDB::Table'))) {
      expect(table.SSESpecification).toEqual({ SSEEnabled: false });
    }
  });
});

describe('a key that is given', () => {
  let data: Template;
  let api: Template;
  beforeAll(() => {
    ({ data, api } = synthesize(variants['a given KMS key']));
  });

  test('takes the place of the one that would be made', () => {
    data.resourceCountIs('AWS::KMS::Key', 0);
    data.resourceCountIs('AWS::KMS::Alias', 0);
    data.hasOutput('KmsKeyArn', { Value: kmsKeyArn });
  });

  test.each(handlers)('%s may do with it what its contract says, and nothing with another', (name) => {
    const expected = [...mayLog(api, name), ...mayUseTables(name), ...mayUseKey(name, kmsKeyArn)];
    expect(allowedTo(api, name)).toEqual(expected.sort());
    const { Variables } = functionOf(api, name).Environment;
    expect(Variables.KMS_KEY_ID).toBe(workOf(name).kms.length > 0 ? kmsKeyArn : undefined);
  });

  test('comes with the statement that its policy must hold when it is in another account', () => {
    const app = inRegion('us-east-1', { kmsKeyArn });
    const { Outputs } = app.synth().getStackByName('conversation-attributes-data').template;
    const { Value } = Outputs.KmsKeyPolicyStatement;
    const [, parts] = Value['Fn::Join'];
    const text = parts.map((part: unknown) => (typeof part === 'string' ? part : 'aws')).join('');
    expect(JSON.parse(text)).toEqual({
      Sid: 'ConversationAttributes',
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::999999999999:root' },
      Action: ['kms:GenerateDataKey', 'kms:Decrypt', 'kms:ReEncryptFrom', 'kms:ReEncryptTo'],
      Resource: '*',
      Condition: { StringEquals: { 'kms:EncryptionContext:application': 'conversation-attributes' } },
    });
  });

  test('is refused in another region than that of the functions, which call KMS in theirs', () => {
    expect(() => inRegion('eu-central-1', { kmsKeyArn })).toThrow('give a key of eu-central-1');
    expect(() => inRegion('us-east-1', { kmsKeyArn })).not.toThrow();
  });
});

describe('former keys', () => {
  const formerKmsKeyArns = [1, 2].map((at) => kmsKeyArn.replace('1234abcd', `0000000${at}`)).join(', ');

  test('may be used to open what they wrap, by whoever may open, and for nothing else', () => {
    const { data, api } = synthesize({ formerKmsKeyArns });
    data.resourceCountIs('AWS::KMS::Key', 1);
    for (const name of handlers) {
      const former = formerKmsKeyArns.split(', ').flatMap((arn) => mayUseKey(name, arn));
      const expected = [
        ...mayLog(api, name),
        ...mayUseTables(name),
        ...mayUseKey(name),
        ...former.filter((one) => one.includes('kms:Decrypt')),
      ];
      expect(allowedTo(api, name)).toEqual(expected.sort());
    }
  });

  test('are refused in another region', () => {
    expect(() => inRegion('eu-central-1', { formerKmsKeyArns })).toThrow('Context "formerKmsKeyArns" is');
  });
});

describe('secured attributes', () => {
  let api: Template;
  beforeAll(() => {
    ({ api } = synthesize());
  });
  const may = (name: string) => allowedTo(api, name).filter((each) => each.includes('kms:'));

  test('are the only ones whose functions may call KMS', () => {
    expect(handlers.filter((name) => may(name).length > 0).sort()).toEqual(users);
  });

  test('may be read with kms:Decrypt alone, and with the encryption context only', () => {
    expect(may('get-secureattributes')).toEqual([
      'Allow kms:Decrypt on key if {"StringEquals":{"kms:EncryptionContext:application":"conversation-attributes"}}',
    ]);
  });
});
