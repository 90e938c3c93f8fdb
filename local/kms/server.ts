import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import type { Input } from './input.ts';
import type { KeyStore } from './key-store.ts';
import { KmsError } from './kms-error.ts';
import { isOperation, type OperationName, run } from './operations.ts';

/** How an operation misbehaves, for tests. */
export interface Fault {
  /** The error instead of an answer, as AWS names it: `ThrottlingException`, `AccessDeniedException`, ... */
  readonly name?: string;
  /** @default 400, as KMS has it for throttling too. */
  readonly status?: number;
  /** Milliseconds before anything is answered. @default 0 */
  readonly delay?: number;
}

/** What tests may look at and change while the server runs. */
export interface Controls {
  /** Requests by operation, those that failed too. */
  readonly calls: Record<OperationName, number>;
  readonly faults: Map<OperationName, Fault>;
}

interface Answer {
  readonly status: number;
  readonly body?: object | undefined;
}

/** KMS over its JSON 1.1 protocol. Signatures are not checked: the server belongs on loopback only. */
export function createKmsServer(store: KeyStore, controls: Controls): Server {
  // After Node's 5 seconds it would close connections on which a client is just sending.
  return createServer({ keepAliveTimeout: 600_000 }, (request, response) => {
    void answer(store, controls, request).then((answered) => send(response, answered));
  });
}

async function answer(store: KeyStore, controls: Controls, request: IncomingMessage): Promise<Answer> {
  try {
    const operation = operationOf(request);
    controls.calls[operation] += 1;
    const input = await readInput(request);
    const fault = controls.faults.get(operation);
    if (fault?.delay !== undefined) await wait(fault.delay, undefined, { ref: false });
    if (fault?.name !== undefined) return describeRefusal(fault.name, 'Injected by a test', fault.status);
    return { status: 200, body: run(operation, store, input) };
  } catch (error) {
    if (!(error instanceof KmsError)) return describeRefusal('KMSInternalException', String(error), 500);
    return describeRefusal(error.name, error.message, error.name === 'DryRunOperationException' ? 412 : 400);
  }
}

function operationOf({ method, headers }: IncomingMessage): OperationName {
  const [service, operation = ''] = String(headers['x-amz-target']).split('.');
  if (method === 'POST' && service === 'TrentService' && isOperation(operation)) return operation;
  throw new KmsError(
    'UnknownOperationException',
    `The KMS stand-in has no operation ${method} ${service}.${operation}`,
  );
}

async function readInput(request: IncomingMessage): Promise<Input> {
  const body = await json(request).catch(() => undefined);
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Input;
  throw new KmsError('SerializationException', 'The body is not a JSON object');
}

function describeRefusal(name: string, message: string, status = 400): Answer {
  return { status, body: { __type: name, message } };
}

function send(response: ServerResponse, { status, body }: Answer): void {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': randomUUID() });
  response.end(body === undefined ? '' : JSON.stringify(body));
}
