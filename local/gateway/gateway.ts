import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartError } from '../config.ts';
import { refuseConnection } from './connection.ts';
import { createReceiver, type Routing } from './receive.ts';

/** The limits of an HTTP API (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html), and the patience with slow clients. */
export interface Limits {
  /** Request line and headers, in bytes. @default 10240 */
  readonly headBytes: number;
  /** Body, in bytes. @default 10 MiB */
  readonly bodyBytes: number;
  /** How long a function may take, in milliseconds. @default 30000 */
  readonly functionMs: number;
  /** How long a request may take to arrive, in milliseconds. @default 30000 */
  readonly requestMs: number;
  /** Requests per second, and at once: more are answered 429 before anything else is looked at. @default no limit */
  readonly rate: number;
}

const defaultLimits: Limits = {
  headBytes: 10_240,
  bodyBytes: 10 * 1024 * 1024,
  functionMs: 30_000,
  requestMs: 30_000,
  rate: Number.POSITIVE_INFINITY,
};

/** How long `close` waits for functions under way, in milliseconds. */
const CLOSE_TIMEOUT_MS = 5_000;

/** What the gateway serves. */
export interface GatewayOptions {
  /** 0 takes any free one. */
  readonly port: number;
  /** Where it listens. @default 127.0.0.1 */
  readonly host?: string;
  /** Called with the address once it is known: the issuer is part of it. */
  readonly routing: (url: string) => Routing;
  readonly limits?: Partial<Limits>;
  /** The clock of the throttle, in milliseconds. @default `performance.now` */
  readonly now?: () => number;
}

/** A running gateway. */
export interface Gateway {
  readonly url: string;
  /** Takes no more requests, answers those under way, then ends every connection. */
  close(): Promise<void>;
}

/** Something listens there already. */
export class PortTaken extends Error {
  override readonly name = 'PortTaken';
}

/**
 * Starts a look-alike of an API Gateway HTTP API.
 * @throws PortTaken
 * @throws StartError when the port is not allowed, or the host is not one of this machine.
 */
export async function startGateway({
  port,
  host = '127.0.0.1',
  routing,
  limits,
  now = () => performance.now(),
}: GatewayOptions): Promise<Gateway> {
  const { headBytes, requestMs, ...receiving } = { ...defaultLimits, ...limits };
  const server = createServer({
    maxHeaderSize: headBytes,
    requestTimeout: requestMs,
    headersTimeout: Math.min(requestMs, 10_000),
    // How often Node looks for requests that take too long.
    connectionsCheckingInterval: Math.min(requestMs, 1_000),
    // As long as API Gateway: a client that sends just when an idle connection ends would lose its request.
    keepAliveTimeout: 600_000,
    // A request without Host is refused with a body, by the receiver.
    requireHostHeader: false,
  });
  // Node drops headers beyond 2,000 without a word; headBytes limits them.
  server.maxHeadersCount = 0;
  const bound = await listen(server, port, host);
  const url = `http://${nameOf(host)}:${bound}`;
  // No await from here on: a request that comes before its listener would hang.
  const underWay = new Set<ServerResponse>();
  server.on('request', createReceiver({ ...routing(url), ...receiving, now, port: bound, underWay }));
  server.on('clientError', refuseConnection);
  return { url, close: () => close(server, underWay) };
}

/** How this machine calls a host in a URL: it has every address, so that of the loopback will do. */
function nameOf(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}

async function listen(server: Server, port: number, host: string): Promise<number> {
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EADDRINUSE') {
      throw new PortTaken(`Port ${port} of ${host} is in use`, { cause: error });
    }
    if (code === 'ENOTFOUND' || code === 'EADDRNOTAVAIL' || code === 'EAI_AGAIN') {
      throw new StartError(
        `HOST is "${host}"; it must be an address of this machine, such as 127.0.0.1, or 0.0.0.0 for all of them.`,
      );
    }
    if (code === 'EACCES') throw new StartError(`PORT ${port} is not allowed to you; take one above 1023.`);
    throw error;
  }
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new Error(`the server listens on ${address}, not on a port`);
  return address.port;
}

async function close(server: Server, underWay: ReadonlySet<ServerResponse>): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const until = Date.now() + CLOSE_TIMEOUT_MS;
  while (underWay.size > 0 && Date.now() < until) await sleep(5);
  // What is left waits for the rest of a request, or for nothing.
  server.closeAllConnections();
  await closed;
}
