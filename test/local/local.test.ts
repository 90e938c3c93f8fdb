import { once } from 'node:events';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, GetItemCommand, ListTablesCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { expect, onTestFinished, test, vi } from 'vitest';
import { tables } from '#tables';
import { formatCommand } from '../../local/command-line.ts';
import { StartError } from '../../local/config.ts';
import { startDynamoDb } from '../../local/dynamodb.ts';
import type { Handler } from '../../local/gateway/invoke.ts';
import { type LocalOptions, startLocal } from '../../local/local.ts';
import { nameTable } from '../../local/tables.ts';

/** Answers with the environment that a handler finds. */
const showEnvironment: Handler = (event) => ({ path: event.rawPath, environment: { ...process.env } });
const table = nameTable('conversations');

async function start(options: LocalOptions = {}) {
  const local = await startLocal({ port: 0, dataDir: 'memory', load: async () => showEnvironment, ...options });
  onTestFinished(local.close);
  return local;
}

async function newDataDir(): Promise<string> {
  const parent = await mkdtemp(join(tmpdir(), 'local-'));
  onTestFinished(() => rm(parent, { recursive: true }));
  return join(parent, 'data');
}

async function environmentOf(local: { url: string; token(): Promise<string> }): Promise<NodeJS.ProcessEnv> {
  const headers = { authorization: `Bearer ${await local.token()}` };
  const response = await fetch(`${local.url}/api/v2/conversations/c1`, { headers });
  return ((await response.json()) as { environment: NodeJS.ProcessEnv }).environment;
}

test('sets the environment of the handlers before they load, and sets it back at the end', async () => {
  process.env.AWS_ACCESS_KEY_ID = 'the-users-own';
  onTestFinished(() => {
    delete process.env.AWS_ACCESS_KEY_ID;
  });
  let atLoad: string | undefined;
  const load = async () => {
    atLoad = process.env.CONVERSATIONS_TABLE;
    return showEnvironment;
  };
  const local = await start({ load, requirePreconditions: true, logLevel: 'DEBUG', wrapupMaxSeconds: 7 });
  expect(await environmentOf(local)).toMatchObject({
    CONVERSATIONS_TABLE: table,
    ID_KEY: expect.stringMatching(/^[\w-]{43}$/),
    REQUIRE_PRECONDITIONS: 'true',
    LOG_LEVEL: 'DEBUG',
    PENDING_LEASE_SECONDS: '3600',
    WRAPUP_MAX_SECONDS: '7',
    AWS_REGION: expect.any(String),
    AWS_ENDPOINT_URL_DYNAMODB: local.dynamodbEndpoint,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  });
  expect(atLoad).toBe(table);
  await local.close();
  expect(process.env.CONVERSATIONS_TABLE).toBeUndefined();
  expect(process.env.AWS_ENDPOINT_URL_DYNAMODB).toBeUndefined();
  expect(process.env.AWS_ACCESS_KEY_ID).toBe('the-users-own');
});

test('listens at the host that it is given, and calls itself by an address that leads to it', async () => {
  const local = await start({ host: '0.0.0.0' });
  expect(local.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(await environmentOf(local)).toHaveProperty('ID_KEY');
});

test('says so when the host is not one of this machine', async () => {
  const started = startLocal({ port: 0, dataDir: 'memory', host: '192.0.2.1' });
  await expect(started).rejects.toThrow(
    new StartError(
      'HOST is "192.0.2.1"; it must be an address of this machine, such as 127.0.0.1, or 0.0.0.0 for all of them.',
    ),
  );
});

test('uses the DynamoDB that it is given and creates the tables there', async () => {
  const given = await startDynamoDb('memory');
  onTestFinished(given.close);
  const local = await start({ dynamodbEndpoint: given.endpoint });
  expect(local.dynamodbEndpoint).toBe(given.endpoint);
  expect((await environmentOf(local)).AWS_ENDPOINT_URL_DYNAMODB).toBe(given.endpoint);
  const client = new DynamoDBClient({});
  onTestFinished(() => client.destroy());
  expect(await client.send(new ListTablesCommand())).toMatchObject({
    TableNames: Object.keys(tables).map(nameTable).sort(),
  });
});

test('says so when the DynamoDB that it is given does not answer', async () => {
  const gone = await startDynamoDb('memory');
  await gone.close();
  await expect(start({ dynamodbEndpoint: gone.endpoint })).rejects.toThrow(
    `The DynamoDB at ${gone.endpoint}, which the environment names, does not answer as one: `,
  );
});

test('keeps data, keys and tokens over a restart', async () => {
  const dataDir = await newDataDir();
  const first = await start({ dataDir });
  const port = Number(new URL(first.url).port);
  const token = await first.token();
  const { ID_KEY } = await environmentOf(first);
  const client = new DynamoDBClient({});
  await client.send(new PutItemCommand({ TableName: table, Item: { pk: { S: 'kept' } } }));
  client.destroy();
  await first.close();

  const second = await start({ dataDir, port });
  const response = await fetch(`${second.url}/api/v2/conversations/c1`, {
    headers: { authorization: `Bearer ${token}` },
  });
  expect(response.status).toBe(200);
  expect((await environmentOf(second)).ID_KEY).toBe(ID_KEY);
  const again = new DynamoDBClient({});
  const { Item } = await again.send(new GetItemCommand({ TableName: table, Key: { pk: { S: 'kept' } } }));
  again.destroy();
  expect(Item).toEqual({ pk: { S: 'kept' } });
});

test('keeps its secrets in files that only the user may read', async () => {
  const dataDir = await newDataDir();
  await (await start({ dataDir })).close();
  expect((await readdir(dataDir)).sort()).toEqual(['dynamodb', 'id-key', 'issuer-key.pem', 'kms.json']);
  const mode = async (file: string) => (await stat(join(dataDir, file))).mode & 0o777;
  expect(await mode('id-key')).toBe(0o600);
  expect(await mode('issuer-key.pem')).toBe(0o600);
  expect(await mode('kms.json')).toBe(0o600);
  await chmod(join(dataDir, 'id-key'), 0o644);
  await start({ dataDir });
  expect(await mode('id-key')).toBe(0o600);
});

test('refuses a data directory that another server has open', async () => {
  const dataDir = await newDataDir();
  await (await start({ dataDir })).close();
  const other = await startDynamoDb(dataDir);
  onTestFinished(other.close);
  await expect(start({ dataDir, port: 0 })).rejects.toThrow(
    new StartError(
      `DATA_DIR "${dataDir}" is in use by another server. Stop that one, or keep this one's data elsewhere:\n  DATA_DIR=${dataDir}-2 PORT=0 npm start`,
    ),
  );
});

test('runs once at a time in a process, because handlers share its environment', async () => {
  await start();
  await expect(start()).rejects.toThrow('A local server runs in this process; close it first');
});

test('refuses a store whose key is gone or damaged, and changes nothing', async () => {
  const dataDir = await newDataDir();
  await (await start({ dataDir })).close();
  const file = join(dataDir, 'id-key');
  const idKey = await readFile(file, 'utf8');
  await writeFile(file, 'damaged');
  await expect(start({ dataDir })).rejects.toThrow('The key of the store is not 32 bytes in base64url. Restore');
  await rm(file);
  await expect(start({ dataDir })).rejects.toThrow('There is a store, but not its key. Restore');
  await writeFile(file, idKey);
  await start({ dataDir });
});

test('refuses a store whose KMS keys are gone, makes none, and takes another KMS instead', async () => {
  const dataDir = await newDataDir();
  await (await start({ dataDir })).close();
  const file = join(dataDir, 'kms.json');
  const keys = await readFile(file, 'utf8');
  await rm(file);
  await expect(start({ dataDir })).rejects.toThrow(
    new StartError(
      `There is a store, but not the KMS keys of its secured values. Restore ${dataDir}/kms.json, or delete ${dataDir} to begin anew. If another KMS has the key, name it by AWS_ENDPOINT_URL_KMS and KMS_KEY_ID.`,
    ),
  );
  expect(await readdir(dataDir)).not.toContain('kms.json');
  vi.stubEnv('KMS_KEY_ID', 'alias/mine');
  onTestFinished(() => void vi.unstubAllEnvs());
  await (await start({ dataDir, kmsEndpoint: 'http://127.0.0.1:9' })).close();
  await writeFile(file, keys);
  await start({ dataDir });
});

test("refuses a KMS of the user's own without a key", async () => {
  await expect(start({ kmsEndpoint: 'http://127.0.0.1:9' })).rejects.toThrow(
    new StartError(
      'KMS_KEY_ID is missing; it must name a key of the KMS at http://127.0.0.1:9, which the environment names.',
    ),
  );
});

test('refuses KMS keys that are damaged, without a stack', async () => {
  const dataDir = await newDataDir();
  await (await start({ dataDir })).close();
  for (const damaged of ['', '{', 'null', '{}', '{"keys":[{}],"aliases":[]}']) {
    await writeFile(join(dataDir, 'kms.json'), damaged);
    await expect(start({ dataDir })).rejects.toThrow(
      new StartError(
        `The key file ${dataDir}/kms.json cannot be read. Restore it, or delete ${dataDir} to begin anew: no secured value can be opened without it.`,
      ),
    );
  }
});

test('refuses a data directory that is a file', async () => {
  const dataDir = await newDataDir();
  await writeFile(dataDir, '');
  await expect(start({ dataDir })).rejects.toThrow(`DATA_DIR "${dataDir}" cannot be used: EEXIST`);
});

/** Listens on a port until the test ends. @returns the port */
async function block(given = 0): Promise<number> {
  const blocker = createServer().listen(given, '127.0.0.1');
  onTestFinished(() => void blocker.close());
  await once(blocker, 'listening');
  return (blocker.address() as AddressInfo).port;
}

test('refuses a port in use, gives a command that takes a free one, and leaves the data directory free', async () => {
  const port = await block();
  // The next port may be another program's already.
  await block(port + 1).catch(() => undefined);
  const dataDir = await newDataDir();
  const error = await start({ port, dataDir }).catch((cause: unknown) => cause);
  const [says, command = ''] = (error as StartError).message.split('\n');
  expect(says).toBe(`Port ${port} of 127.0.0.1 is in use. Stop what listens there, or take another:`);
  const [, free] = new RegExp(`^  DATA_DIR=${dataDir} PORT=(\\d+) npm start$`).exec(command) ?? [];
  expect(Number(free)).toBeGreaterThan(port + 1);
  await start({ dataDir, port: Number(free) });
});

test('writes commands as shells take them, and leaves out what is the default', () => {
  const settings = { DATA_DIR: "it's mine", HOST: '127.0.0.1', PORT: '3001' };
  expect(formatCommand('npm start', settings, 'linux')).toBe(String.raw`DATA_DIR='it'\''s mine' PORT=3001 npm start`);
  expect(formatCommand('npm start', { PORT: '3001' }, 'win32')).toBe("$env:PORT='3001'; npm start");
});

test('names the clients when a token is asked for an unknown one', async () => {
  const { token } = await start();
  await expect(token('flow:read', 'nobody')).rejects.toThrow('There is no client "nobody"; there are local.');
});

test('says which handler does not load', async () => {
  const load = async (operation: string) => {
    if (operation === 'not-found') throw new Error('lambdas/not-found.ts cannot be imported');
    return showEnvironment;
  };
  const { loadHandlers } = await start({ load });
  await expect(loadHandlers()).rejects.toThrow('lambdas/not-found.ts cannot be imported');
});
