import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { buildDocuments } from '../../tools/openapi/documents.ts';
import { useApi } from '../support/api.ts';
import { contract } from './document.ts';

const api = useApi();

const made = [...(await buildDocuments())];

test.for(made)('%s is what the code says: run "npm run generate" after a change', async ([file, text]) => {
  expect(await readFile(new URL(`../../${file}`, import.meta.url), 'utf8')).toBe(text);
});

test('/openapi.json serves the document that is checked in, to everybody', async () => {
  const answer = await api.ok('GET', '/openapi.json', { token: null });
  expect(JSON.parse(answer.text)).toEqual(contract);
  expect(answer.headers.get('content-type')).toBe('application/json');
});
