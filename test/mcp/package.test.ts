import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { takeBlock } from '../docs/markdown.ts';
import { useApi } from '../support/api.ts';
import { callTool } from './agent.ts';

const api = useApi();
const run = promisify(execFile);
const root = join(import.meta.dirname, '../..');
const shell = process.platform === 'win32';

/** A project of somebody's, empty but for the packed server. */
let project: string;

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'agents-'));
  await writeFile(join(project, 'package.json'), '{"private":true}');
  const npm = (...args: readonly string[]) => run('npm', args, { cwd: project, shell });
  const [, pack = ''] = takeBlock('clients/mcp/README.md', 'npm pack').split(/^npm /);
  await npm(...pack.split(' '), '--silent', '--prefix', root, '--pack-destination', project);
  await npm('install', '--silent', '--offline', '--no-audit', './conversation-attributes-mcp-0.1.0.tgz');
});

afterAll(() => rm(project, { recursive: true, force: true }));

test('the packed server brings nothing but itself, in 160 KiB at most', async () => {
  const { size } = await stat(join(project, 'conversation-attributes-mcp-0.1.0.tgz'));
  expect(size).toBeLessThan(160 * 1024);
  const modules = join(project, 'node_modules');
  expect((await readdir(modules)).filter((name) => !name.startsWith('.'))).toEqual(['@conversation-attributes']);
  expect((await readdir(join(modules, '@conversation-attributes/mcp'))).toSorted()).toEqual([
    'LICENSE',
    'README.md',
    'dist',
    'package.json',
  ]);
});

/** The configuration of the package's page, with these variables. */
function readConfiguration(variables: Readonly<Record<string, string>>) {
  const { command, args, env } = JSON.parse(takeBlock('clients/mcp/README.md', '"mcpServers"')).mcpServers.conversation;
  expect(Object.keys(variables)).toEqual(Object.keys(env));
  // The other page has the same as commands.
  const [, start = ''] = takeBlock('docs/flows/ai-agents.md', 'npm pack --workspace').split('\n');
  expect([command, ...args].join(' ')).toBe(start);
  return { command: shell ? `${command}.cmd` : command, args, env: variables };
}

test('a host of agents that starts it as its page says serves the tools from an API', async () => {
  const made = await api.make();
  const agent = new Client({ name: 'test', version: '1' });
  const { PATH = '', HOME = '' } = process.env;
  const { clientId: CLIENT_ID, clientSecret: CLIENT_SECRET } = api.credentials;
  const { command, args, env } = readConfiguration({
    API_URL: api.url,
    CLIENT_ID,
    CLIENT_SECRET,
    CONVERSATION_ID: made.id,
  });
  // npm's own cache is left alone: what it installs there is this one's.
  const npm = { npm_config_cache: join(project, '.npm'), npm_config_offline: 'true' };
  await agent.connect(new StdioClientTransport({ command, args, cwd: project, env: { PATH, HOME, ...npm, ...env } }));
  await callTool(agent, 'set_conversation_data', { attributes: { intent: 'billing' } });
  await callTool(agent, 'flush_conversation_data');
  expect((await api.ok('GET', made.attributes())).body.attributes).toEqual({ intent: 'billing' });
  await agent.close();
});
