import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { expect, test } from 'vitest';
import { readContext } from '../../lib/context.ts';
import { newApp } from './synthesize.ts';

const read = (context: Record<string, unknown>) => readContext(newApp(context));

test('has a value for every key that was not given', () => {
  expect(read({})).toEqual({
    name: 'conversation-attributes',
    recoveryDays: 7,
    logDays: RetentionDays.ONE_MONTH,
    logLevel: 'INFO',
    rateLimit: 500,
    burstLimit: 1_000,
    requirePreconditions: false,
    pendingLeaseSeconds: undefined,
    activeMaxSeconds: undefined,
    wrapupMaxSeconds: undefined,
    kmsKeyArn: undefined,
    issuer: undefined,
    audience: undefined,
    scopePrefix: undefined,
    tokenUrl: undefined,
  });
});

test('reads the text of the command line and the JSON of cdk.json alike', () => {
  const asText = read({ recoveryDays: '35', logDays: '7', rateLimit: '10', requirePreconditions: 'true' });
  const asJson = read({ recoveryDays: 35, logDays: 7, rateLimit: 10, requirePreconditions: true });
  expect(asText).toEqual(asJson);
  expect(asText).toMatchObject({ recoveryDays: 35, logDays: 7, rateLimit: 10, requirePreconditions: true });
});

test('splits the audience at its commas', () => {
  const { audience } = read({ issuer: 'https://issuer.example', audience: 'one, two' });
  expect(audience).toEqual(['one', 'two']);
});

test.each([
  ['name', 'Conversations', 'lower-case'],
  ['name', 'my-aws-store', 'without "aws"'],
  ['recoveryDays', 36, 'from 1 to 35'],
  ['recoveryDays', '0', 'from 1 to 35'],
  ['recoveryDays', '7 days', 'from 1 to 35'],
  ['recoveryDays', '', 'from 1 to 35'],
  ['logDays', 31, '30, 60'],
  ['logDays', 9999, '30, 60'],
  ['logLevel', 'debug', 'INFO, DEBUG'],
  ['rateLimit', 0.5, 'whole number'],
  ['burstLimit', null, 'whole number'],
  ['requirePreconditions', 'yes', 'true, false'],
  ['pendingLeaseSeconds', 59, 'from 60'],
  ['activeMaxSeconds', '1d', 'whole number'],
  ['wrapupMaxSeconds', 31_536_001, 'to 31536000'],
  ['kmsKeyArn', '1234abcd-12ab-34cd-56ef-1234567890ab', 'the ARN of a KMS key'],
  ['kmsKeyArn', 'arn:aws:kms:eu-central-1:111122223333:alias/ours', 'not of an alias'],
  ['kmsKeyArn', 'arn:aws:kms:eu-central-1:111122223333:key/*', 'the ARN of a KMS key'],
  ['issuer', 'http://issuer.example', 'https URL'],
  ['audience', 'one,,two', 'separated by commas'],
  ['audience', ['one'], 'separated by commas'],
  ['scopePrefix', 'a b', 'RFC 6749'],
  ['tokenUrl', 'issuer.example/token', 'https URL'],
])('refuses %s = %j, saying what would be right', (key, value, right) => {
  expect(() => read({ [key]: value })).toThrow(`Context "${key}" is ${JSON.stringify(value)}, but must be `);
  expect(() => read({ [key]: value })).toThrow(right);
});

test.each([
  'arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
  'arn:aws:kms:us-east-1:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab',
  'arn:aws-us-gov:kms:us-gov-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
])('takes the key %s', (kmsKeyArn) => {
  expect(read({ kmsKeyArn })).toMatchObject({ kmsKeyArn });
});

test.each([
  [{ issuer: 'https://issuer.example' }, 'audience'],
  [{ audience: 'one' }, 'issuer'],
  [{ scopePrefix: 'api/' }, 'issuer'],
])('refuses %j, naming %s which goes with it', (context, missing) => {
  expect(() => read(context)).toThrow(`"${missing}" is missing`);
});

test('refuses a key that nothing reads, but leaves the keys of the CDK alone', () => {
  expect(() => read({ recoverDays: 7 })).toThrow(
    'Context key "recoverDays" is not known. There are: name, recoveryDays',
  );
  expect(() => read({ 'aws:cdk:enable-path-metadata': true, 'hosted-zone:account=1': {} })).not.toThrow();
});
