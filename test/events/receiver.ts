import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { CloudEvent } from '#contract/events.ts';

/** A request that a webhook was sent. */
export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly event: CloudEvent;
}

/** A webhook on this machine. */
export interface Receiver {
  readonly url: string;
  /** What it has taken since the test began. */
  readonly taken: readonly Received[];
  /** What it answers. It takes all until a test says otherwise. */
  answer: (received: Received) => number | 'nothing';
  /** Resolves when it has taken so many. */
  wait(count: number): Promise<void>;
  /** Resolves when something is true of what it has taken. */
  waitUntil(isSo: () => boolean): Promise<void>;
}

/** Starts one for the tests of a file. */
export function useReceiver(): Receiver {
  const taken: Received[] = [];
  let noticed: () => void = () => undefined;
  const always = () => 200;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    const received = { path: request.url ?? '', headers: request.headers, body, event: JSON.parse(body) };
    const status = receiver.answer(received);
    if (status === 'nothing') return;
    if (status < 300) taken.push(received);
    response.writeHead(status, status < 400 && status >= 300 ? { location: '/elsewhere' } : {}).end('thanks');
    noticed();
  });
  const receiver: Receiver = {
    get url() {
      const { port } = server.address() as AddressInfo;
      return `http://127.0.0.1:${port}/hook`;
    },
    taken,
    answer: always,
    wait: (count) => receiver.waitUntil(() => taken.length >= count),
    waitUntil: async (isSo) => {
      while (!isSo()) {
        await new Promise<void>((resolve) => {
          noticed = resolve;
        });
      }
    },
  };
  beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
  beforeEach(() => {
    taken.length = 0;
    receiver.answer = always;
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return receiver;
}

/** Whether a request is signed with a secret, as a receiver checks it by the text of Standard Webhooks. */
export function isSigned({ headers, body }: Pick<Received, 'headers' | 'body'>, secret: string): boolean {
  const { 'webhook-id': id, 'webhook-timestamp': time, 'webhook-signature': signatures } = headers;
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const wanted = createHmac('sha256', key).update(`${id}.${time}.${body}`).digest();
  return String(signatures)
    .split(' ')
    .some((one) => {
      const given = Buffer.from(one.replace('v1,', ''), 'base64');
      return given.length === wanted.length && timingSafeEqual(given, wanted);
    });
}
