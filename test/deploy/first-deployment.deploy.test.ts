import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EmulatedDeployment } from '../../emulators/aws/deployment.ts';
import { install } from '../../emulators/aws/install.ts';
import { takeBlock } from '../docs/markdown.ts';
import { ask, askJson, valuesOf } from './ask.ts';
import { clientOf, full, makeFull, readFull } from './caller.ts';
import { runOnTerminal } from './terminal.ts';

// Each test goes on where the one before has ended: first deployments that fail, until one does not.
const cache = fileURLToPath(new URL('../../.cache/local-aws', import.meta.url));
const data = 'conversation-attributes-data';
let deployment: EmulatedDeployment;

beforeAll(async () => {
  deployment = await EmulatedDeployment.begin(await install(cache));
});
afterAll(() => deployment?.end());

const about = (action: string, parameters = {}) =>
  ask(deployment.emulator, 'cloudformation', { Action: action, StackName: data, ...parameters });

test('a first deployment that fails leaves no table, no key of ids, and no key that is not about to be deleted', async () => {
  await deployment.restart({ failingType: 'AWS::KMS::Alias' });
  await expect(deployment.cdk.deploy()).rejects.toThrow('AWS::KMS::Alias is refused');
  expect(valuesOf(await about('DescribeStacks'), 'StackStatus')).toEqual(['ROLLBACK_COMPLETE']);
  const { emulator } = deployment;
  expect((await askJson(emulator, 'dynamodb', 'DynamoDB_20120810.ListTables')).TableNames).toEqual([]);
  expect((await askJson(emulator, 'secretsmanager', 'secretsmanager.ListSecrets')).SecretList).toEqual([]);
  const { Keys: keys } = await askJson(emulator, 'kms', 'TrentService.ListKeys');
  for (const { KeyId } of keys) {
    const { KeyMetadata: key } = await askJson(emulator, 'kms', 'TrentService.DescribeKey', { KeyId });
    if (key.KeyManager === 'CUSTOMER') expect(key.KeyState).toBe('PendingDeletion');
  }
});

test('the protection of its stack is all that keeps the next deployment from taking its place', async () => {
  await deployment.restart({ failingType: 'AWS::Events::Rule' });
  await expect(deployment.cdk.deploy()).rejects.toThrow('TerminationProtection is enabled');
  const lines = takeBlock('docs/deploying.md', 'aws cloudformation update-termination-protection');
  await expect(runOnTerminal(deployment, lines)).rejects.toThrow('AWS::Events::Rule is refused');
  const described = await about('DescribeStacks');
  expect(valuesOf(described, 'StackStatus')).toEqual(['CREATE_COMPLETE']);
  expect(valuesOf(described, 'EnableTerminationProtection')).toEqual(['true']);
});

test('a first deployment of the API that fails is repeated as it is', async () => {
  await deployment.restart();
  const client = clientOf(await deployment.deploy());
  await makeFull(client, 'first');
  expect(await readFull(client, 'first')).toEqual(full);
});
