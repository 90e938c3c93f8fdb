import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build, type Metafile } from 'esbuild';
import { bundle } from '../lib/bundle/bundle.ts';
import { buildEvent } from '../local/gateway/event.ts';

/** What is measured: each takes one request of each kind. */
export const operations = ['set', 'patch', 'get', 'flush'] as const;

/** One of them. */
export type Operation = (typeof operations)[number];

/** A way to write the functions. */
export interface Kind {
  readonly name: string;
  /** What the table says of it. */
  readonly title: string;
  /** The file of the function of an operation. */
  readonly fileOf: (operation: Operation) => string;
  /** Kilobytes of code that the function of `set` loads. */
  readonly kilobytes: number;
}

const handlers: Readonly<Record<Operation, string>> = {
  set: 'set-attributes',
  patch: 'patch-participant-attributes',
  get: 'get-attributes',
  flush: 'flush-attributes',
};

/**
 * Builds every kind below a directory of this checkout, where Node.js finds the packages.
 *
 * - `empty` does nothing.
 * - `sdk`: the smallest function with the SDK, bundled by esbuild as it does by default.
 * - `middy`: with middy, the document client and KMS, as NodejsFunction of the CDK bundles it by default: the SDK stays
 *   outside, not minified. Lambda has it in its runtime; here it is that of `node_modules`.
 * - `toolbox`: the smallest with a mapper of objects, dynamodb-toolbox, bundled as `sdk`.
 * - `bag`: one item that is read, merged and put whole, bundled as `sdk`. A flush is a write like a set there.
 * - `built`: what is deployed.
 */
export async function buildKinds(to: string): Promise<readonly Kind[]> {
  const written = (name: string) => join(import.meta.dirname, 'written', `${name}.ts`);
  const common = { bundle: true, platform: 'node', target: 'node24', format: 'cjs' } as const;
  const outfile = (name: string) => join(resolve(to), name, 'index.cjs');
  const external = ['@aws-sdk/*', '@smithy/*'];
  for (const name of ['empty', 'sdk', 'toolbox', 'bag']) {
    await build({ ...common, minify: true, entryPoints: [written(name)], outfile: outfile(name) });
  }
  await build({ ...common, external, entryPoints: [written('middy')], outfile: outfile('middy') });
  const { directory, metafile } = await bundle({ handlers: Object.values(handlers), to: join(to, 'built') });
  const make = async (name: string, title: string): Promise<Kind> => {
    return { name, title, fileOf: () => outfile(name), kilobytes: (await stat(outfile(name))).size / 1024 };
  };
  return [
    await make('empty', 'does nothing'),
    await make('sdk', 'smallest with the SDK'),
    await make('middy', 'middy, NodejsFunction'),
    await make('toolbox', 'dynamodb-toolbox'),
    await make('bag', 'a bag that is put whole'),
    {
      name: 'built',
      title: 'Conversation Attributes',
      fileOf: (operation) => join(directory, `${handlers[operation]}.mjs`),
      kilobytes: sumLoaded(metafile, `${handlers.set}.mjs`),
    },
  ];
}

/** Kilobytes of a bundle with all that it imports at its start. */
function sumLoaded({ outputs }: Metafile, bundleName: string): number {
  const loaded = new Set(Object.keys(outputs).filter((file) => file.endsWith(`/${bundleName}`)));
  // A set goes on to what is added while it is walked.
  for (const file of loaded) {
    for (const { path, kind } of outputs[file]?.imports ?? []) if (kind === 'import-statement') loaded.add(path);
  }
  return [...loaded].reduce((sum, file) => sum + (outputs[file]?.bytes ?? 0), 0) / 1024;
}

/** The event that API Gateway would hand to an operation's function. */
export function makeEvent(operation: Operation, conversationId: string): unknown {
  const conversation = `/api/v2/conversations/${conversationId}`;
  const flow = `${conversation}/flows/ivr-1`;
  const attributes = `${conversation}/participants/customer-1/attributes`;
  const requests = {
    set: { method: 'POST', rawPath: `${flow}/attributes`, body: { attributes: { tier: 'silver' } } },
    patch: { method: 'PATCH', rawPath: attributes, body: { attributes: { tier: 'silver' } } },
    get: { method: 'GET', rawPath: `${flow}/attributes`, body: undefined },
    flush: { method: 'POST', rawPath: `${flow}/flush`, body: {} },
  } as const;
  const { method, rawPath, body } = requests[operation];
  return buildEvent({
    method,
    rawPath,
    rawQuery: operation === 'get' ? 'name=tier' : '',
    headers: new Map([
      ['content-type', 'application/json'],
      ['host', 'localhost'],
    ]),
    body: Buffer.from(body === undefined ? '' : JSON.stringify(body)),
    routeKey: '$default',
    parameters: {
      conversationId,
      ...(operation === 'patch' ? { participantId: 'customer-1' } : { flowExecutionId: 'ivr-1' }),
    },
    claims: {
      client_id: 'local',
      scope: 'flow:read flow:write interaction:participant:write interaction:participant:read',
      queues: '*',
    },
    requestId: 'request',
    sourceIp: '127.0.0.1',
    port: 443,
    time: new Date(),
  });
}
