import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { explainMissing, install } from './install.ts';
import { startDynamoDbLocal } from './server.ts';

const usage = `npm run dynamodb-local -- [--required] [command...]

Runs a command with AWS_ENDPOINT_URL_DYNAMODB set to a DynamoDB Local that is started for it, in memory, and stopped
after it. Without a command it runs until Ctrl-C. If the variable is set already, that address is used instead.
Where DynamoDB Local can't run (it needs Java 17 and Maven) the command is skipped; with --required that is an error.`;

const cache = fileURLToPath(new URL('../../.cache/dynamodb-local', import.meta.url));

/** Invented credentials: the user's own are not shown to an emulator. */
const credentials = {
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_SESSION_TOKEN: undefined,
  AWS_PROFILE: undefined,
};

/** Runs a command to its end and gives its exit code. */
async function run([program, ...args]: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  if (program === undefined) {
    await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
    return 0;
  }
  const command = spawn(program, args, { stdio: 'inherit', env });
  // The command decides what a signal means; this process stays until it has ended, to stop the store.
  const pass = (signal: NodeJS.Signals) => command.kill(signal);
  process.on('SIGINT', pass).on('SIGTERM', pass);
  const [code] = await once(command, 'exit');
  return code ?? 1;
}

async function main([first, ...rest]: readonly string[]): Promise<number> {
  if (first === '--help') {
    console.log(usage);
    return 0;
  }
  const isRequired = first === '--required';
  const command = isRequired || first === undefined ? rest : [first, ...rest];
  const given = process.env.AWS_ENDPOINT_URL_DYNAMODB;
  if (given) {
    console.log(`DynamoDB at ${given}, as AWS_ENDPOINT_URL_DYNAMODB says`);
    return run(command, process.env);
  }
  const reason = await explainMissing();
  if (reason !== undefined) {
    console.log(
      `skipped: DynamoDB Local can't run here, ${reason}. Or set AWS_ENDPOINT_URL_DYNAMODB to one that runs.`,
    );
    return isRequired ? 1 : 0;
  }
  const server = await startDynamoDbLocal(await install(cache));
  try {
    console.log(`DynamoDB Local at ${server.endpoint}`);
    return await run(command, { ...process.env, ...credentials, AWS_ENDPOINT_URL_DYNAMODB: server.endpoint });
  } finally {
    await server.close();
  }
}

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  return 1;
});
