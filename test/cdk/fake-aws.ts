import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/** What a client sent. */
export interface Sent {
  /** The operation, without its service: `Decrypt`. */
  readonly operation: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly authorization: string;
}

/** An endpoint of AWS whose answers a test says. */
export interface FakeAws {
  /** What the SDK's clients need to talk to it. */
  readonly config: { endpoint: string; region: string; credentials: { accessKeyId: string; secretAccessKey: string } };
  readonly sent: readonly Sent[];
  close(): Promise<void>;
}

/**
 * Starts an endpoint on loopback that gives every operation the same answer each time. An answer with `__type` is the
 * error of that name, one that is not there an empty object.
 */
export async function startFakeAws(answers: Readonly<Record<string, object>>): Promise<FakeAws> {
  const sent: Sent[] = [];
  const server = createServer(async (request, response) => {
    const [, operation = ''] = String(request.headers['x-amz-target']).split('.');
    const body = (await json(request)) as Sent['body'];
    sent.push({ operation, body, authorization: String(request.headers.authorization) });
    const answer = answers[operation] ?? {};
    response.writeHead('__type' in answer ? 400 : 200, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify(answer));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    config: { endpoint, region: 'us-east-1', credentials: { accessKeyId: 'id', secretAccessKey: 'secret' } },
    sent,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
