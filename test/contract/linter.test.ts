import { readFile } from 'node:fs/promises';
import spectral from '@stoplight/spectral-core';
import { expect, test } from 'vitest';
import { file, ruleset } from './ruleset.ts';

const text = await readFile(new URL('../../docs/openapi.json', import.meta.url), 'utf8');
const source = `/${file}`;

async function lint(data: unknown): Promise<readonly string[]> {
  const linter = new spectral.Spectral();
  linter.setRuleset(new spectral.Ruleset(ruleset, { source }));
  const parsed = { data, diagnostics: [] };
  const results = await linter.run({ parsed, source, getLocationForJsonPath: () => undefined });
  return results.map(({ code, message, path }) => `${code} at ${path.join('.')}: ${message}`);
}

test('the document is valid OpenAPI 3.1, and follows the rules of Spectral and OWASP that fit it', async () => {
  expect(JSON.parse(text).openapi).toBe('3.1.0');
  expect(await lint(JSON.parse(text))).toEqual([]);
});

test('a document that breaks rules is told so, each by its place', async () => {
  const { paths: all, ...rest } = JSON.parse(text);
  const { components } = rest;
  const few = [
    '/api/v2/conversations',
    '/api/v2/conversations/{conversationId}',
    '/api/v2/interactions/{conversationId}',
  ];
  const paths = Object.fromEntries(few.map((path) => [path, all[path]]));
  paths['/api/v2/conversations'].post.security = [];
  delete paths['/api/v2/conversations/{conversationId}'].get.parameters[0].schema;
  paths['/api/v2/interactions/{conversationId}'].get.responses[401] = undefined;
  delete components.schemas.Id.maxLength;
  components.schemas.Version.type = 'whole number';
  const told = await lint({ ...rest, paths });
  for (const expected of [
    /^owasp:api2:2023-write-restricted at paths\.\/api\/v2\/conversations\.post/,
    /^oas3-schema at paths\.\/api\/v2\/conversations\/\{conversationId\}\.get/,
    /^owasp:api8:2023-define-error-responses-401 at paths\.\/api\/v2\/interactions/,
    /^owasp:api4:2023-string-limit at components\.schemas\.Id/,
    /^oas3-schema at components\.schemas\.Version\.type/,
  ]) {
    expect(told).toContainEqual(expect.stringMatching(expected));
  }
});
