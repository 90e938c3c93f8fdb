import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Access, EmulatedDeployment } from '../../emulators/aws/deployment.ts';
import { install } from '../../emulators/aws/install.ts';
import { ask, askJson } from './ask.ts';
import { clientOf, full, makeFull, readFull } from './caller.ts';

// Each test goes on where the one before has ended: what an operator does with a deployment, with the commands of the documents.
const cache = fileURLToPath(new URL('../../.cache/local-aws', import.meta.url));
const execute = promisify(execFile);
let deployment: EmulatedDeployment;
let access: Access;

beforeAll(async () => {
  deployment = await EmulatedDeployment.begin(await install(cache));
  access = await deployment.deploy();
  await makeFull(clientOf(access), 'lasting');
});
afterAll(() => deployment?.end());

const read = (id: string) => readFull(clientOf(access), id);
const kms = (operation: string, input: object) =>
  askJson(deployment.emulator, 'kms', `TrentService.${operation}`, input);

/** An output of the data stack. */
function output(name: string): string {
  return deployment.outputs['conversation-attributes-data']?.[name] ?? '';
}

/** Runs a command of this directory as an operator does. @returns what it prints */
async function run(file: string, ...args: readonly string[]): Promise<string> {
  const { PATH = '' } = process.env;
  const env = { PATH, ...deployment.emulator.environment };
  return (await execute(process.execPath, ['run.mjs', file, ...args], { env })).stdout;
}

let newKey = '';

describe('the KMS key', () => {
  let formerKey = '';
  const rewrap = () => run('operator/rewrap-keys.ts', '--table', output('dataKeysTableName'), '--key', newKey);

  test('is changed for another one, and what the former one wraps is read', async () => {
    formerKey = output('KmsKeyArn');
    newKey = (await kms('CreateKey', {})).KeyMetadata.Arn;
    access = await deployment.deploy({ kmsKeyArn: newKey, formerKmsKeyArns: formerKey });
    expect(output('KmsKeyArn')).toBe(newKey);
    expect(await read('lasting')).toEqual(full);
    await makeFull(clientOf(access), 'after');
  });

  test('wraps all data keys after a run of the command, and the former one may go', async () => {
    expect(await rewrap()).toContain('1 wrapped anew, 1 before');
    expect(await rewrap()).toContain('All are under the key');
    await kms('DisableKey', { KeyId: formerKey });
    access = await deployment.deploy({ kmsKeyArn: newKey });
    expect(await read('lasting')).toEqual(full);
    expect(await read('after')).toEqual(full);
  });
});

const dynamodb = (operation: string, TableName: string) =>
  askJson(deployment.emulator, 'dynamodb', `DynamoDB_20120810.${operation}`, { TableName });

describe('a restore', () => {
  const restored = { conversations: 'conversations-restored', dataKeys: 'data-keys-restored' };
  let before: Readonly<Record<string, string>>;
  const replay = (conversations: string, dataKeys: string) =>
    run(
      'operator/replay-erasures.ts',
      ...['--erasures', output('erasuresTableName')],
      ...['--conversations', conversations, '--data-keys', dataKeys],
    );

  test('makes tables with the time to live, the backups and the protection of those that the stack makes', async () => {
    await makeFull(clientOf(access), 'forgotten');
    before = { conversationsTable: output('conversationsTableName'), dataKeysTable: output('dataKeysTableName') };
    for (const kind of ['conversations', 'dataKeys'] as const) {
      const from = output(`${kind}TableName`);
      const to = restored[kind];
      await run('operator/restore-table.ts', '--kind', kind, '--from', from, '--to', to);
      // Once more, as after an interruption.
      await run('operator/restore-table.ts', '--kind', kind, '--from', from, '--to', to);
      const { Table: table } = await dynamodb('DescribeTable', to);
      expect(table).toMatchObject({ TableStatus: 'ACTIVE', DeletionProtectionEnabled: true });
      expect(await dynamodb('DescribeTimeToLive', to)).toMatchObject({
        TimeToLiveDescription: { AttributeName: kind === 'dataKeys' ? 'expires' : 'timeToLive' },
      });
      expect(await dynamodb('DescribeContinuousBackups', to)).toMatchObject({
        ContinuousBackupsDescription: { PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'ENABLED' } },
      });
    }
    // Since then:
    await clientOf(access).conversation('forgotten').erase();
  });

  test('is switched to, and who was erased since does not come back', async () => {
    expect(await replay(restored.conversations, restored.dataKeys)).toContain('1 erased again');
    access = await deployment.deploy({
      kmsKeyArn: newKey,
      conversationsTable: restored.conversations,
      dataKeysTable: restored.dataKeys,
    });
    expect(await replay(restored.conversations, restored.dataKeys)).toContain('0 erased again');
    expect(await read('lasting')).toEqual(full);
    await expect(clientOf(access).conversation('forgotten').get()).rejects.toMatchObject({ status: 404 });
  });

  test('is switched back from by the names of the tables before', async () => {
    await clientOf(access).conversation('after').erase();
    expect(await replay(before.conversationsTable ?? '', before.dataKeysTable ?? '')).toContain('1 erased again');
    access = await deployment.deploy({ kmsKeyArn: newKey, ...before });
    expect(await read('lasting')).toEqual(full);
    await expect(clientOf(access).conversation('after').get()).rejects.toMatchObject({ status: 404 });
  });
});

describe('stacks that are gone', () => {
  test('are made again on the tables and keys that they have left', async () => {
    // The output is the ARN on AWS, and the name here.
    const secret = { SecretId: output('IdKeyArn') };
    const described = await askJson(deployment.emulator, 'secretsmanager', 'secretsmanager.DescribeSecret', secret);
    const context = {
      conversationsTable: output('conversationsTableName'),
      dataKeysTable: output('dataKeysTableName'),
      erasuresTable: output('erasuresTableName'),
      settingsTable: output('settingsTableName'),
      idKeyArn: described.ARN,
      kmsKeyArn: output('KmsKeyArn'),
    };
    const stack = 'conversation-attributes-data';
    await deployment.cdk.destroy('conversation-attributes-api');
    await ask(deployment.emulator, 'cloudformation', {
      Action: 'UpdateTerminationProtection',
      StackName: stack,
      EnableTerminationProtection: 'false',
    });
    await deployment.cdk.destroy(stack);
    access = await deployment.deploy(context);
    expect(output('IdKeyArn')).toBe(context.idKeyArn);
    expect(await read('lasting')).toEqual(full);
    await expect(clientOf(access).conversation('forgotten').get()).rejects.toMatchObject({ status: 404 });
  });
});
