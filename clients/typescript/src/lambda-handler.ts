/** What is read of a request to an HTTP API or to the URL of a function, in the payload format 2.0. */
interface LambdaRequest {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly cookies?: readonly string[] | undefined;
  readonly body?: string | undefined;
  readonly isBase64Encoded: boolean;
  readonly requestContext: { readonly http: { readonly method: string } };
}

/** The answer to it. */
interface LambdaAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  readonly body: string;
}

/** Makes a handler of AWS Lambda of a handler of Web requests: for HTTP APIs, and for URLs of functions. */
export function toLambdaHandler(handle: (request: Request) => Promise<Response>) {
  return async (event: LambdaRequest): Promise<LambdaAnswer> => {
    const { method } = event.requestContext.http;
    const headers = new Headers();
    for (const [name, value] of Object.entries(event.headers)) if (value !== undefined) headers.set(name, value);
    // API Gateway takes them out of the headers.
    if (event.cookies) headers.set('cookie', event.cookies.join('; '));
    const body = readBody(event);
    // The handler looks at method, headers and body; where the site is does not matter to it.
    const request = new Request('http://site', { method, headers, ...(body !== undefined && { body }) });
    const response = await handle(request);
    const cookies = response.headers.getSetCookie();
    response.headers.delete('set-cookie');
    return {
      statusCode: response.status,
      headers: Object.fromEntries(response.headers),
      cookies,
      body: await response.text(),
    };
  };
}

/** The text of a body; undefined where there is none, as a GET may have none. */
function readBody({ body, isBase64Encoded, requestContext }: LambdaRequest): string | undefined {
  if (!body || /^(GET|HEAD)$/.test(requestContext.http.method)) return undefined;
  if (!isBase64Encoded) return body;
  return new TextDecoder().decode(Uint8Array.from(atob(body), (letter) => letter.charCodeAt(0)));
}
