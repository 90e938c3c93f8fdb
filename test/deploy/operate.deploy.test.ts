import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Access, EmulatedDeployment } from '../../dev/local-aws/deployment.ts';
import { install } from '../../dev/local-aws/install.ts';
import { askJson } from './ask.ts';
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

describe('the KMS key', () => {
  let formerKey = '';
  let newKey = '';
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
