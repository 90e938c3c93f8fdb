/** A method and a path as API Gateway writes it: `{name}` is one segment. */
export interface RoutePattern {
  readonly method: string;
  readonly path: string;
}

/** A route that a request matches. */
export interface Match<R> {
  readonly route: R;
  /** The segments of the path by the names of the pattern, as sent. */
  readonly parameters: Readonly<Record<string, string>>;
}

/**
 * Makes the matcher of a set of routes. A path matches by its raw segments, of which there must be as many: an encoded slash divides
 * nothing, `.` and `..` are segments like others, a slash at the end counts, an empty segment is no parameter. Where two routes match,
 * the one that spells out the earlier segment wins, as in API Gateway.
 */
export function createRouter<R extends RoutePattern>(
  routes: readonly R[],
): (method: string, rawPath: string) => Match<R> | undefined {
  const patterns = routes
    .map((route) => ({ route, segments: route.path.split('/').map(segment) }))
    // '0' for a literal sorts before '1' for a name.
    .sort((a, b) => rank(a.segments).localeCompare(rank(b.segments)));
  return (method, rawPath) => {
    const sent = rawPath.split('/');
    for (const { route, segments } of patterns) {
      if (route.method !== method || segments.length !== sent.length) continue;
      const parameters = matchSegments(segments, sent);
      if (parameters) return { route, parameters };
    }
    return undefined;
  };
}

interface Segment {
  readonly name: string | undefined;
  readonly literal: string;
}

function segment(text: string): Segment {
  return { name: /^\{(.+)\}$/.exec(text)?.[1], literal: text };
}

function rank(segments: readonly Segment[]): string {
  return segments.map(({ name }) => (name === undefined ? '0' : '1')).join('');
}

function matchSegments(segments: readonly Segment[], sent: readonly string[]): Record<string, string> | undefined {
  const parameters: [string, string][] = [];
  for (const [index, { name, literal }] of segments.entries()) {
    const value = sent[index] ?? '';
    if (name === undefined ? value !== literal : value === '') return undefined;
    if (name !== undefined) parameters.push([name, value]);
  }
  return Object.fromEntries(parameters);
}
