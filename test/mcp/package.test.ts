import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterAll, beforeAll, expect, test } from 'vitest';
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
  const workspace = ['--prefix', root, '--workspace', '@conversation-attributes/mcp'];
  await npm('pack', '--silent', ...workspace, '--pack-destination', project);
  await npm('install', '--silent', '--offline', '--no-audit', './conversation-attributes-mcp-0.1.0.tgz');
});

afterAll(() => rm(project, { recursive: true, force: true }));

test('the packed server brings nothing but itself', async () => {
  const modules = join(project, 'node_modules');
  expect((await readdir(modules)).filter((name) => !name.startsWith('.'))).toEqual(['@conversation-attributes']);
  expect((await readdir(join(modules, '@conversation-attributes/mcp'))).toSorted()).toEqual([
    'LICENSE',
    'README.md',
    'dist',
    'package.json',
  ]);
});

test('npx starts it for a host of agents, and it serves the tools from an API', async () => {
  const made = await api.make();
  const agent = new Client({ name: 'test', version: '1' });
  const { PATH = '', HOME = '' } = process.env;
  const transport = new StdioClientTransport({
    command: shell ? 'npx.cmd' : 'npx',
    args: ['--offline', 'conversation-attributes-mcp'],
    cwd: project,
    env: { PATH, HOME, API_URL: api.url, CONVERSATION_ID: made.id },
  });
  await agent.connect(transport);
  await callTool(agent, 'set_conversation_data', { attributes: { intent: 'billing' } });
  await callTool(agent, 'flush_conversation_data');
  expect((await api.ok('GET', made.attributes())).body.attributes).toEqual({ intent: 'billing' });
  await agent.close();
});
