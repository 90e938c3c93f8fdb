/** What a page of another origin may send and read: the gateway of a deployment and the local one tell browsers so. */
export const cors = {
  methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
  /** Headers of requests, besides those that every page may send. */
  requestHeaders: ['authorization', 'content-type', 'idempotency-key', 'if-match', 'if-none-match'],
  /** Headers of answers, besides those that every page may read. */
  exposedHeaders: ['allow', 'apigw-requestid', 'etag', 'location', 'next-token', 'retry-after', 'www-authenticate'],
  /** Seconds for which a browser may remember the answer to a preflight: two hours, the most that Chromium heeds. */
  maxAge: 7_200,
} as const;

/** Stands for every origin. */
export const ANY_ORIGIN = '*';

/** Whether a text is an origin as a browser sends it: scheme, host in lower case and port, and nothing after them. */
export function isOrigin(text: string): boolean {
  return /^https?:\/\//.test(text) && URL.canParse(text) && new URL(text).origin === text;
}

/** What a list of origins would be, when it is something else. */
export const ORIGINS_FORMAT = 'origins such as https://desktop.example.com, separated by commas, or * for all';

/** The origins of a list with commas; undefined when one of them is none, or `*` is not alone. */
export function readOrigins(text: string): readonly string[] | undefined {
  const origins = text.split(',').map((origin) => origin.trim());
  return text === ANY_ORIGIN || origins.every(isOrigin) ? origins : undefined;
}
