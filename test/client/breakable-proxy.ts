import { connect, createServer, type Socket } from 'node:net';

/** A way to a server on this machine, whose connections can be broken. */
export interface BreakableProxy {
  readonly url: string;
  /** Breaks each connection that is open once the server has sent so many more bytes on it; 0: at once. */
  breakAfter(bytes: number): void;
  /** How many connections have been broken. */
  readonly broken: number;
  close(): Promise<void>;
}

/** Starts it on loopback, before the server at `target`. */
export async function startBreakableProxy(target: string): Promise<BreakableProxy> {
  const { hostname, port } = new URL(target);
  /** The connections that are open, and how many more bytes each carries. */
  const open = new Map<Socket, number>();
  let broken = 0;
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    open.set(client, Number.POSITIVE_INFINITY);
    const end = () => {
      open.delete(client);
      client.destroy();
      upstream.destroy();
    };
    client.on('error', end).on('close', end);
    upstream.on('error', end).on('close', end);
    client.pipe(upstream);
    upstream.on('data', (data) => {
      const room = open.get(client) ?? 0;
      open.set(client, room - data.length);
      if (data.length < room) client.write(data);
      else if (room > 0) {
        broken += 1;
        open.set(client, 0);
        // What there is room for gets through.
        client.write(data.subarray(0, room), end);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    breakAfter: (bytes) => {
      for (const client of open.keys()) {
        open.set(client, bytes);
        if (bytes > 0) continue;
        broken += 1;
        client.destroy();
      }
    },
    get broken() {
      return broken;
    },
    close: () => {
      for (const client of open.keys()) client.destroy();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
