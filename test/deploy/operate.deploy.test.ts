import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Access, EmulatedDeployment } from '../../emulators/aws/deployment.ts';
import { install } from '../../emulators/aws/install.ts';
import { takeBlock } from '../docs/markdown.ts';
import { ask, askJson } from './ask.ts';
import { clientOf, full, makeFull, readFull } from './caller.ts';
import { runOnTerminal } from './terminal.ts';

// Each test goes on where the one before has ended: what an operator does with a deployment, with the commands of the documents.
const cache = fileURLToPath(new URL('../../.cache/local-aws', import.meta.url));
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

let newKey = '';

describe('the KMS key', () => {
  let formerKey = '';

  test('is changed for another one, and what the former one wraps is read', async () => {
    formerKey = output('KmsKeyArn');
    newKey = (await kms('CreateKey', {})).KeyMetadata.Arn;
    access = await deployment.deploy({ kmsKeyArn: newKey, formerKmsKeyArns: formerKey });
    expect(output('KmsKeyArn')).toBe(newKey);
    expect(await read('lasting')).toEqual(full);
    await makeFull(clientOf(access), 'after');
  });

  test('wraps all data keys after a run of the command, and the former one may go', async () => {
    const lines = takeBlock('docs/deploying.md', 'npm run rewrap-keys');
    const given = {
      values: { KmsKeyArn: newKey },
      context: { kmsKeyArn: newKey, formerKmsKeyArns: formerKey },
    };
    expect(await runOnTerminal(deployment, lines, given)).toContain('1 wrapped anew, 1 before');
    expect(await runOnTerminal(deployment, lines, given)).toContain('All are under the key');
    await kms('DisableKey', { KeyId: formerKey });
    access = await deployment.deploy({ kmsKeyArn: newKey });
    expect(await read('lasting')).toEqual(full);
    expect(await read('after')).toEqual(full);
  });
});

const dynamodb = (operation: string, TableName: string) =>
  askJson(deployment.emulator, 'dynamodb', `DynamoDB_20120810.${operation}`, { TableName });

/** Lines under `context` of cdk.json, as a page has them. */
const readContext = (block: string): Readonly<Record<string, string>> => JSON.parse(`{${block}}`);

describe('a restore, by the lines of its page', () => {
  const switched = readContext(takeBlock('docs/restore.md', '"conversationsTable": "conversations-2"'));
  let before: Readonly<Record<string, string>>;
  const restore = takeBlock('docs/restore.md', 'npm run restore-table -- --kind conversations');
  const replay = takeBlock('docs/restore.md', 'npm run replay-erasures');

  test('makes tables with the time to live, the backups and the protection of those that the stack makes', async () => {
    await makeFull(clientOf(access), 'forgotten');
    before = { conversationsTable: output('conversationsTableName'), dataKeysTable: output('dataKeysTableName') };
    const now = restore.replaceAll('2026-11-29T10:00:00Z', new Date().toISOString());
    await runOnTerminal(deployment, now);
    // Once more, as after an interruption.
    await runOnTerminal(deployment, now);
    for (const [kind, to = ''] of Object.entries(switched)) {
      const { Table: table } = await dynamodb('DescribeTable', to);
      expect(table).toMatchObject({ TableStatus: 'ACTIVE', DeletionProtectionEnabled: true });
      expect(await dynamodb('DescribeTimeToLive', to)).toMatchObject({
        TimeToLiveDescription: { AttributeName: kind === 'dataKeysTable' ? 'expires' : 'timeToLive' },
      });
      expect(await dynamodb('DescribeContinuousBackups', to)).toMatchObject({
        ContinuousBackupsDescription: { PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'ENABLED' } },
      });
    }
    // Since then:
    await clientOf(access).conversation('forgotten').erase();
  });

  test('is switched to while erasures are held, and who was erased since does not come back', async () => {
    await runOnTerminal(deployment, takeBlock('docs/restore.md', 'aws lambda put-function-concurrency'));
    await expect(clientOf(access).conversation('after').erase()).rejects.toMatchObject({
      status: expect.toSatisfy((status: number) => status >= 429),
    });
    expect(await runOnTerminal(deployment, replay)).toContain('1 erased again');
    const context = { kmsKeyArn: newKey, ...switched };
    await runOnTerminal(deployment, takeBlock('docs/restore.md', 'npx cdk deploy --all'), { context });
    access = await deployment.open();
    await runOnTerminal(deployment, takeBlock('docs/restore.md', 'aws lambda delete-function-concurrency'));
    expect(await runOnTerminal(deployment, replay)).toContain('0 erased again');
    expect(await read('lasting')).toEqual(full);
    await expect(clientOf(access).conversation('forgotten').get()).rejects.toMatchObject({ status: 404 });
  });

  test('is switched back from by the names of the tables before', async () => {
    await clientOf(access).conversation('after').erase();
    const back = replay
      .replace(switched.conversationsTable ?? '', before.conversationsTable ?? '')
      .replace(switched.dataKeysTable ?? '', before.dataKeysTable ?? '');
    expect(await runOnTerminal(deployment, back)).toContain('1 erased again');
    access = await deployment.deploy({ kmsKeyArn: newKey, ...before });
    expect(await read('lasting')).toEqual(full);
    await expect(clientOf(access).conversation('after').get()).rejects.toMatchObject({ status: 404 });
  });
});

const secrets = (operation: string) =>
  askJson(deployment.emulator, 'secretsmanager', `secretsmanager.${operation}`, { SecretId: output('IdKeyArn') });

describe('the id key, by the lines of its page', () => {
  test('is copied, is got from a function that has it, and comes back when its secret is deleted', async () => {
    const copy = takeBlock('docs/id-key.md', 'aws secretsmanager get-secret-value');
    const key = await runOnTerminal(deployment, copy);
    expect(key.trim().length).toBeGreaterThanOrEqual(32);
    const configuration = takeBlock('docs/id-key.md', 'aws lambda get-function-configuration');
    const { EraseConversationFunctionName: name = '' } = deployment.outputs['conversation-attributes-api'] ?? {};
    expect(await runOnTerminal(deployment, configuration, { values: { name } })).toBe(key);
    // The policy forbids it, but the emulator does not ask.
    await secrets('DeleteSecret');
    await expect(runOnTerminal(deployment, copy)).rejects.toThrow('marked for deletion');
    await runOnTerminal(deployment, takeBlock('docs/id-key.md', 'aws secretsmanager restore-secret'));
    expect(await runOnTerminal(deployment, copy)).toBe(key);
  });

  test('has the policy that the page gives to one that was made from a copy', async () => {
    const policy = async () => JSON.parse((await secrets('GetResourcePolicy')).ResourcePolicy);
    const made = await policy();
    const put = takeBlock('docs/restore.md', 'aws secretsmanager put-resource-policy');
    await runOnTerminal(deployment, put, { values: { ARN: output('IdKeyArn') } });
    expect(await policy()).toEqual(made);
  });
});

describe('stacks that are gone', () => {
  test('are made again on the tables and keys that they have left, which the lines of the page list', async () => {
    // The output is the ARN on AWS, and the name here.
    const context = {
      conversationsTable: output('conversationsTableName'),
      dataKeysTable: output('dataKeysTableName'),
      erasuresTable: output('erasuresTableName'),
      settingsTable: output('settingsTableName'),
      idKeyArn: (await secrets('DescribeSecret')).ARN,
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
    const listed = await runOnTerminal(deployment, takeBlock('docs/restore.md', 'aws dynamodb list-tables'));
    for (const value of Object.values(context)) expect(listed).toContain(value);
    expect(Object.keys(context)).toEqual(Object.keys(readContext(takeBlock('docs/restore.md', '"idKeyArn"'))));
    access = await deployment.deploy(context);
    expect(output('IdKeyArn')).toBe(context.idKeyArn);
    expect(await read('lasting')).toEqual(full);
    await expect(clientOf(access).conversation('forgotten').get()).rejects.toMatchObject({ status: 404 });
  });
});
