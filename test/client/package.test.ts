import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { takeBlock } from '../docs/markdown.ts';
import { useApi } from '../support/api.ts';

const api = useApi();
const run = promisify(execFile);
const root = join(import.meta.dirname, '../..');
/** The program of the package's own page. */
const readme = takeBlock('clients/typescript/README.md', 'new ConversationAttributes');
const examples = ['connect', 'play-call', 'add-order', 'save-form', 'read-tier'];

/** A project of a user, empty but for the packed client. */
let project: string;

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'project-'));
  await writeFile(join(project, 'package.json'), '{"private":true,"type":"module"}');
  // npm is a script on Windows.
  const npm = (...args: readonly string[]) => run('npm', args, { cwd: project, shell: process.platform === 'win32' });
  const [, pack = ''] = takeBlock('docs/client.md', 'npm pack').split(/^npm /);
  await npm(...pack.split(' '), '--silent', '--prefix', root, '--pack-destination', project);
  await npm('install', '--silent', '--offline', '--no-audit', './conversation-attributes-client-0.1.0.tgz');
  await writeFile(join(project, 'readme.ts'), readme);
  for (const name of examples) await cp(join(root, `docs/examples/${name}.ts`), join(project, `${name}.ts`));
});

afterAll(() => rm(project, { recursive: true, force: true }));

/** The Node that the machine has besides that of this package, if it has one that the client supports. */
async function otherNode(): Promise<string | undefined> {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const places = (process.env.PATH ?? '').split(delimiter).filter((place) => !place.includes('node_modules'));
  for (const path of places.map((place) => join(place, name)).filter(existsSync)) {
    const [, major] = /^v(\d+)/.exec((await run(path, ['--version'])).stdout) ?? [];
    if (Number(major) >= 20 && `v${major}` !== process.version.split('.')[0]) return path;
  }
  return undefined;
}

/** A program of a user: it imports the package by its name. */
const program = `
  import { ConversationAttributes, RequestRefused } from '@conversation-attributes/client';
  const options = { baseUrl: process.argv[1], clientId: 'local', clientSecret: 'local-secret' };
  const api = new ConversationAttributes(options);
  const { id } = await api.createConversation({ type: 'voice', participants: [{ purpose: 'customer' }] });
  await api.conversation(id).flow('ivr').set({ tier: 'gold' });
  await api.conversation(id).flow('ivr').flush();
  const { attributes } = await api.conversation(id).participant('customer').attributes();
  const error = await api.conversation('never-made').get().catch((thrown) => thrown);
  console.log(JSON.stringify({ attributes, isRefused: error instanceof RequestRefused }));
`;

async function runWith(node: string): Promise<unknown> {
  const { stdout } = await run(node, ['--input-type=module', '-e', program, api.local.url], { cwd: project });
  return JSON.parse(stdout);
}

/** What the program of the page says, and what the page says that it says. */
async function runReadme(node: string) {
  const code = readme.replace('http://127.0.0.1:3000', api.local.url);
  const { stdout } = await run(node, ['--input-type=module', '-e', code], { cwd: project });
  const [, shown] = /^console\.log\(.*\); \/\/ (.*)$/m.exec(readme) ?? [];
  return { said: stdout.trim(), shown };
}

const given = { attributes: { tier: 'gold' }, isRefused: true };
const other = await otherNode();

test('installed in an empty project it brings itself alone, its licence, and no word of Node.js', async () => {
  const modules = join(project, 'node_modules');
  expect((await readdir(modules)).filter((name) => !name.startsWith('.'))).toEqual(['@conversation-attributes']);
  const client = join(modules, '@conversation-attributes/client');
  expect((await readdir(client)).toSorted()).toEqual(['LICENSE', 'README.md', 'dist', 'package.json']);
  expect(await readFile(join(client, 'LICENSE'), 'utf8')).toBe(await readFile(join(root, 'LICENSE'), 'utf8'));
});

test('it is small: at most 38 KiB packed, and 140 KiB in 49 files', async () => {
  const { size } = await stat(join(project, 'conversation-attributes-client-0.1.0.tgz'));
  const client = join(project, 'node_modules/@conversation-attributes/client');
  const entries = await readdir(client, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const bytes = await Promise.all(files.map(async (file) => (await stat(file)).size));
  expect(size).toBeLessThan(38 * 1024);
  expect(files.length).toBeLessThanOrEqual(49);
  expect(bytes.reduce((sum, one) => sum + one, 0)).toBeLessThan(140 * 1024);
});

test('a program imports the client by the name of the package, and it works', async () => {
  expect(await runWith(process.execPath)).toEqual(given);
  const { said, shown } = await runReadme(process.execPath);
  expect(said).toBe(shown);
});

test.runIf(other)('it works on the other Node of the machine', async () => {
  expect(await runWith(other ?? '')).toEqual(given);
  const { said, shown } = await runReadme(other ?? '');
  expect(said).toBe(shown);
});

test('it also has the forwarder for a site and what its pages send with', async () => {
  const code = `
    import { forwardMessages, toNodeListener } from '@conversation-attributes/client/forwarder';
    import { sendMessage } from '@conversation-attributes/client/page';
    console.log([forwardMessages, toNodeListener, sendMessage].map((one) => one.name).join());
  `;
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', code], { cwd: project });
  expect(stdout.trim()).toBe('forwardMessages,toNodeListener,sendMessage');
});

test('it can be bundled for a browser: nothing of Node, nothing of others', async () => {
  const { metafile, outputFiles } = await build({
    absWorkingDir: project,
    stdin: { contents: "export * from '@conversation-attributes/client'", resolveDir: project },
    bundle: true,
    minify: true,
    platform: 'browser',
    format: 'esm',
    write: false,
    metafile: true,
  });
  const inputs = Object.keys(metafile.inputs).filter((file) => file !== '<stdin>');
  expect(inputs.filter((file) => !file.includes('@conversation-attributes/client/dist/'))).toEqual([]);
  expect(outputFiles[0]?.contents.length).toBeLessThan(13 * 1024);
});

describe('a user compiles against the types of the package', () => {
  // Nothing of this repository's own settings: neither its paths nor its leniency with libraries.
  const strict = ['--ignoreConfig', '--noEmit', '--listFiles', '--strict', '--skipLibCheck', 'false'];
  const compile = (...options: readonly string[]) =>
    run(
      process.execPath,
      [
        join(root, 'node_modules/typescript/bin/tsc'),
        ...strict,
        '--target',
        'es2022',
        '--typeRoots',
        join(root, 'node_modules/@types'),
        ...options,
        ...['readme', ...examples].map((name) => `${name}.ts`),
      ],
      { cwd: project },
    );

  test.for([
    [
      'in Node, with every strictness',
      [
        ...['--module', 'nodenext', '--lib', 'es2022', '--types', 'node'],
        ...['--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess'],
      ],
    ],
    ['in a browser, with a bundler', ['--module', 'preserve', '--lib', 'es2022,dom']],
  ] as const)('%s', async ([, options]) => {
    const { stdout } = await compile(...options);
    expect(stdout).toContain('/@conversation-attributes/client/dist/index.d.ts');
    expect(stdout).not.toContain('/clients/typescript/src/');
  });
});

describe('the examples of docs/client.md do what they say', () => {
  const credentials = { clientId: 'local', clientSecret: 'local-secret' };
  const connect = async () => (await import('../../docs/examples/connect.ts')).connect(api.local.url);

  test('play-call', async () => {
    const { playCall } = await import('../../docs/examples/play-call.ts');
    const { flushed, ...rest } = await playCall(await connect());
    expect(rest).toEqual({
      attributes: { tier: 'gold' },
      notSet: [{ name: 'langauge', didYouMean: 'language' }],
      data: { tier: 'gold' },
    });
    expect([...flushed].sort()).toEqual(['language', 'step', 'tier']);
  });

  test('add-order', async () => {
    const { addOrder } = await import('../../docs/examples/add-order.ts');
    const [client, { id }] = [await connect(), await api.make()];
    await Promise.all(['A-1', 'A-2', 'A-3', 'A-2'].map((order) => addOrder(client, id, order)));
    const { attributes, version } = await addOrder(client, id, 'A-1');
    expect([...(attributes.orders as string[])].sort()).toEqual(['A-1', 'A-2', 'A-3']);
    expect(version).toBe(4);
  });

  test('save-form', async () => {
    const { saveForm } = await import('../../docs/examples/save-form.ts');
    const [client, { id }] = [await connect(), await api.make()];
    const form = { id, version: 1, changes: { tier: 'gold' } };
    expect(await saveForm(client, form)).toEqual({ isSaved: true, attributes: { tier: 'gold' }, version: 2 });
    const late = { ...form, changes: { tier: 'silver' } };
    expect(await saveForm(client, late)).toEqual({ isSaved: false, attributes: { tier: 'gold' }, version: 2 });
  });

  test('handle-job', async () => {
    const { handleJob } = await import('../../docs/examples/handle-job.ts');
    const [client, { id }] = [await connect(), await api.make()];
    const job = { id: 'job-1', conversationId: id, tier: 'gold' };
    await handleJob(client, job);
    await handleJob(await connect(), job);
    expect(await client.conversation(id).participant('customer').attributes()).toMatchObject({ version: 2 });
  });

  test('read-tier', async () => {
    const { readTier } = await import('../../docs/examples/read-tier.ts');
    const { ConversationAttributes } = await import('@conversation-attributes/client');
    const [client, { id }] = [await connect(), await api.make()];
    const down = new ConversationAttributes({ baseUrl: 'http://127.0.0.1:1', ...credentials, attempts: 1 });
    expect(await readTier(client, id)).toBe('standard');
    await client.conversation(id).participant('customer').patch({ tier: 'gold' });
    expect(await readTier(client, id)).toBe('gold');
    expect(await readTier(client, 'never-made')).toBe('unknown');
    expect(await readTier(down, id)).toBe('standard');
  });

  test('list-waiting', async () => {
    const { listWaiting } = await import('../../docs/examples/list-waiting.ts');
    for (const id of ['w1', 'w2', 'w3']) await api.make({ id, queueId: 'waiting' });
    expect(await listWaiting(await connect(), 'waiting', 2)).toHaveLength(2);
    expect([...(await listWaiting(await connect(), 'waiting', 9))].sort()).toEqual(['w1', 'w2', 'w3']);
  });

  test('connect-agent', async () => {
    const { connectAgent } = await import('../../docs/examples/connect-agent.ts');
    const login = { token: async () => 'expired', renew: () => api.local.token() };
    const { id } = await api.make();
    expect(await connectAgent(api.local.url, login).conversation(id).get()).toMatchObject({ id });
  });

  test('connect-traced', async () => {
    const { connectTraced } = await import('../../docs/examples/connect-traced.ts');
    const lines: string[] = [];
    const { id } = await api.make();
    await connectTraced(api.local.url, (line) => lines.push(line))
      .conversation(id)
      .erase();
    expect(lines).toEqual([
      expect.stringMatching(/^POST 200 after \d+ ms$/),
      expect.stringMatching(/^DELETE 204 after \d+ ms$/),
    ]);
  });

  test('genesys-sdk', async () => {
    const { patchWithGenesysSdk } = await import('../../docs/examples/genesys-sdk.ts');
    const { id } = await api.make();
    expect(await patchWithGenesysSdk(api.local.url, id)).toMatchObject({
      id,
      participants: [{ attributes: { tier: 'gold' } }],
    });
  });
});
