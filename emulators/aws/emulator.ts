import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { findFreePort } from '../free-port.ts';

const script = fileURLToPath(new URL('emulator.py', import.meta.url));
const modules = fileURLToPath(new URL('../../node_modules', import.meta.url));

/** How an emulator is run. */
export interface EmulatorOptions {
  /** The Python that has it. */
  readonly python: string;
  /** Where it keeps what it holds: another one on the same directory goes on with it. */
  readonly stateDir: string;
  /** @default one that is free */
  readonly port?: number;
  /**
   * Whether requests need the rights of their sender. Deployments of the CDK command line fail under it. @default
   * false
   */
  readonly enforceIam?: boolean;
  /** A type of CloudFormation's resources of which none can be made. @default none */
  readonly failingType?: string;
}

/** An emulator of AWS that runs on this machine, for this machine only. */
export interface Emulator {
  readonly port: number;
  /** Where it answers for every service. */
  readonly url: string;
  /** What SDKs and tools need to know to use it, and nothing of the user's own credentials. */
  readonly environment: Readonly<Record<string, string>>;
  /** Calls an operation of Cognito, such as `AWSCognitoIdentityProviderService.ListUserPools`. @throws Error unless it answers 200 */
  call(target: string, input: object): Promise<Record<string, unknown>>;
  /** Ends it, and gives it the time to keep what it holds. */
  end(): Promise<void>;
}

export const region = 'us-east-1';
export const account = '000000000000';

/**
 * Starts the emulator and waits until it answers.
 * @throws Error with what it wrote, if it ends before.
 */
export async function startEmulator({
  python,
  stateDir,
  enforceIam = false,
  failingType = '',
  ...options
}: EmulatorOptions): Promise<Emulator> {
  const port = options.port ?? (await findFreePort());
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(python, [script], {
    cwd: stateDir,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      // Functions run on the Node.js that runs this, with the SDK that Lambda has.
      PATH: [join(modules, '.bin'), PATH].join(delimiter),
      NODE_PATH: modules,
      HOME,
      GATEWAY_PORT: String(port),
      BIND_HOST: '127.0.0.1',
      AUTH: String(enforceIam),
      FAIL_TYPE: failingType,
      PERSIST_STATE: '1',
      STATE_DIR: join(stateDir, 'state'),
      S3_PERSIST: '1',
      S3_DATA_DIR: join(stateDir, 's3'),
      // Servers that are not used here.
      IOT_MTLS_ENABLED: '0',
      SFTP_ENABLED: '0',
    },
  });
  let written = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      written = (written + text).slice(-100_000);
    });
  }
  const url = `http://127.0.0.1:${port}`;
  const emulator: Emulator = {
    port,
    url,
    environment: {
      AWS_ENDPOINT_URL: url,
      AWS_ENDPOINT_URL_S3: url,
      AWS_REGION: region,
      // The CDK remembers the account of each access key.
      AWS_ACCESS_KEY_ID: `test${randomBytes(6).toString('hex')}`,
      AWS_SECRET_ACCESS_KEY: 'test',
    },
    call: (target, input) => call(url, target, input),
    end: () => end(child),
  };
  while (!(await isAnswering(url))) {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`The emulator ended before it answered:\n${written}`);
    await sleep(100);
  }
  return emulator;
}

async function isAnswering(url: string): Promise<boolean> {
  return fetch(`${url}/_ministack/health`).then(
    ({ ok }) => ok,
    () => false,
  );
}

async function call(url: string, target: string, input: object): Promise<Record<string, unknown>> {
  const credential = `Credential=test/20260101/${region}/cognito-idp/aws4_request`;
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      authorization: `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=host, Signature=none`,
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': target,
    },
    body: JSON.stringify(input),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${target} answers ${response.status}: ${text}`);
  return JSON.parse(text);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}
