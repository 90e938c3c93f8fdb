import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda';
import { type JWTHeaderParameters, type JWTPayload, SignJWT } from 'jose';
import { inject, onTestFinished } from 'vitest';
import { createAuthorizer } from '../../local/gateway/authorizer.ts';
import { type Gateway, type Limits, startGateway } from '../../local/gateway/gateway.ts';
import type { Handler } from '../../local/gateway/invoke.ts';
import { localClient } from '../../local/issuer/clients.ts';
import { audience, createIssuer } from '../../local/issuer/issuer.ts';
import { openSigningKey } from '../../local/issuer/signing-key.ts';

export const key = await openSigningKey('memory', () => inject('signingKey'));

const routes = [
  { operation: 'list', method: 'GET', path: '/things', scope: 'thing' },
  { operation: 'create', method: 'POST', path: '/things', scope: 'thing' },
  { operation: 'get', method: 'GET', path: '/things/{thing}', scope: 'thing' },
  { operation: 'get-special', method: 'GET', path: '/things/special', scope: 'thing' },
  { operation: 'open', method: 'GET', path: '/open', scope: undefined },
  { operation: 'get-part', method: 'GET', path: '/things/{thing}/parts/{part}', scope: 'thing' },
];

/** What a handler that nobody replaced answers: its name and the event. */
interface Echo {
  operation: string;
  event: APIGatewayProxyEventV2WithJWTAuthorizer;
}

export interface TestGateway extends Gateway {
  readonly token: string;
  /** What the gateway reported. */
  readonly reports: unknown[];
  /** Sends a request with the token, unless `init` has other headers. */
  send(path: string, init?: RequestInit): Promise<Response>;
  /** The same, to a handler that nobody replaced. */
  echo(path: string, init?: RequestInit): Promise<Echo>;
  /** Sends bytes as they are and gives all that comes back before the connection ends, or until `patience` milliseconds are over, if given. */
  sendRaw(bytes: string, patience?: number): Promise<string>;
}

/** Starts a gateway with a few routes and an issuer; it is closed when the test ends. */
export async function openGateway(
  handlers: Readonly<Record<string, Handler>> = {},
  limits: Partial<Limits> = {},
): Promise<TestGateway> {
  const reports: unknown[] = [];
  const clients = new Map([[localClient.id, localClient]]);
  const issuerAt = (url: string) => createIssuer({ url, key, clients, tokenSeconds: 60 });
  const gateway = await startGateway({
    port: 0,
    limits,
    routing: (url) => ({
      routes: [...routes, ...issuerAt(url).routes],
      defaultOperation: 'not-found',
      authorize: createAuthorizer({ issuer: url, audience, keys: key.jwks }),
      load: async (operation) => handlers[operation] ?? ((event) => ({ operation, event })),
      report: (_, cause) => reports.push(cause),
    }),
  });
  onTestFinished(gateway.close);
  const token = await issuerAt(gateway.url).issue(localClient, 'flow:read flow:write');
  const send = (path: string, init: RequestInit = {}) =>
    fetch(gateway.url + path, { ...init, headers: { authorization: `Bearer ${token}`, ...init.headers } });
  return {
    ...gateway,
    token,
    reports,
    send,
    echo: async (path, init) => (await (await send(path, init)).json()) as Echo,
    sendRaw: (bytes, patience) => sendRaw(gateway.url, bytes, patience),
  };
}

async function sendRaw(url: string, bytes: string, patience?: number): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  let answer = '';
  socket.on('data', (chunk) => {
    answer += chunk;
  });
  socket.on('error', () => undefined);
  socket.write(bytes, 'latin1');
  await Promise.race([once(socket, 'close'), ...(patience === undefined ? [] : [sleep(patience)])]);
  socket.destroy();
  return answer;
}

/** Claims that the gateway at this address accepts. */
export function goodClaims(url: string): JWTPayload {
  const now = Math.floor(Date.now() / 1000);
  return { iss: url, aud: audience, sub: 'someone', iat: now, exp: now + 60 };
}

/** The same without one of them. */
export function without(claims: JWTPayload, name: string): JWTPayload {
  return Object.fromEntries(Object.entries(claims).filter(([key]) => key !== name));
}

/** The header of a good token. */
export const goodHeader: JWTHeaderParameters = { alg: 'RS256', kid: key.kid };

/** Signs claims with the issuer's key, or as the header and the key say. */
export function sign(
  claims: JWTPayload,
  header = goodHeader,
  signingKey: Parameters<SignJWT['sign']>[0] = key.privateKey,
): Promise<string> {
  return new SignJWT(claims).setProtectedHeader(header).sign(signingKey);
}
