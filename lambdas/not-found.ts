import { wrapHandler } from '#http/chain/operation.ts';
import { EdgeRefusal } from '#http/chain/problems.ts';
import paths from '../generated/paths.json' with { type: 'json' };

/** The default route of the gateway: tells a path that is not there (404) from a method it does not have (405). */
export const handler = wrapHandler('not-found', (event) => {
  const { method, path } = event.requestContext.http;
  const segments = path.split('/');
  const here = Object.entries(paths).filter(([template]) => matches(template.split('/'), segments));
  const methods = [...new Set(here.flatMap(([, ofPath]) => ofPath))];
  // The path comes decoded: one that matches only now has an encoded slash, which divides nothing.
  if (methods.length === 0 || methods.some((one) => one === method)) {
    throw new EdgeRefusal('route-not-found', `There is no path ${JSON.stringify(path)}: see the reference of the API`);
  }
  const allow = methods.join(', ');
  const message = `${JSON.stringify(path)} does not have the method ${method}: it has ${allow}`;
  throw new EdgeRefusal('method-not-allowed', message, { allow });
});

function matches(template: readonly string[], segments: readonly string[]): boolean {
  const same = (part: string, position: number) =>
    part.startsWith('{') ? segments[position] !== '' : part === segments[position];
  return template.length === segments.length && template.every(same);
}
