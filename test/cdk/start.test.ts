import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Bundles, bundle } from '../../lib/bundle/bundle.ts';
import { handlers } from '../../lib/handlers.ts';
import { reachedFrom } from './inputs.ts';
import { workOf } from './permissions.ts';
import { functionsOf, synthesize } from './synthesize.ts';

/** Imports a bundle: what its handler is, or why it did not start; and the modules that were loaded. */
const code = `
  import { registerHooks } from 'node:module';
  const modules = [];
  registerHooks({ load: (url, context, next) => (modules.push(url), next(url, context)) });
  const start = await import(process.argv[1]).then(({ handler }) => typeof handler, ({ message }) => message);
  process.stdout.write(JSON.stringify({ start, modules }));`;
// What Lambda adds.
const region = { AWS_REGION: 'eu-central-1', AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret' };

let directory: string;
let bundles: Bundles;
const environments = new Map<string, Record<string, string>>();
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'start-'));
  bundles = await bundle({ to: directory });
  const { data, api } = synthesize();
  const functions = Object.values({ ...functionsOf(data), ...functionsOf(api) });
  for (const { Handler, Environment } of functions) {
    const text = (value: unknown) => (typeof value === 'string' ? value : 'what CloudFormation puts in its place');
    const variables = Object.entries(Environment.Variables).map(([name, value]) => [name, text(value)]);
    environments.set(Handler.replace('.handler', ''), Object.fromEntries(variables));
  }
});
afterAll(() => rm(directory, { recursive: true }));

interface Start {
  readonly start: string;
  readonly files: readonly string[];
}

/** The start of each function as it is deployed: a process each. */
const starts = new Map<string, Promise<Start>>();
function startDeployed(name: string): Promise<Start> {
  const started = starts.get(name) ?? start(name, environments.get(name));
  starts.set(name, started);
  return started;
}

async function start(name: string, environment?: Record<string, string>): Promise<Start> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '--eval', code, join(directory, `${name}.mjs`)],
    { cwd: directory, env: { ...region, ...environment } },
  );
  const { start, modules }: { start: string; modules: string[] } = JSON.parse(stdout);
  return { start, files: modules.filter((url) => url.startsWith('file:')).map((url) => url.replace(/^.*\//, '')) };
}

test.each(handlers)('%s starts as it is deployed: its bundle, with the environment that it is given', async (name) => {
  expect((await startDeployed(name)).start).toBe('function');
});

test('a function that lacks a variable does not start, and says which', async () => {
  const { DATA_KEYS_TABLE: _, ...others } = environments.get('sweep') ?? {};
  expect((await start('sweep', others)).start).toContain('DATA_KEYS_TABLE');
});

describe('a function that calls no KMS', () => {
  const ofKms = /client-kms|\/src\/(kms|secured)\//;
  const without = handlers.filter((name) => workOf(name).kms.length === 0);

  test.each(without)('%s contains nothing of it, and loads nothing but what it contains', async (name) => {
    const reached = reachedFrom(bundles, name);
    expect(reached.inputs.filter((path) => ofKms.test(`/${path}`))).toEqual([]);
    const { files } = await startDeployed(name);
    expect(files).toContain(`${name}.mjs`);
    expect(files.filter((file) => !reached.files.includes(file))).toEqual([]);
  });

  test('differs in that from one that calls it', () => {
    for (const name of handlers.filter((each) => !without.includes(each))) {
      const { inputs } = reachedFrom(bundles, name);
      expect(inputs.some((path) => path.includes('@aws-sdk/client-kms/dist-es/'))).toBe(true);
      expect(inputs).toContain('src/kms/kms-vault.ts');
    }
  });
});
