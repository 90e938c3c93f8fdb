/** The variables of the service (`.env`). */
export interface Context {
  /** Of the API, without a slash at its end. */
  readonly API_URL: string;
  readonly CLIENT_ID: string;
  readonly CLIENT_SECRET: string;
  /** @default `/oauth/token` of the API */
  readonly TOKEN_URL?: string;
  /** Milliseconds after which a function answers in any case. @default 9,000: Twilio waits 10 seconds */
  readonly ANSWER_MS?: string;
}

/** What a widget or a callback sends, as texts, and the request that brought it. */
export interface Event {
  readonly request?: { readonly headers: Readonly<Record<string, string | undefined>> };
  readonly [parameter: string]: unknown;
}

/** What Twilio makes the answer of. */
export interface Response {
  setStatusCode(status: number): void;
  setBody(body: object | string): void;
  appendHeader(name: string, value: string): void;
}

export type Callback = (error: unknown, response?: Response) => void;

/** A function as Twilio runs it. @see https://www.twilio.com/docs/serverless/functions-assets/functions/invocation */
export type Handler = (context: Context, event: Event, callback: Callback) => Promise<void>;

/** Of Twilio's runtime. */
declare const Twilio: { readonly Response: new () => Response };

/** Makes an answer. */
export function makeResponse(status: number, body: object | undefined): Response {
  const response = new Twilio.Response();
  response.setStatusCode(status);
  response.appendHeader('Content-Type', 'application/json');
  response.setBody(body ?? '');
  return response;
}

/** A parameter that is there and not empty: a variable of Studio that has no value comes as an empty text. */
export function readText(event: Event, name: string): string | undefined {
  const value = event[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
