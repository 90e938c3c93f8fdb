import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** What the proxy does with a request, instead of passing it and its answer on. */
export interface Fault {
  /** Whether the store gets the request, and so does what it asks for. */
  readonly forward: boolean;
  /**
   * What the client gets: the store's answer, a broken connection, nothing at all, half an answer before the connection
   * breaks or before nothing more comes, or an error.
   */
  readonly answer: 'pass' | 'reset' | 'silence' | 'half' | 'stall' | StoreError;
  /** The store gets the request when this is done. @default at once */
  readonly after?: Promise<unknown>;
  /** Milliseconds before anything comes back. @default 0 */
  readonly delay?: number;
}

/** An error as DynamoDB words it. */
export interface StoreError {
  readonly status: number;
  /** The name of the exception. */
  readonly type: string;
}

/** A request to the store. */
export interface StoreRequest {
  /** `PutItem`, `GetItem`, ... */
  readonly operation: string;
  /** The body: JSON. */
  readonly text: string;
  /** The same for each attempt of the SDK at one request. */
  readonly invocationId: string;
}

/** A store that fails as told: a proxy before one that works. */
export interface FaultyStore {
  readonly url: string;
  /** How often a fault was made. */
  readonly faults: number;
  /** Decides over every request from now on; without a decider all are passed on. */
  decide(decider?: (request: StoreRequest) => Fault | undefined): void;
  /** Waits until the store has answered all that it was sent. */
  settled(): Promise<unknown>;
  close(): Promise<void>;
}

interface StoreAnswer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** Starts a proxy on loopback before the store at `target`. */
export async function startFaultyStore(target: string): Promise<FaultyStore> {
  const agent = new Agent({ keepAlive: true });
  let decide: (request: StoreRequest) => Fault | undefined = () => undefined;
  let faults = 0;
  const serve = async (incoming: IncomingMessage, response: ServerResponse) => {
    const body = await bodyOf(incoming);
    const operation = String(incoming.headers['x-amz-target']).replace(/^.*\./, '');
    const invocationId = String(incoming.headers['amz-sdk-invocation-id']);
    const fault = decide({ operation, text: body.toString(), invocationId });
    if (fault) faults += 1;
    await fault?.after;
    const answer = fault?.forward === false ? undefined : await pass(target, agent, incoming, body);
    if (fault?.delay) await sleep(fault.delay);
    give(response, fault?.answer ?? 'pass', answer);
  };
  const serving = new Set<Promise<unknown>>();
  const server = createServer((incoming, response) => {
    // A client that gave up, or a store that is gone: there is nobody to answer.
    const served: Promise<unknown> = serve(incoming, response)
      .catch(() => response.destroy())
      .finally(() => serving.delete(served));
    serving.add(served);
  });
  server.keepAliveTimeout = 600_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error(`${address} is no port`);
  return {
    url: `http://127.0.0.1:${address.port}`,
    get faults() {
      return faults;
    },
    decide: (decider = () => undefined) => {
      decide = decider;
    },
    settled: () => Promise.all(serving),
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
      agent.destroy();
    },
  };
}

function give(response: ServerResponse, how: Fault['answer'], answer: StoreAnswer | undefined): void {
  if (how === 'silence') return;
  if (how === 'reset') {
    response.socket?.resetAndDestroy();
    return;
  }
  if (typeof how === 'object') {
    response.writeHead(how.status, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${how.type}`, message: 'as told' }));
    return;
  }
  if (!answer) throw new Error('an answer that is passed on needs a request that was passed on');
  response.writeHead(answer.status, answer.headers);
  const half = answer.body.subarray(0, answer.body.length / 2);
  if (how === 'pass') response.end(answer.body);
  else response.write(half, () => how === 'half' && response.socket?.resetAndDestroy());
}

async function pass(target: string, agent: Agent, incoming: IncomingMessage, body: Buffer): Promise<StoreAnswer> {
  // Without the connection's own headers, which are each side's own.
  const { connection: _, 'transfer-encoding': __, ...headers } = incoming.headers;
  const outgoing = request(target, { agent, method: incoming.method ?? 'POST', path: incoming.url ?? '/', headers });
  outgoing.end(body);
  const [answer]: IncomingMessage[] = await once(outgoing, 'response');
  if (!answer) throw new Error('the store gave no answer');
  return { status: answer.statusCode ?? 0, headers: answer.headers, body: await bodyOf(answer) };
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  return Buffer.concat(chunks);
}
