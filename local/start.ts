import { type Config, inMemory, readConfig, StartError, trialSecret } from './config.ts';
import { explainDamage, isDamage } from './dynamodb.ts';
import { localClient } from './issuer/clients.ts';
import { type Local, startLocal } from './local.ts';
import { formatRequestLine, tellFunctionsInText } from './request-log.ts';

/** The process that started this one. */
const parent = process.ppid;

/** Lines to paste into a shell, in this order. */
function tryIt(url: string): string {
  const { id, secret } = localClient;
  return String.raw`
API=${url}/api/v2/conversations
CALL=call-$(date +%s)
TOKEN=$(curl -s -u ${id}:${secret} -d grant_type=client_credentials \
  ${url}/oauth/token | sed 's/.*_token":"//;s/".*//')
api() { curl -s -w '\n' -H "Authorization: Bearer $TOKEN" \
  -H 'Content-Type: application/json' "$@"; }

# Create a conversation; set an attribute in a flow, get it there, flush;
# read it as others see it.
api $API -d '{"id":"'$CALL'","type":"voice",
  "participants":[{"purpose":"customer"}]}'
api $API/$CALL/flows/ivr-1/attributes -d '{"attributes":{"tier":"gold"}}'
api "$API/$CALL/flows/ivr-1/attributes?name=tier"
api $API/$CALL/flows/ivr-1/flush -d '{}'
api $API/$CALL/participants/customer/attributes
`;
}

/** How many characters a line has room for: a terminal that does not know says 0. */
function widthOf({ columns }: NodeJS.WriteStream): number | undefined {
  return columns || undefined;
}

/** The user's own secret is not shown. */
function nameSecret({ eventsWebhookSecret: secret }: Config): string {
  return secret === trialSecret ? secret : 'EVENTS_WEBHOOK_SECRET';
}

function describe({ url, config, dynamodbEndpoint, kms }: Local): string {
  const kept = config.dataDir === inMemory ? 'nothing: it is all in memory' : config.dataDir;
  return [
    `Conversation Attributes on ${url}`,
    `  console   ${url}/console`,
    `  reference ${url}/docs`,
    `  client    ${localClient.id}, secret ${localClient.secret}: every scope, every call queue`,
    `  DynamoDB  ${dynamodbEndpoint}${config.dynamodbEndpoint === undefined ? ' (in this process)' : ''}`,
    `  kept in   ${kept}`,
    ...(config.events ? [`  events    ${url}/events`] : []),
    ...(config.events && config.eventsWebhook
      ? [`            to ${config.eventsWebhook}, signed with ${nameSecret(config)}`]
      : []),
    ...(kms ? [`  KMS       ${kms.notice}`] : []),
    '',
    'To try it, paste into a shell:',
    tryIt(url),
  ].join('\n');
}

async function main(): Promise<void> {
  process.on('uncaughtException', fail);
  const { logFormat } = readConfig(process.env);
  const inText = logFormat === 'text' || (logFormat === 'auto' && process.stdout.isTTY);
  if (inText) tellFunctionsInText();
  const local = await startLocal(
    inText ? { answered: (request) => console.log(formatRequestLine(request, widthOf(process.stdout))) } : {},
  );
  let isClosing = false;
  const stop = () => {
    // A second signal means: do not wait.
    if (isClosing) process.exit(1);
    isClosing = true;
    local.close().then(() => process.exit(0), fail);
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  watchForNpm(() => isClosing || stop());
  console.log(describe(local));
  // After it is told where it listens: a function that is asked for first is loaded first.
  await local.loadHandlers();
}

/** Stops with npm: an npm that is killed does not tell what it runs, and the server would be left running. */
function watchForNpm(act: () => void): void {
  if (process.env.npm_lifecycle_event === undefined) return;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    act();
  }, 1_000).unref();
}

function fail(error: unknown): never {
  // The embedded store throws in the middle of a request what it can't read.
  const known = isDamage(error) ? new StartError(explainDamage(readConfig(process.env).dataDir, error.message)) : error;
  console.error(known instanceof StartError ? known.message : known);
  process.exit(1);
}

await main().catch(fail);
