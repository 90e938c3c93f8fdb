import { localClient } from '../local/issuer/clients.ts';
import { readArguments, UsageError, usage } from './contact-log/arguments.ts';
import { Client } from './contact-log/client.ts';
import { download, type Watch } from './contact-log/download.ts';

/** Downloads what the arguments say, and gives the exit code. */
async function main(args: readonly string[], signal: AbortSignal): Promise<number> {
  const job = readArguments(args);
  if (!job) {
    console.log(usage);
    return 0;
  }
  const { CLIENT_ID: id = localClient.id, CLIENT_SECRET: secret = localClient.secret } = process.env;
  const tokenUrl = process.env.TOKEN_URL || `${job.url}/oauth/token`;
  const client = new Client({ tokenUrl, id, secret }, signal);
  const { conversations, savedNames } = await download(client, job, { progress: progress(), signal });
  console.error(`${conversations} conversations with ${savedNames} saved names are in ${job.file}`);
  return 0;
}

/** Says each second how far it is. */
function progress(): Watch['progress'] {
  let next = Date.now() + 1000;
  return (count, last) => {
    if (Date.now() < next) return;
    next = Date.now() + 1000;
    console.error(`${count} conversations${last ? `, back to ${last.startTime}` : ''}`);
  };
}

/** Says what went wrong, and gives the exit code. */
function explain(error: unknown, isInterrupted: boolean): number {
  if (isInterrupted) {
    console.error('Interrupted; nothing is written.');
    return 130;
  }
  console.error(error instanceof Error ? error.message : error);
  if (!(error instanceof UsageError)) return 1;
  console.error(`\n${usage}`);
  return 2;
}

const interrupted = new AbortController();
process.on('SIGINT', () => interrupted.abort()).on('SIGTERM', () => interrupted.abort());
process.exitCode = await main(process.argv.slice(2), interrupted.signal).catch((error: unknown) =>
  explain(error, interrupted.signal.aborted),
);
