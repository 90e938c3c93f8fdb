import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundle } from '../../lib/bundle/bundle.ts';
import { type Sent, startFakeAws } from './fake-aws.ts';
import { statementsOf, synthesize } from './synthesize.ts';

const key = 'arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const credentials = { AWS_ACCESS_KEY_ID: 'ACCESS', AWS_SECRET_ACCESS_KEY: 'SECRET', AWS_SESSION_TOKEN: 'SESSION' };
const dataKey = { KeyId: key, Plaintext: Buffer.alloc(32, 7).toString('base64'), CiphertextBlob: 'd3JhcHBlZA==' };

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kms-calls-'));
  await bundle({ handlers: ['seal'], from: join(import.meta.dirname, 'handlers'), to: directory });
});
afterAll(() => rm(directory, { recursive: true }));

/** What the bundled vault asks KMS for, when DynamoDB gives this row for a data key. */
async function callsFor(row: object): Promise<readonly Sent[]> {
  const aws = await startFakeAws({ GetItem: row, GenerateDataKey: dataKey, Decrypt: dataKey });
  try {
    await promisify(execFile)(
      process.execPath,
      ['--input-type=module', '--eval', "await (await import('./seal.mjs')).handler();"],
      {
        cwd: directory,
        env: { ...credentials, AWS_REGION: 'eu-central-1', AWS_ENDPOINT_URL: aws.config.endpoint, KMS_KEY_ID: key },
      },
    );
    return aws.sent.filter(({ authorization }) => authorization.includes('/kms/'));
  } finally {
    await aws.close();
  }
}

/** The conditions of every statement about KMS in the stacks, without repetition. */
function conditions(): readonly string[] {
  const statements = statementsOf(synthesize().api);
  const onKms = statements.filter(({ Action }) => JSON.stringify(Action).includes('kms:'));
  return [...new Set(onKms.map(({ Condition }) => JSON.stringify(Condition)))];
}

test.each([
  ['GenerateDataKey', {}],
  ['Decrypt', { Item: { internalId: { S: 'internal-id' }, wrapped: { B: 'd3JhcHBlZA==' } } }],
])(
  'the bundled KMS client calls %s as the function, under a context that meets the condition of its role',
  async (operation, row) => {
    const calls = await callsFor(row);
    expect(calls.map((call) => call.operation)).toEqual([operation]);
    expect(calls[0]?.authorization).toContain('Credential=ACCESS/');
    const context = calls[0]?.body.EncryptionContext as Record<string, string>;
    const met = { StringEquals: { 'kms:EncryptionContext:application': context.application } };
    expect(conditions()).toEqual([JSON.stringify(met)]);
  },
);
