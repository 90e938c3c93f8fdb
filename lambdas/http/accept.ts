import type { ApiMiddleware } from '#http/api.ts';
import { EdgeRefusal } from '#http/problems.ts';

/** Refuses a request that accepts none of the media types an operation can give (RFC 9110, section 12.5.1). */
export function accept(types: readonly string[]): ApiMiddleware {
  return {
    before: ({ event }) => {
      const header = event.headers.accept;
      if (!header || types.some((type) => accepts(header, type))) return;
      throw new EdgeRefusal('not-acceptable', `The answer is ${types.join(' or ')}; the request accepts "${header}"`);
    },
  };
}

/** Whether a media type meets a range of an `Accept` that does not weigh nothing. */
export function accepts(header: string, type: string): boolean {
  const [kind = ''] = type.split('/');
  return header.split(',').some((part) => {
    const [range = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
    const isRefused = parameters.some((parameter) => /^q=0(?:\.0*)?$/.test(parameter));
    return !isRefused && (range === type || range === `${kind}/*` || range === '*/*');
  });
}
