import { ANY_ORIGIN, cors } from '#cors';
import type { Answer } from './answer.ts';

type Headers = ReadonlyMap<string, string>;

/** What the gateway tells a browser about requests of pages of other origins. */
export interface Cors {
  /** The answer to a preflight; undefined for another request. */
  preflight(method: string, headers: Headers): Answer | undefined;
  /** The answer of a function with what a page of the request's origin needs to read it. */
  allow(answer: Answer, headers: Headers): Answer;
}

/**
 * CORS as an HTTP API has it (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html): it answers preflights
 * itself, without a token, and puts headers on what functions answer, not on what it refuses itself.
 * @param origins - whose pages may call the API; none: no answer differs
 */
export function createCors(origins: readonly string[]): Cors {
  const allowed = (headers: Headers): Record<string, string> => {
    const origin = headers.get('origin');
    if (origin === undefined || !(origins.includes(ANY_ORIGIN) || origins.includes(origin))) return {};
    return {
      'access-control-allow-origin': origins.includes(ANY_ORIGIN) ? ANY_ORIGIN : origin,
      'access-control-expose-headers': cors.exposedHeaders.join(','),
    };
  };
  return {
    preflight: (method, headers) => {
      const isPreflight = method === 'OPTIONS' && headers.has('origin') && headers.has('access-control-request-method');
      if (origins.length === 0 || !isPreflight) return undefined;
      const own = allowed(headers);
      if (Object.keys(own).length === 0) return { status: 204, headers: {}, body: '' };
      const more = {
        'access-control-allow-methods': cors.methods.join(','),
        'access-control-allow-headers': cors.requestHeaders.join(','),
        'access-control-max-age': String(cors.maxAge),
      };
      return { status: 204, headers: { ...own, ...more }, body: '' };
    },
    allow: (answer, headers) => ({ ...answer, headers: { ...answer.headers, ...allowed(headers) } }),
  };
}
