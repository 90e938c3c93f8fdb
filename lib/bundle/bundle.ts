import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build, type Metafile } from 'esbuild';
import { handlerFile } from '#contract/operations.ts';
import { triggers } from '#contract/triggers/triggers.ts';
import { buildConsole } from '../../console/build.ts';
import { handlers as allHandlers } from '../handlers.ts';
import { builtIns } from './built-ins.ts';
import { clientStandIns, commandStandIns } from './stand-ins.ts';

const root = resolve(import.meta.dirname, '../..');

/** What to bundle, and where. */
export interface BundleProps {
  /**
   * The names of the handlers: each is in `from`, perhaps in the folder of its group, and becomes `<name>.mjs` in `to`.
   * @default - every handler of the app but those of integrations
   */
  readonly handlers?: readonly string[];
  /**
   * The directory of the handlers.
   * @default 'lambdas'
   */
  readonly from?: string;
  /** The directory of the bundles. What it held before is removed. */
  readonly to: string;
}

/** Where the code of all functions is. */
export interface AppBundles {
  /** The directory with a module for each handler of the API. */
  readonly bundles: string;
  /** The directory with a folder for each group of integrations: what one brings along weighs on no other. */
  readonly integrations: string;
  /** The directory with the files of the console. */
  readonly consoleFiles: string;
}

/**
 * Bundles all that an app of the CDK deploys.
 * @param to - by default the cloud assembly that the CDK's command line wants: two deployments at once don't meet
 */
export async function bundleApp(to = process.env.CDK_OUTDIR ?? join(root, 'cdk.out')): Promise<AppBundles> {
  const [bundles, integrations] = [join(to, 'lambdas'), join(to, 'integrations')];
  await bundle({ to: bundles });
  for (const [folder, group] of Map.groupBy(triggers, ({ folder: of }) => of)) {
    await bundle({ handlers: group.map(({ operation }) => operation), to: join(integrations, folder) });
  }
  return { bundles, integrations, consoleFiles: await writeConsole(join(to, 'console')) };
}

async function writeConsole(to: string): Promise<string> {
  await rm(to, { recursive: true, force: true });
  await mkdir(to, { recursive: true });
  for (const { name, text } of await buildConsole()) await writeFile(join(to, name), text);
  return to;
}

/** Bundles the function of `GuestForwarder`, for apps of websites. @param to - as for `bundleApp` */
export function bundleWebsite(to = process.env.CDK_OUTDIR ?? join(root, 'cdk.out')): Promise<Bundles> {
  return bundle({ handlers: ['forward-messages'], from: join(root, 'lib/website'), to: join(to, 'website') });
}

/** The bundles. */
export interface Bundles {
  /** The directory that holds them, which is the code of every function. */
  readonly directory: string;
  /** What went into them, as esbuild tells it. */
  readonly metafile: Metafile;
}

/** Handlers that have a client of the SDK itself, for other services than DynamoDB and KMS: they need what the stand-ins for commands replace. */
const withSdkClients = new Set(['publish-events', 'post-events', 'forward-messages']);

/**
 * Bundles handlers into one directory: a module each, and what several use in `chunks/`. The same sources give the
 * same bytes, wherever the checkout lies, so that a deployment without a change of code changes no function.
 *
 * Source maps lie next to the modules, for reading stack traces, and are not deployed: a start-up that reads them
 * pays for several times the code. The same commit gives the same maps.
 *
 * @throws Error from esbuild, when a handler is missing or does not compile
 */
export async function bundle(props: BundleProps): Promise<Bundles> {
  const { handlers = allHandlers, from = join(root, 'lambdas'), to } = props;
  const hasSdkClient = handlers.some((name) => withSdkClients.has(name));
  await rm(to, { recursive: true, force: true });
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: handlers.map((name) => ({ in: join(resolve(from), `${handlerFile(name)}.ts`), out: name })),
    outdir: resolve(to),
    outExtension: { '.js': '.mjs' },
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    minify: true,
    sourcemap: 'external',
    legalComments: 'none',
    format: 'esm',
    platform: 'node',
    target: 'node24',
    // The SDK's CommonJS, which `platform: node` prefers, is bundled whole.
    mainFields: ['module', 'main'],
    alias: { '@aws-sdk/credential-provider-node': join(root, 'src/aws/environment-credentials.ts') },
    plugins: [builtIns, clientStandIns, ...(hasSdkClient ? [] : [commandStandIns])],
    metafile: true,
    logLevel: 'warning',
  });
  return { directory: resolve(to), metafile };
}
