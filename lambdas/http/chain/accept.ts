import type { ApiMiddleware } from '#http/api.ts';
import { EdgeRefusal } from '#http/chain/problems.ts';

/** Refuses a request that accepts none of the media types an operation can give (RFC 9110, section 12.5.1). */
export function requireAcceptable(types: readonly string[]): ApiMiddleware {
  return {
    before: ({ event }) => {
      const header = event.headers.accept;
      if (!header || types.some((type) => weighMediaType(header, type) > 0)) return;
      throw new EdgeRefusal('not-acceptable', `The answer is ${types.join(' or ')}; the request accepts "${header}"`);
    },
  };
}

/**
 * What a media type weighs in an `Accept`: the `q` of the most specific range that it meets, 0 when it meets none
 * (RFC 9110, section 12.5.1).
 */
export function weighMediaType(header: string, type: string): number {
  const [kind = ''] = type.split('/');
  const ranges = new Map(
    header.split(',').map((part) => {
      const [range = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
      const q = parameters.find((parameter) => parameter.startsWith('q='))?.slice('q='.length);
      return [range, q === undefined ? 1 : Number(q) || 0];
    }),
  );
  return ranges.get(type) ?? ranges.get(`${kind}/*`) ?? ranges.get('*/*') ?? 0;
}
