import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Answer } from './gateway/answer.ts';
import type { OpenRoute } from './gateway/receive.ts';

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

/** The reference for people at `/docs`: Swagger UI over `/openapi.json`, from this machine alone. */
export const referenceRoutes: readonly OpenRoute[] = [
  { method: 'GET', path: '/docs', serve: () => answer('text/html; charset=utf-8', page) },
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
