import { ok, partialDeepStrictEqual, strictEqual } from 'node:assert/strict';
import { layJson, layText } from './layout.ts';

/** One request of the story, and what must come of it. */
export interface Step {
  /** What happens, for somebody who has never seen the product. */
  readonly says: string;
  /** `METHOD /path`. */
  readonly request: string;
  readonly token: string;
  /** @default none */
  readonly body?: object;
  /** @default none beside `authorization` and `content-type` */
  readonly headers?: Readonly<Record<string, string>>;
  readonly status: number;
  /** What the answer's body has, at least. */
  readonly shows?: object;
  /** What must not stand anywhere in the answer. */
  readonly hides?: readonly string[];
}

/** What came back. */
export interface Told {
  /** The entity tag, `""` without one. */
  readonly etag: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Tells a story of requests. */
export interface Teller {
  /** Begins a part of the story. */
  chapter(title: string): void;
  /** Sends a request and prints it with its answer. @throws AssertionError when the answer is not the expected one */
  tell(step: Step): Promise<Told>;
}

/**
 * Makes a teller.
 * @param url - where the API is.
 * @param print - takes the text, line ends included.
 */
export function makeTeller(url: string, print: (text: string) => void): Teller {
  let count = 0;
  return {
    chapter: (title) => print(`\n== ${title} ${'='.repeat(Math.max(0, 96 - title.length))}\n`),
    tell: async (step) => {
      const { says, request, token, body, headers } = step;
      const [method = '', path = ''] = request.split(' ');
      count += 1;
      print(`\n${layText(`${count}. ${says}`)}\n`);
      print(`\n    ${request}\n${named(headers)}${body ? `${layJson(body)}\n` : ''}`);
      const response = await fetch(url + path, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      const answer = text === '' ? {} : JSON.parse(text);
      const etag = response.headers.get('etag') ?? '';
      print(`\n    -> ${response.status}${etag && `, ETag: ${etag}`}\n${text && `${layJson(answer)}\n`}`);
      check(step, response.status, answer, text);
      return { etag, body: answer };
    },
  };
}

function named(headers: Step['headers'] = {}): string {
  return Object.entries(headers)
    .map(([name, value]) => `    ${name}: ${value}\n`)
    .join('');
}

function check({ request, status, shows = {}, hides = [] }: Step, got: number, answer: object, text: string): void {
  strictEqual(got, status, `${request} answers ${got}, not ${status}: ${text}`);
  partialDeepStrictEqual(answer, shows, `${request} does not answer ${JSON.stringify(shows)} but ${text}`);
  for (const hidden of hides) ok(!text.includes(hidden), `${request} shows "${hidden}": ${text}`);
}
