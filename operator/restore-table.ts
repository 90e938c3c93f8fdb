import { parseArgs } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { RESTORABLE, restoreTable } from './tables/restore.ts';

const usage = `npm run restore-table -- --kind <${RESTORABLE.join(' | ')}> --from <table> --to <new table> [--time <time>] [--recovery-days <days>]

Restores a table to a point in time (such as 2026-11-29T10:00:00Z; the latest one without) under another name, and gives it the time to
live, the backups (7 days, as recoveryDays) and the protection of the one that the stack has made. It takes many minutes. Run it again
with the same names to go on. docs/restore.md says when.
`;

async function main(args: readonly string[]): Promise<number> {
  const option = { type: 'string' } as const;
  const days = { type: 'string', default: '7' } as const;
  const options = { kind: option, from: option, to: option, time: option, 'recovery-days': days };
  const { kind: given, from, to, time: at, 'recovery-days': recovery } = parseArgs({ args: [...args], options }).values;
  const kind = RESTORABLE.find((name) => name === given);
  const time = at === undefined ? undefined : new Date(at);
  const isTime = time === undefined || !Number.isNaN(time.getTime());
  if (kind === undefined || from === undefined || to === undefined || !isTime || !/^[1-9]\d?$/.test(recovery)) {
    process.stderr.write(usage);
    return 2;
  }
  process.stdout.write(`Restoring ${from} as ${to} ...\n`);
  const dynamodb = new DynamoDBClient({});
  await restoreTable({ dynamodb, kind, from, to, ...(time && { time }), recoveryDays: Number(recovery) });
  process.stdout.write(`${to} is ready. The context key for it: -c ${kind}Table=${to}\n`);
  return 0;
}

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? `${error.name}: ${error.message}` : error}\n`);
  return 1;
});
