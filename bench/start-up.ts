/**
 * What a cold start pays for the code alone: the size of a bundle, the time to import it and that of the first call to
 * DynamoDB (a loopback server that answers at once), as `lib/bundle` makes it and as esbuild does by default.
 *
 *     npm run bench -- [runs]
 *
 * The handler imports what every function does. Each run is a process of its own, the two kinds in turn; the figures
 * are medians, and only their ratios carry over to another machine.
 */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { bundle } from '../lib/bundle/bundle.ts';

const handler = `
  import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
  import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
  import middy from '@middy/core';
  import { parse, strictObject, string } from 'valibot';

  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'eu-central-1' }));
  const schema = strictObject({ id: string() });
  export const handler = middy().handler((event) =>
    client.send(new GetCommand({ TableName: 'table', Key: { pk: parse(schema, event).id } })),
  );
`;

// As Lambda's runtime loads a handler: `require` for CommonJS.
const timer = `
  const [, module] = process.argv;
  const { createRequire } = process.getBuiltinModule('module');
  const start = performance.now();
  const { handler } = module.endsWith('.cjs') ? createRequire(module)(module) : await import(module);
  const imported = performance.now();
  await handler({ id: '1' }, {});
  console.log(JSON.stringify([imported - start, performance.now() - imported]));
`;

const columns = ['KB', 'import ms', 'first call ms', 'sum ms'] as const;
type Row = readonly number[];

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

function print(name: string, row: readonly (number | string)[], digits: number): void {
  const cells = row.map((cell) => (typeof cell === 'number' ? cell.toFixed(digits) : cell).padStart(15));
  process.stdout.write(`${name.padEnd(18)}${cells.join('')}\n`);
}

async function kilobytes(directory: string): Promise<number> {
  const names = (await readdir(directory, { recursive: true })).filter((name) => /js$/.test(name));
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(directory, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0) / 1024;
}

async function start(module: string, endpoint: string): Promise<Row> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', timer, module], {
    env: { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret', AWS_ENDPOINT_URL_DYNAMODB: endpoint },
  });
  return JSON.parse(stdout);
}

async function row(directory: string, runs: readonly Row[]): Promise<Row> {
  const times = [0, 1].map((column) => median(runs.map((run) => run[column] ?? Number.NaN)));
  const sums = runs.map((run) => run.reduce((a, b) => a + b));
  return [await kilobytes(directory), ...times, median(sums)];
}

const server = createServer((_, response) =>
  response.setHeader('content-type', 'application/x-amz-json-1.0').end('{}'),
);
await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
const address = server.address();
const endpoint = `http://127.0.0.1:${typeof address === 'object' ? address?.port : address}`;

// Below node_modules' parent, so that the handler finds its packages.
await mkdir(resolve('.cache'), { recursive: true });
const directory = await mkdtemp(resolve('.cache/start-up-'));
try {
  const source = join(directory, 'handler.ts');
  await writeFile(source, handler);
  const defaults = join(directory, 'defaults');
  const ours = join(directory, 'ours');
  const outfile = join(defaults, 'handler.cjs');
  await build({ entryPoints: [source], outfile, bundle: true, minify: true, platform: 'node', target: 'node24' });
  await bundle({ handlers: ['handler'], from: directory, to: ours });

  const runs: { readonly defaults: Row[]; readonly ours: Row[] } = { defaults: [], ours: [] };
  for (let run = Number(process.argv[2] ?? 21); run > 0; run--) {
    runs.defaults.push(await start(outfile, endpoint));
    runs.ours.push(await start(join(ours, 'handler.mjs'), endpoint));
  }
  const before = await row(defaults, runs.defaults);
  const after = await row(ours, runs.ours);
  print('', columns, 0);
  print('esbuild defaults', before, 1);
  print('lib/bundle', after, 1);
  print(
    'ratio',
    after.map((value, column) => value / (before[column] ?? Number.NaN)),
    2,
  );
} finally {
  server.close();
  await rm(directory, { recursive: true });
}
