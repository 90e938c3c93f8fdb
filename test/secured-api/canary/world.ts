import { randomBytes } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDynamoDb } from '../../../local/dynamodb.ts';
import { setEnvironment } from '../../../local/handler-environment.ts';
import { type Kms, startKms } from '../../../local/kms/start.ts';
import { type Fault, type StoreRequest, startFaultyStore } from '../../faults/proxy.ts';
import { type Answer, readAnswer } from '../../support/answer.ts';
import { type Paths, pathsOf } from '../../support/paths.ts';
import { type Server, startServer } from '../../support/server.ts';
import { openRaw, type Raw } from '../support/raw.ts';

/** A request of the run. */
export interface Request {
  readonly method: string;
  readonly path: string;
  /** A text goes as it is, anything else as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Of the token. @default every scope; `null` sends no token */
  readonly scopes?: string | null;
  /** Whether its answer is meant to show secured values. */
  readonly shows?: true;
}

/** The answer to a request, with all of it as text. */
export interface Exchange extends Request {
  readonly status: number;
  readonly answer: string;
}

/** Decides over requests; undefined passes one on. */
export type Decider = (request: StoreRequest) => Fault | undefined;

/** Adds a decider, and gives the function that takes it away. */
export type Fail = (decider: Decider) => () => void;

/** The local server with debug logging, over a store and a KMS that fail as told, and all that it says to anybody. */
export interface World {
  readonly dataDir: string;
  readonly server: Server;
  readonly kms: Kms;
  readonly raw: Raw;
  readonly exchanges: readonly Exchange[];
  /** Bodies of requests to DynamoDB and to KMS. */
  readonly toStore: readonly string[];
  readonly toKms: readonly string[];
  /** Requests that were answered with another status than the expected one. */
  readonly surprises: readonly string[];
  /** Lets requests to DynamoDB, or to KMS, fail from now on, until the function is called that it gives. */
  readonly failStore: Fail;
  readonly failKms: Fail;
  /** Something to keep secret, which says where it came from. */
  secret(origin: string): string;
  /** What all secrets have in common, and no other text has. */
  readonly mark: string;
  /** Sends a request that is to be answered with this status, or one of these. */
  ask(status: number | readonly number[], request: Request): Promise<Answer>;
  /** Makes a conversation. */
  make(body?: object): Promise<Paths>;
  /** Stops everything but the files. */
  close(): Promise<void>;
}

/** Starts it. */
export async function startWorld(): Promise<World> {
  const dataDir = await mkdtemp(join(tmpdir(), 'canary-'));
  const idKey = randomBytes(32).toString('base64url');
  await writeFile(join(dataDir, 'id-key'), idKey, { mode: 0o600 });
  const [store, kms] = [await startDynamoDb(dataDir), await startKms({ dataDir })];
  const [storeProxy, kmsProxy] = [await recorded(store.endpoint), await recorded(kms.url)];
  const settings = {
    DATA_DIR: dataDir,
    LOG_LEVEL: 'DEBUG',
    SWEEP_SECONDS: '1',
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_DYNAMODB: storeProxy.proxy.url,
    AWS_ENDPOINT_URL_KMS: kmsProxy.proxy.url,
    KMS_KEY_ID: kms.keyArn,
  };
  const server = await startServer(settings);
  const restore = setEnvironment({ ...settings, ID_KEY: idKey, AWS_ENDPOINT_URL_DYNAMODB: store.endpoint });
  // Short, so that it is found also where an error quotes a few characters of what it could not read.
  const mark = `zq${randomBytes(6)
    .toString('base64')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '0')
    .slice(0, 6)}`;
  const exchanges: Exchange[] = [];
  const surprises: string[] = [];
  const token = tokens(server.url);
  const ask: World['ask'] = async (status, request) => {
    const { method, path, body, headers = {}, scopes } = request;
    const content = typeof body === 'string' ? body : JSON.stringify(body);
    const response = await fetch(server.url + path, {
      method,
      headers: {
        ...(scopes !== null && { authorization: `Bearer ${await token(scopes)}` }),
        ...(content !== undefined && { 'content-type': 'application/json', ...headers }),
        ...headers,
      },
      ...(content !== undefined && { body: content }),
    });
    const answer = await readAnswer(response);
    const whole = JSON.stringify([...answer.headers]) + answer.text;
    exchanges.push({ ...request, status: answer.status, answer: whole });
    if (![status].flat().includes(answer.status))
      surprises.push(`${method} ${path} answers ${answer.status}, not ${status}: ${whole}`);
    return answer;
  };
  return {
    ...{ dataDir, server, kms, raw: openRaw(), exchanges, surprises, mark, ask },
    ...{ toStore: storeProxy.sent, failStore: storeProxy.fail, toKms: kmsProxy.sent, failKms: kmsProxy.fail },
    secret: (origin) => `${mark}-${origin}`,
    make: async (body = {}) => {
      const conversation = { type: 'voice', participants: [{ purpose: 'customer' }], ...body };
      const made = await ask(201, { method: 'POST', path: '/api/v2/conversations', body: conversation });
      return pathsOf(made.body.id);
    },
    close: async () => {
      await server.stop();
      await Promise.all([storeProxy.proxy.close(), kmsProxy.proxy.close()]);
      restore();
      await Promise.all([store.close(), kms.close()]);
    },
  };
}

/** A proxy that keeps what is sent through it, and fails as several deciders say. */
async function recorded(target: string) {
  const sent: string[] = [];
  const deciders = new Set<Decider>();
  const proxy = await startFaultyStore(target);
  proxy.decide((request) => {
    sent.push(request.text);
    return [...deciders].map((decide) => decide(request)).find(Boolean);
  });
  const fail: Fail = (decider) => {
    deciders.add(decider);
    return () => deciders.delete(decider);
  };
  return { proxy, sent, fail };
}

/** Gets each token once. */
function tokens(url: string): (scopes?: string) => Promise<string> {
  const known = new Map<string, Promise<string>>();
  const issue = async (scope: string) => {
    const authorization = `Basic ${Buffer.from('local:local-secret').toString('base64')}`;
    const body = new URLSearchParams({ grant_type: 'client_credentials', scope });
    const response = await fetch(`${url}/oauth/token`, { method: 'POST', headers: { authorization }, body });
    return ((await response.json()) as { access_token: string }).access_token;
  };
  return (scopes = '') => {
    const token = known.get(scopes) ?? issue(scopes);
    known.set(scopes, token);
    return token;
  };
}
