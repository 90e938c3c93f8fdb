import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Metafile } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { operations } from '#contract/operations.ts';
import { triggers } from '#contract/triggers/triggers.ts';
import { nameTableVariable, tables } from '#tables';
import { bundle, bundleWebsite } from '../../lib/bundle/bundle.ts';
import { handlers } from '../../lib/handlers.ts';

/** Kilobytes of code that a function may load at its start. */
const BUDGET = 220;

/** What is served are the documents themselves. */
const documents: readonly string[] = ['get-openapi', 'get-error-docs'];

/** The functions that read only: every operation that they serve is a GET. */
const reading = handlers.filter((name) => {
  const served = operations.filter(({ operation, servedBy = operation }) => servedBy === name);
  return served.length > 0 && served.every(({ method }) => method === 'GET');
});

let directory: string;
let api: Metafile;
let integrations: readonly { readonly name: string; readonly metafile: Metafile }[];
let website: Metafile;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'bundle-size-'));
  ({ metafile: api } = await bundle({ to: join(directory, 'api') }));
  ({ metafile: website } = await bundleWebsite(directory));
  integrations = await Promise.all(
    [...Map.groupBy(triggers, ({ folder }) => folder)].map(async ([folder, group]) => {
      const names = group.map(({ operation }) => operation);
      const { metafile } = await bundle({ handlers: names, to: join(directory, folder) });
      return names.map((name) => ({ name, metafile }));
    }),
  ).then((all) => all.flat());
});
afterAll(() => rm(directory, { recursive: true }));

/** The modules that a function loads at its start. */
function listLoaded({ outputs }: Metafile, name: string): Metafile['outputs'][string][] {
  const loaded = new Set(Object.keys(outputs).filter((path) => path.endsWith(`/${name}.mjs`)));
  // A set goes on to what is added while it is walked.
  for (const path of loaded) {
    for (const { path: imported, kind } of outputs[path]?.imports ?? []) {
      if (kind === 'import-statement') loaded.add(imported);
    }
  }
  return [...loaded].flatMap((path) => outputs[path] ?? []);
}

function listSizes(of: readonly { readonly name: string; readonly metafile: Metafile }[]) {
  return of.map(({ name, metafile }) => {
    const bytes = listLoaded(metafile, name).reduce((sum, output) => sum + output.bytes, 0);
    expect(bytes).toBeGreaterThan(0);
    return { name, kilobytes: Math.round(bytes / 1024) };
  });
}

test(`no function of the API loads more than ${BUDGET} KB, but those that serve the documents`, () => {
  const sizes = listSizes(handlers.map((name) => ({ name, metafile: api })));
  const tooLarge = sizes.filter(({ name, kilobytes }) => kilobytes > BUDGET && !documents.includes(name));
  expect(tooLarge).toEqual([]);
});

test(`no function that another service starts loads more than ${BUDGET} KB, but the one that serves the Model Context Protocol`, () => {
  const sizes = listSizes(integrations);
  expect(sizes.length).toBeGreaterThan(5);
  expect(sizes.filter(({ name, kilobytes }) => kilobytes > BUDGET && name !== 'serve-mcp')).toEqual([]);
});

test('a function that only reads brings nothing along to check bodies with', () => {
  expect(reading.length).toBeGreaterThan(15);
  for (const name of reading) {
    const inputs = listLoaded(api, name).flatMap((output) => Object.keys(output.inputs));
    const checking = inputs.filter((path) => /node_modules\/valibot\/|src\/contract\/bodies\.ts/.test(path));
    expect({ name, checking }).toEqual({ name, checking: [] });
  }
});

test('a function brings along the commands of the SDK that it sends, and not what the SDK finds out for each request', () => {
  const inputs = new Set(handlers.flatMap((name) => listLoaded(api, name).flatMap((one) => Object.keys(one.inputs))));
  const commands = [...inputs].filter((path) => /client-dynamodb\/dist-es\/commands\//.test(path));
  expect(commands.map((path) => path.replace(/^.*\/|Command\.js$/g, '')).sort()).toEqual([
    // A reader of whole tables is next to what functions read: for tools of operators.
    ...['DeleteItem', 'GetItem', 'PutItem', 'Query', 'Scan', 'UpdateItem'],
  ]);
  const left =
    /endpoint\/bdd|partitions|user-agent|runtimeConfig|NormalizedSchema|models\/enums|codec|endpoint-cache|signature-v4/;
  expect([...inputs].filter((path) => left.test(path))).toEqual([]);
});

test('where a function has a client of the SDK itself, nothing that this client needs is exchanged', () => {
  const bundles = [api, website, ...integrations.map(({ metafile }) => metafile)].map((one) => Object.keys(one.inputs));
  const own = /client-(?!dynamodb|kms)[\w-]+\/dist-es\/\w+Client\.js$/;
  const having = bundles.filter((inputs) => inputs.some((path) => own.test(path)));
  // Events, their webhooks, and the forwarder of a website.
  expect(having).toHaveLength(3);
  for (const inputs of having) expect(inputs.filter((path) => path.startsWith('stand-in:'))).toEqual([]);
});

test('every function starts: it uses nothing of the SDK that its bundle has only a stand-in for', async () => {
  const names = Object.keys(tables).map(nameTableVariable);
  const env = {
    ...Object.fromEntries(names.map((name) => [name, 'a-table'])),
    ...{ ID_KEY: 'k'.repeat(43), KMS_KEY_ID: 'key', EVENT_BUS: 'bus', EVENT_SOURCE: 'source', EVENT_WEBHOOKS: '[]' },
    ...{ AWS_REGION: 'eu-central-1', ISSUER_URL: 'https://issuer.example' },
  };
  const started = [
    ...handlers.map((name) => join(directory, 'api', `${name}.mjs`)),
    ...triggers.map(({ folder, operation }) => join(directory, folder, `${operation}.mjs`)),
  ];
  const code = `for (const file of ${JSON.stringify(started)}) {
    const { handler } = await import(file);
    console.log(typeof handler);
  }`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', code], { env });
  expect(stdout).toBe('function\n'.repeat(started.length));
});
