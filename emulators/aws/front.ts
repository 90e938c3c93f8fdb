import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream';

/** An address on this machine at which a deployed API answers. */
export interface Front {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Passes requests on to an API of the emulator. The emulator tells APIs apart by the name of their host, such as
 * `3c1f.execute-api.localhost` or a custom domain, which this machine can't resolve.
 * @param apiUrl - the output `ApiUrl`.
 * @param emulatorPort - where the emulator listens.
 * @param port - 0 is one that is free.
 */
export async function openFront(apiUrl: string, emulatorPort: number, port = 0): Promise<Front> {
  const { host } = new URL(apiUrl);
  const server = createServer((incoming, answer) => {
    const { method, url: path, headers } = incoming;
    const options = { host: '127.0.0.1', port: emulatorPort, method, path, headers: { ...headers, host } };
    const passed = request(options, (response) => {
      answer.writeHead(response.statusCode ?? 502, response.rawHeaders);
      pipeline(response, answer, () => undefined);
    });
    passed.on('error', () => answer.destroy());
    pipeline(incoming, passed, () => undefined);
  }).listen(port, '127.0.0.1');
  await once(server, 'listening');
  const { port: opened } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${opened}`,
    port: opened,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
