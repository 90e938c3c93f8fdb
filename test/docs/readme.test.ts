import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { expect, test } from 'vitest';
import { limits } from '#domain/limits.ts';
import { readContext } from '../../lib/read-context.ts';
import { readConfig } from '../../local/config.ts';
import { quoted, read, root, rows } from './markdown.ts';

/** Names like `DATA_DIR` that a pattern finds in a text. */
function names(text: string, pattern: RegExp): readonly string[] {
  return [...new Set([...text.matchAll(pattern)].map(([, name = '']) => name))].sort();
}

/** The first cells of the table after a sentence of the configuration. */
function variablesAfter(sentence: string): readonly string[] {
  const [, after] = read('docs/configuration.md').split(sentence);
  const table = /(?:^\|.*\n)+/m.exec(after ?? '')?.[0] ?? '';
  return rows(table)
    .flatMap(([first = '']) => quoted(first))
    .sort();
}

test('docs/limits.md has every limit as it is', () => {
  const listed = Object.fromEntries(rows(read('docs/limits.md')));
  const kib = (bytes: number) => `${bytes / 1024} KiB`;
  expect(listed).toEqual({
    'name of an attribute': `${limits.nameBytes} bytes, not blank, no control characters`,
    value: `${kib(limits.valueBytes)} as JSON`,
    'objects and arrays inside one another': `${limits.valueDepth}`,
    'names in a request': `${limits.namesPerRequest}`,
    'pending names of a flow execution': `${limits.pendingNames}`,
    'flow executions with pending writes': `${limits.executions}`,
    participants: `${limits.participants} present, ${limits.allParticipants} in all`,
    'addresses of a participant': `${limits.addresses}`,
    'type, uri, external id, call queue': `${limits.textBytes} bytes`,
    'names and values of a conversation; of a name with pending values the largest': kib(limits.conversationBytes),
    'all as they are stored, with every pending value, about 16 bytes for each name, and participants': kib(
      limits.storedBytes,
    ),
    'notes of a wrap-up': kib(limits.notesBytes),
    'names on a saved list': `${limits.savedNames}`,
    'names on the list of a web channel': `${limits.allowedNames}`,
    retention: `${limits.retentionDays} days`,
    'definitions of attributes': `${limits.definitions}, with ${kib(limits.definitionsBytes)} together as JSON`,
    'aliases of a name': `${limits.spellings}`,
    'names by whose values conversations are found': `${limits.searchableNames}`,
    'characters of what a value is looked for by which it begins with': `${limits.prefixCharacters} or more`,
    'conversations that such a search finds, live and handled ones each': '1,000',
    'clients, scopes or call queues that may read a name, or write it': `${limits.callers} of each`,
    'texts that an enum may be': `${limits.enumValues}, of ${limits.textBytes} bytes each`,
    'description of a definition': kib(limits.descriptionBytes),
    'body of a request': kib(limits.bodyBytes),
  });
});

test('docs/configuration.md names every variable that the local server reads, and no other', () => {
  const asked = new Set<string>();
  // Notes which variables are looked at.
  const environment = new Proxy<NodeJS.ProcessEnv>({}, { get: (_, name) => void asked.add(String(name)) });
  readConfig(environment);
  expect(variablesAfter('The local server reads its environment')).toEqual([...asked].sort());
});

test('docs/configuration.md names every variable that the functions read, and no other', () => {
  const sources = readdirSync(join(root, 'lambdas'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => read(`lambdas/${file}`));
  const used = names(
    sources.join('\n'),
    /(?:variables\.|process\.env\.|process\.env, '|count\(')([A-Z]+(?:_[A-Z]+)+)\b/g,
  );
  expect(variablesAfter('The functions read theirs')).toEqual(used);
});

test('docs/deploying.md names every context key of a deployment, and no other', () => {
  const keys = rows(read('docs/deploying.md')).flatMap(([first = '']) => quoted(first));
  expect(keys).toEqual(Object.keys(readContext(new App())));
});

test('docs/deploying.md has the defaults of the context as they are', () => {
  const listed = Object.fromEntries(
    rows(read('docs/deploying.md')).map(([key = '', , value = '']) => [
      key.replaceAll('`', ''),
      value.replaceAll('`', ''),
    ]),
  );
  const given = Object.entries(readContext(new App())).filter(([, value]) => value !== undefined);
  expect(listed).toMatchObject(Object.fromEntries(given.map(([key, value]) => [key, String(value)])));
});

test('the README is short enough to be read', () => {
  expect(read('README.md').split('\n').length).toBeLessThanOrEqual(120);
});
