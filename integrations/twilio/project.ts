import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { build } from 'esbuild';

/** What the project needs of npm; the client is in the functions themselves. */
const project = {
  name: 'conversation-attributes',
  version: '0.1.0',
  private: true,
  engines: { node: '22' },
  dependencies: { '@twilio/runtime-handler': '2.1.0', twilio: '6.2.0' },
};

const variables = [
  'API_URL=https://',
  'CLIENT_ID=',
  'CLIENT_SECRET=',
  '# TOKEN_URL=, where it is not /oauth/token of the API',
];

/**
 * Makes the project that Twilio's command line deploys. Each function is one file, and is protected: Twilio runs it for requests that
 * Twilio has signed, and for no others.
 *
 * @param directory - what it held before is removed, but for `.env`.
 * @see https://www.twilio.com/docs/serverless/functions-assets/visibility
 */
export async function buildTwilioProject(directory: string): Promise<void> {
  const from = join(import.meta.dirname, 'functions');
  const functions = join(directory, 'functions');
  await rm(functions, { recursive: true, force: true });
  await mkdir(functions, { recursive: true });
  const names = (await readdir(from)).map((file) => basename(file, '.ts'));
  await build({
    absWorkingDir: resolve(import.meta.dirname, '../..'),
    entryPoints: names.map((name) => ({ in: join(from, `${name}.ts`), out: `${name}.protected` })),
    outdir: functions,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node22',
    logLevel: 'warning',
  });
  await writeFile(join(directory, 'package.json'), `${JSON.stringify(project, null, 2)}\n`);
  await writeFile(join(directory, '.env.example'), `${variables.join('\n')}\n`);
}
