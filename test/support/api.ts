import { Agent } from 'node:http';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, inject } from 'vitest';
import { type Local, type LocalOptions, startLocal } from '../../local/local.ts';
import type { Answer } from './answer.ts';
import { prefixed, readDeployed, requestToken } from './deployed.ts';
import { sendRequest } from './http.ts';
import { captureLogs, type Logs } from './logs.ts';
import { type Paths, pathsOf } from './paths.ts';
import { configureTimeouts } from './store-client.ts';

/** What a request has beside its method and path. */
export interface CallOptions {
  /** A text or bytes go as they are, anything else as JSON. */
  readonly body?: unknown;
  /** Added to `content-type: application/json`, or instead of it. */
  readonly headers?: Readonly<Record<string, string>>;
  /** @default one with every scope; `null` sends none */
  readonly token?: string | null;
}

/** The API as a caller sees it, served by the real handlers. */
export interface Api {
  readonly local: Local;
  /** Without a slash at its end. */
  readonly url: string;
  /** A client that has every right. */
  readonly credentials: { readonly clientId: string; readonly clientSecret: string };
  /** Scopes, separated by blanks, as its issuer names them. */
  scope(names: string): string;
  /** Gives an access token of that client. @param scopes - separated by blanks. @default every one */
  token(scopes?: string): Promise<string>;
  /** What the handlers have logged so far, line by line. */
  readonly logs: readonly string[];
  /** Sends a request. */
  send(method: string, path: string, options?: CallOptions): Promise<Answer>;
  /** The same. @throws Error for any 5xx, with the line of the log that explains it. */
  call(method: string, path: string, options?: CallOptions): Promise<Answer>;
  /** The same, and the answer must be a 2xx. */
  ok(method: string, path: string, options?: CallOptions): Promise<Answer>;
  /** Makes a conversation: a voice call with one customer, unless the body says otherwise. */
  make(body?: object): Promise<Paths>;
}

/** The client `other`, beside `local`. */
const clientsFile = fileURLToPath(new URL('clients.json', import.meta.url));

/** How the API is served. */
export interface ApiOptions extends LocalOptions {
  /** How long functions and their requests may take. @default minutes, so that no test depends on the machine's speed */
  readonly times?: Times;
}

/** In milliseconds. */
export interface Times {
  /** Of a function. */
  readonly functionMs: number;
  /** Of a connection to DynamoDB, and of an attempt at a request. */
  readonly dynamoDbMs: number;
  /** The same to KMS. */
  readonly kmsMs: number;
}

export const patient: Times = { functionMs: 600_000, dynamoDbMs: 600_000, kmsMs: 600_000 };

/**
 * Serves the API to the tests of a file, from before the first until after the last. Where the environment names one that is
 * deployed (`API_URL`, `API_CLIENT_ID`, `API_CLIENT_SECRET`), they talk to that one, and `local` and `logs` can't be asked for.
 */
export function useApi({ times = patient, ...options }: ApiOptions = {}): Api {
  const agent = new Agent({ keepAlive: true });
  const deployed = readDeployed(process.env);
  let local: Local | undefined;
  let logs: Logs | undefined;
  let fullToken: string;
  const served = <T>(one: T | undefined): T => {
    if (one === undefined) throw new Error('The API of these tests is not served here.');
    return one;
  };
  beforeAll(async () => {
    if (deployed) {
      fullToken = await requestToken(agent, deployed);
      return;
    }
    logs = captureLogs();
    const makeSigningKey = () => inject('signingKey');
    const { functionMs } = times;
    // Sweeps only when it is told to: a timer would touch the store at any time.
    const own = { port: 0, dataDir: 'memory', sweepSeconds: 0 };
    local = await startLocal({ ...own, clientsFile, makeSigningKey, functionMs, ...options });
    fullToken = await local.token();
    await local.loadHandlers();
    await configureTimeouts(times);
  });
  afterAll(async () => {
    agent.destroy();
    await local?.close();
    logs?.close();
  });
  const url = () => deployed?.url ?? served(local).url;
  const send = async (method: string, path: string, { body, headers, token = fullToken }: CallOptions = {}) => {
    const content = typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
    const sent = {
      ...(content !== undefined && { 'content-type': 'application/json' }),
      ...(token !== null && { authorization: `Bearer ${token}` }),
      ...headers,
    };
    return sendRequest(agent, url() + path, { method, headers: sent, body: content });
  };
  const call = async (method: string, path: string, options?: CallOptions) => {
    const answer = await send(method, path, options);
    if (answer.status < 500) return answer;
    const reason = logs?.lines.findLast((line) => line.includes('"level":"ERROR"'));
    throw new Error(`${method} ${path} answers ${answer.status}: ${answer.text}\n${reason}`);
  };
  const ok = async (method: string, path: string, options?: CallOptions) => {
    const answer = await call(method, path, options);
    if (answer.status < 300) return answer;
    throw new Error(`${method} ${path} answers ${answer.status}: ${answer.text}`);
  };
  return {
    get local() {
      return served(local);
    },
    get url() {
      return url();
    },
    credentials: deployed ?? { clientId: 'local', clientSecret: 'local-secret' },
    scope: (names) => prefixed(deployed?.scopePrefix ?? '', names),
    token: (scopes) => (deployed ? requestToken(agent, deployed, scopes) : served(local).token(scopes)),
    get logs() {
      return served(logs).lines;
    },
    send,
    call,
    ok,
    make: async (body = {}) => {
      const conversation = { type: 'voice', participants: [{ purpose: 'customer' }], ...body };
      return pathsOf((await ok('POST', '/api/v2/conversations', { body: conversation })).body.id);
    },
  };
}
