import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { jobs } from '#contract/jobs.ts';
import { handlerFile, operations } from '#contract/operations.ts';
import { noDefinitions } from '#domain/definitions.ts';
import { RuleTable } from '#domain/rules.ts';
import type { ApiEvent } from '#http/api.ts';
import { representExport } from '#http/response/export.ts';
import { newConversation } from '../support/fixtures.ts';

const root = resolve(import.meta.dirname, '../..');

/** Imports functions in a process of their own, and gives those that load the client of KMS. */
async function thatLoadKms(names: readonly string[]): Promise<readonly string[]> {
  const script = `
    import { registerHooks } from 'node:module';
    let seen = false;
    registerHooks({ resolve(specifier, context, next) {
      if (specifier === '@aws-sdk/client-kms') seen = true;
      return next(specifier, context);
    } });
    const found = [];
    for (const operation of ${JSON.stringify(names.map(handlerFile))}) {
      await import('./lambdas/' + operation + '.ts');
      if (seen) found.push(operation);
      seen = false;
    }
    console.log(JSON.stringify(found));`;
  const tables = {
    CONVERSATIONS_TABLE: 'conversations',
    DATA_KEYS_TABLE: 'data-keys',
    ERASURES_TABLE: 'erasures',
    SETTINGS_TABLE: 'settings',
  };
  const keys = { ID_KEY: 'k'.repeat(43), KMS_KEY_ID: 'alias/some-key' };
  const env = { ...process.env, ...tables, ...keys, AWS_REGION: 'us-east-1' };
  const run = promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], { cwd: root, env });
  return JSON.parse((await run).stdout);
}

test('functions without a right to KMS do not load its client, and the export not before it opens something', async () => {
  const ordinary = [...operations, ...jobs].filter((route) => !('kms' in route)).map(({ operation }) => operation);
  expect(ordinary).toContain('set-attributes');
  expect(await thatLoadKms([...ordinary, 'export-conversation', 'get-secureattributes'])).toEqual([
    handlerFile('get-secureattributes'),
  ]);
});

test('an export of a conversation without secured values asks for nothing that opens them', async () => {
  const opener = () => Promise.reject(new Error('the client of KMS would be loaded'));
  const nobody = { client: '', hasScope: () => false, hasQueue: () => false };
  const rights = { view: new RuleTable(noDefinitions, false).for(nobody), isReadable: () => true };
  expect(await representExport({} as ApiEvent, await newConversation(), opener, rights)).toMatchObject({
    secured: { attributes: {}, pending: [] },
  });
});
