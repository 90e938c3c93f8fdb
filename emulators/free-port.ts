import { once } from 'node:events';
import { createServer } from 'node:net';

/** A port of this machine that is free: for a program that can't be told to take any. */
export async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error(`${address} is no port`);
  return address.port;
}
