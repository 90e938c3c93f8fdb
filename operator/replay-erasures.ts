import { parseArgs } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { replayErasures } from './erasures/replay.ts';

const usage = `npm run replay-erasures -- --erasures <table> --conversations <table> --data-keys <table>

Does all erasures of the journal again, on tables that were restored. It may run again, and while the API is running. It needs
dynamodb:Scan on the journal, dynamodb:GetItem and dynamodb:PutItem on the conversations, dynamodb:PutItem on the data keys.
`;

async function main(args: readonly string[]): Promise<number> {
  const option = { type: 'string' } as const;
  const options = { erasures: option, conversations: option, 'data-keys': option };
  const { erasures, conversations, 'data-keys': dataKeys } = parseArgs({ args: [...args], options }).values;
  if (erasures === undefined || conversations === undefined || dataKeys === undefined) {
    process.stderr.write(usage);
    return 2;
  }
  const dynamodb = DynamoDBDocumentClient.from(new DynamoDBClient({ maxAttempts: 10 }));
  const tables = { erasures, conversations, dataKeys };
  const { erased, taken, done, newer } = await replayErasures({ dynamodb, tables, now: Date.now });
  process.stdout.write(
    `${erased} erased again, ${taken} ids taken again, ${done} with nothing to do, ${newer} whose id a later conversation has.\n`,
  );
  return 0;
}

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? `${error.name}: ${error.message}` : error}\n`);
  return 1;
});
