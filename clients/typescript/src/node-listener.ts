/** What is read of a request of `node:http`. */
interface NodeRequest extends AsyncIterable<Uint8Array> {
  readonly method?: string | undefined;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** What is done with a response of `node:http`. */
interface NodeResponse {
  writeHead(status: number, headers: Record<string, string>): unknown;
  end(text: string): unknown;
}

/** Makes a listener of `node:http` of a handler of Web requests: for Node servers, and for Express before it parses bodies. */
export function toNodeListener(handle: (request: Request) => Promise<Response>) {
  return async (incoming: NodeRequest, outgoing: NodeResponse): Promise<void> => {
    const { method = 'GET' } = incoming;
    const parts: Uint8Array[] = [];
    for await (const part of incoming) parts.push(part);
    const headers = Object.entries(incoming.headers).map(([name, value = '']): [string, string] => [
      name,
      String(value),
    ]);
    const body = parts.length === 0 ? null : await new Blob(parts as Uint8Array<ArrayBuffer>[]).text();
    // The handler looks at method, headers and body; where the server is does not matter to it.
    const response = await handle(new Request('http://site', { method, headers, body }));
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    outgoing.end(await response.text());
  };
}
