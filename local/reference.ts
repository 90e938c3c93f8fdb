import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Answer } from './gateway/answer.ts';
import type { OpenRoute } from './gateway/receive.ts';
import { localClient } from './issuer/clients.ts';

const folder = new URL('.', import.meta.resolve('swagger-ui-dist/package.json'));

const types = { js: 'text/javascript; charset=utf-8', css: 'text/css; charset=utf-8', png: 'image/png' };

/** The files of Swagger UI that the page needs; no other is served. */
const files = ['swagger-ui-bundle.js', 'swagger-ui.css', 'favicon-32x32.png'] as const;

const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Conversation Attributes: reference</title>
<link rel="stylesheet" href="/docs/swagger-ui.css">
<link rel="icon" href="/docs/favicon-32x32.png">
<div id="reference"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script>SwaggerUIBundle({ url: '/openapi.json', dom_id: '#reference', validatorUrl: null });</script>
</html>
`;

/** What somebody finds who opens the server's address. */
const start = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Conversation Attributes</title>
<link rel="icon" href="/docs/favicon-32x32.png">
<style>body{max-width:46rem;margin:2rem auto;padding:0 1rem;font:16px/1.5 system-ui}pre{padding:1rem;background:#f3f3f3;font-size:14px;white-space:pre-wrap;overflow-wrap:anywhere}</style>
<h1>Conversation Attributes</h1>
<p>A store for the facts that travel with a conversation, on this machine.</p>
<ul>
<li><a href="/console/">Console</a>: for agents, supervisors and administrators</li>
<li><a href="/docs">Reference</a>: every operation, to try out</li>
<li><a href="/docs/errors">Errors</a>: every code, and what to do</li>
<li><a href="/openapi.json">OpenAPI document</a></li>
</ul>
<p>A token:</p>
<pre>curl -u ${localClient.id}:${localClient.secret} -d grant_type=client_credentials <span id="origin"></span>/oauth/token</pre>
<script>document.getElementById('origin').textContent = location.origin;</script>
</html>
`;

/** The page at `/`, and the reference for people at `/docs`: Swagger UI over `/openapi.json`, from this machine alone. */
export const referenceRoutes: readonly OpenRoute[] = [
  { method: 'GET', path: '/', serve: () => answer('text/html; charset=utf-8', start) },
  ...['/docs', '/docs/'].map((path) => ({
    method: 'GET',
    path,
    serve: () => answer('text/html; charset=utf-8', page),
  })),
  ...files.map((file) => ({
    method: 'GET',
    path: `/docs/${file}`,
    serve: async () => answer(typeOf(file), await readFile(fileURLToPath(new URL(file, folder)))),
  })),
];

function answer(type: string, body: string | Buffer): Answer {
  return { status: 200, headers: { 'content-type': type }, body };
}

function typeOf(file: (typeof files)[number]): string {
  return types[file.slice(file.lastIndexOf('.') + 1) as keyof typeof types];
}
