import { parseArgs } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { type RewrapCounts, rewrapDataKeys } from './data-keys/rewrap.ts';

const usage = `npm run rewrap-keys -- --table <name> --key <ARN> [--rate <data keys a second>]

Wraps all data keys anew under a KMS key. --table is the output dataKeysTableName of the data stack, --key its output KmsKeyArn.
At most 50 a second, unless --rate says otherwise. Run it again after an error, and until it wraps none. It needs
dynamodb:Scan and dynamodb:UpdateItem on the table, kms:ReEncryptFrom on the former key and kms:ReEncryptTo on the new one.
`;

const describeProgress = ({ rewrapped, done, removed, unreadable }: RewrapCounts) =>
  `${rewrapped} wrapped anew, ${done} before, ${removed} removed, ${unreadable} that no key opens`;

async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { table: { type: 'string' }, key: { type: 'string' }, rate: { type: 'string', default: '50' } },
  });
  const { table, key, rate } = values;
  if (table === undefined || key?.startsWith('arn:') !== true || !/^[1-9]\d*$/.test(rate)) {
    process.stderr.write(usage);
    return 2;
  }
  // KMS throttles by the second: better wait than fail.
  const retries = { maxAttempts: 10 };
  const kms = new KMSClient(retries);
  const dynamodb = DynamoDBDocumentClient.from(new DynamoDBClient(retries));
  let shown = 0;
  const progress = (counts: RewrapCounts) => {
    if (Date.now() - shown < 5_000) return;
    shown = Date.now();
    process.stdout.write(`${describeProgress(counts)} ...\n`);
  };
  const counts = await rewrapDataKeys({ dynamodb, kms, table, kmsKeyArn: key, rate: Number(rate), progress });
  const rest = counts.rewrapped > 0 ? 'Run it once more: it must wrap none.' : 'All are under the key.';
  process.stdout.write(`${describeProgress(counts)}.\n${rest}\n`);
  return 0;
}

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? `${error.name}: ${error.message}` : error}\n`);
  return 1;
});
