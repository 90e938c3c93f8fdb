import { parse } from '#domain/json.ts';
import { ConversationAttributes, RequestRefused } from '../clients/typescript/src/index.ts';
import { localClient } from '../local/issuer/clients.ts';
import { readArguments, UsageError, usage } from './contact-log/arguments.ts';
import { download, type Watch } from './contact-log/download.ts';

/**
 * More than a call would wait for: here the pauses disturb no one, and a download of an hour must not end at the
 * first outage.
 */
const ATTEMPTS = 8;

/** Downloads what the arguments say, and gives the exit code. */
async function main(args: readonly string[], signal: AbortSignal): Promise<number> {
  const job = readArguments(args);
  if (!job) {
    console.log(usage);
    return 0;
  }
  const { CLIENT_ID: clientId = localClient.id, CLIENT_SECRET: clientSecret = localClient.secret } = process.env;
  const { TOKEN_URL: tokenUrl } = process.env;
  const api = new ConversationAttributes({
    ...{ baseUrl: job.url, clientId, clientSecret, attempts: ATTEMPTS, signal, parse },
    ...(tokenUrl && { tokenUrl }),
  });
  const { conversations, savedNames } = await download(api.contactLog(job.period), job, {
    progress: showProgress(),
    signal,
  });
  console.error(`${conversations} conversations with ${savedNames} saved names are in ${job.file}`);
  return 0;
}

/** Says each second how far it is. */
function showProgress(): Watch['progress'] {
  let next = Date.now() + 1000;
  return (count, last) => {
    if (Date.now() < next) return;
    next = Date.now() + 1000;
    console.error(`${count} conversations, back to ${last.startTime}`);
  };
}

/** Says what went wrong, and gives the exit code. */
function explain(error: unknown, isInterrupted: boolean): number {
  if (isInterrupted) {
    console.error('Interrupted; nothing is written.');
    return 130;
  }
  console.error(error instanceof Error ? error.message : error);
  const wrong = error instanceof RequestRefused ? error.errors : [];
  for (const { name, reason } of wrong) console.error(`${name}: ${reason}`);
  if (!(error instanceof UsageError) && wrong.length === 0) return 1;
  console.error(`\n${usage}`);
  return 2;
}

const interrupted = new AbortController();
process.on('SIGINT', () => interrupted.abort()).on('SIGTERM', () => interrupted.abort());
process.exitCode = await main(process.argv.slice(2), interrupted.signal).catch((error: unknown) =>
  explain(error, interrupted.signal.aborted),
);
