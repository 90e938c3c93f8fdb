import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { explainNoPython } from '../virtual-environment.ts';
import { EmulatedDeployment } from './deployment.ts';
import { install } from './install.ts';

const cache = fileURLToPath(new URL('../../.cache/local-aws', import.meta.url));

const usage = `npm run local:aws [-- --port <port>]

Deploys both stacks to an emulator of AWS on this machine, by the CDK's own command line, and serves the API at
http://127.0.0.1:<port> (8788 unless you say otherwise) until Ctrl-C. Nothing is kept. It needs Python 3.10 or newer, and
PyPI the first time.`;

async function main(args: readonly string[]): Promise<number> {
  const [option, value, ...more] = args;
  const port = option === '--port' ? Number(value) : 8788;
  const isRight = (args.length === 0 || option === '--port') && more.length === 0 && port > 0 && port < 65_536;
  if (!isRight) {
    console.log(usage);
    return option === '--help' ? 0 : 1;
  }
  const reason = await explainNoPython();
  if (reason !== undefined) throw new Error(`The emulator can't run here: ${reason}.`);
  console.log('Starting the emulator ...');
  const deployment = await EmulatedDeployment.begin(await install(cache));
  try {
    console.log('Deploying both stacks ...');
    const { url, clientId, clientSecret } = await deployment.deploy({}, port);
    console.log(`
The API      ${url}
A token      curl -u ${clientId}:${clientSecret} -d grant_type=client_credentials ${url}/oauth/token
Other tools  AWS_ENDPOINT_URL=${deployment.emulator.url} AWS_REGION=us-east-1, any credentials

Ctrl-C ends it.`);
    await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
    return 0;
  } finally {
    await deployment.end();
  }
}

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  return 1;
});
