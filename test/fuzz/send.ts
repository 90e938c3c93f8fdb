import { once } from 'node:events';
import { Agent, type IncomingMessage, request as open } from 'node:http';
import { text as readText } from 'node:stream/consumers';
import type { Compared } from '../contract/conformance.ts';
import type { BuiltRequest } from '../contract/request.ts';

/** Sends requests with their paths as they stand: `fetch` resolves `..` before it sends. */
export function makeSender(url: string, token: string): (request: BuiltRequest) => Promise<Compared> {
  const agent = new Agent({ keepAlive: true, maxSockets: 4 });
  const { hostname, port } = new URL(url);
  return async ({ method, path, headers, body }) => {
    const sent = open({
      agent,
      hostname,
      port,
      method,
      path,
      headers: { ...headers, authorization: `Bearer ${token}` },
    });
    sent.end(body);
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    const text = await readText(response);
    const received = Object.entries(response.headersDistinct).flatMap(([name, values = []]) =>
      values.map((value): [string, string] => [name, value]),
    );
    return { status: response.statusCode ?? 0, headers: new Headers(received), text };
  };
}
