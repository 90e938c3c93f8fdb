import { ok, partialDeepStrictEqual, strictEqual } from 'node:assert/strict';
import { RequestRefused } from '../../clients/typescript/src/index.ts';
import { fold, layJson } from './layout.ts';

/** One step of the story, and what must come of it. */
export interface Step<Result> {
  /** What happens, for a reader who has never seen the product. */
  readonly says: string;
  /** Sends one request, or some. */
  readonly does: () => Promise<Result>;
  /** Of the last answer. */
  readonly status: number;
  /** What the last answer's body has, at least. */
  readonly shows?: object;
  /** What must not be anywhere in the last answer. */
  readonly hides?: readonly string[];
  /** The first answer does not arrive. */
  readonly losesAnswer?: boolean;
}

/** Tells a story of requests. */
export interface Teller {
  /** Sends as the global one does, and prints request and answer, but for those of access tokens. For the clients. */
  readonly fetch: typeof fetch;
  /** Begins a part of the story. */
  chapter(title: string): void;
  /** Does a step, and gives what came of it. @throws AssertionError when the answer is not the expected one */
  tell<Result>(step: Step<Result>): Promise<Result>;
  /** Does a step that must be refused. @throws AssertionError when it is not, or in another way */
  tellRefused(step: Step<unknown>): Promise<void>;
}

interface Last {
  readonly request: string;
  readonly status: number;
  readonly text: string;
}

/**
 * Makes a teller.
 * @param write - takes the text, line ends included.
 * @param wait - is called after each step. @default the story goes on
 */
export function makeTeller(write: (text: string) => void, wait: () => Promise<void> = async () => undefined): Teller {
  const print = (text: string) => write(fold(text));
  let count = 0;
  let last: Last = { request: 'nothing', status: 0, text: '' };
  let losesNext = false;

  const telling: typeof fetch = async (input, init) => {
    const { pathname, search } = new URL(String(input));
    if (pathname === '/oauth/token') return fetch(input, init);
    const request = `${init?.method} ${pathname}${search}`;
    const key = new Headers(init?.headers).get('idempotency-key');
    const body = init?.body ? `${layJson(JSON.parse(String(init.body)))}\n` : '';
    print(`\n    ${request}\n${key === null ? '' : `    Idempotency-Key: ${key}\n`}${body}`);
    const response = await fetch(input, init);
    const { status } = response;
    const text = await response.clone().text();
    last = { request, status, text };
    if (losesNext) {
      losesNext = false;
      print('\n    -> nothing: the connection breaks\n');
      throw new TypeError('the connection breaks');
    }
    const etag = response.headers.get('etag');
    print(`\n    -> ${status}${etag ? `, ETag: ${etag}` : ''}\n${text && `${layJson(JSON.parse(text))}\n`}`);
    return response;
  };

  const begin = ({ says, losesAnswer = false }: Step<unknown>) => {
    count += 1;
    losesNext = losesAnswer;
    print(`\n${count}. ${says}\n`);
  };

  return {
    fetch: telling,
    chapter: (title) => print(`\n== ${title} ${'='.repeat(Math.max(0, 76 - title.length))}\n`),
    tell: async (step) => {
      begin(step);
      const result = await step.does();
      check(step, last);
      await wait();
      return result;
    },
    tellRefused: async (step) => {
      begin(step);
      const outcome = await step.does().catch((error: unknown) => error);
      if (outcome instanceof Error && !(outcome instanceof RequestRefused)) throw outcome;
      ok(outcome instanceof RequestRefused, `${last.request} is not refused: ${last.text}`);
      check(step, last);
      await wait();
    },
  };
}

function check({ status, shows = {}, hides = [] }: Step<unknown>, { request, status: got, text }: Last): void {
  strictEqual(got, status, `${request} answers ${got}, not ${status}: ${text}`);
  const answer = text === '' ? {} : JSON.parse(text);
  partialDeepStrictEqual(answer, shows, `${request} does not answer ${JSON.stringify(shows)} but ${text}`);
  for (const hidden of hides) ok(!text.includes(hidden), `${request} shows "${hidden}": ${text}`);
}
