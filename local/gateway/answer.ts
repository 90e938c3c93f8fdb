/** An answer before it is written. */
export interface Answer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** One `set-cookie` header each. @default none */
  readonly cookies?: readonly string[];
  readonly body: string | Buffer;
}

/** What the gateway refuses by itself, without a handler. */
const messages = {
  400: 'Bad Request',
  401: 'Unauthorized',
  408: 'Request Timeout',
  413: 'Request Entity Too Large',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
} as const;

/** A status of the gateway's own refusals. */
export type RefusalStatus = keyof typeof messages;

/** A refusal as API Gateway words its own: the body is `{"message"}` and nothing else. */
export function refuse(status: RefusalStatus, headers: Readonly<Record<string, string>> = {}): Answer {
  return answerJson(status, { message: messages[status] }, headers);
}

/** An answer with a JSON body. */
export function answerJson(status: number, body: object, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
}
