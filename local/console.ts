import type { ConsoleFile } from '../console/build.ts';
import type { ConsoleSettings } from '../console/settings.ts';
import type { Answer } from './gateway/answer.ts';
import type { OpenRequest, OpenRoute } from './gateway/receive.ts';
import { consoleClientId, signInScopes } from './issuer/authorization.ts';

/** Where the console is. */
const PATH = '/console/';

const types = { html: 'text/html', js: 'text/javascript', css: 'text/css' };

/**
 * Where the console may be opened, and people are sent back to: by the server's address, and by the name of the loopback.
 *
 * @param url - the server's
 */
export function listConsoleUrls(url: string): readonly string[] {
  return [...new Set([url, url.replace('//127.0.0.1', '//localhost')])].map((origin) => origin + PATH);
}

/** The console: bundled whenever its page is asked for, which takes a tenth of a second, so that the page is as the sources are. */
export function makeConsoleRoutes(issuer: string): readonly OpenRoute[] {
  let built: Promise<readonly ConsoleFile[]> | undefined;
  const serve = async (name: string): Promise<Answer> => {
    if (name === 'index.html' || built === undefined) built = (await loadBuilder()).buildConsole();
    const file = (await built).find((one) => one.name === name);
    if (file === undefined) return { status: 404, headers: { 'content-type': 'text/plain' }, body: 'Not found' };
    const type = types[name.slice(name.lastIndexOf('.') + 1) as keyof typeof types];
    return answer(`${type}; charset=utf-8`, file.text);
  };
  // What the console must know of where it runs. Addresses are below its own origin, by whatever name it was opened.
  const settings: ConsoleSettings = {
    issuer,
    authorizationEndpoint: '/oauth/authorize',
    tokenEndpoint: '/oauth/token',
    clientId: consoleClientId,
    scope: signInScopes.join(' '),
  };
  return [
    {
      method: 'GET',
      path: PATH.slice(0, -1),
      serve: () => ({ status: 308, headers: { location: PATH }, body: '' }),
    },
    { method: 'GET', path: PATH, serve: () => serve('index.html') },
    {
      method: 'GET',
      path: `${PATH}settings.json`,
      serve: () => answer('application/json', JSON.stringify(settings)),
    },
    { method: 'GET', path: `${PATH}{file}`, serve: ({ parameters }: OpenRequest) => serve(parameters.file ?? '') },
  ];
}

/** The bundler is loaded when the page is asked for: a start does not wait for it. */
const loadBuilder = () => import('../console/build.ts');

async function answer(type: string, body: string): Promise<Answer> {
  const { headersOfPage } = await loadBuilder();
  return { status: 200, headers: { 'content-type': type, 'cache-control': 'no-cache', ...headersOfPage() }, body };
}
