import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { install } from '../../emulators/aws/install.ts';
import { synthesize } from '../cdk/synthesize.ts';
import { variants } from '../cdk/variants.ts';

const cache = fileURLToPath(new URL('../../.cache/local-aws', import.meta.url));
const execute = promisify(execFile);
let python: string;
let directory: string;
beforeAll(async () => {
  python = await install(cache);
  directory = await mkdtemp(join(tmpdir(), 'templates-'));
});
afterAll(() => rm(directory, { recursive: true }));

/** What cfn-lint finds wrong in a template: warnings, such as that a reference is a default one, are left out. */
async function errorsIn(template: object): Promise<readonly string[]> {
  const file = join(directory, 'template.json');
  await writeFile(file, JSON.stringify(template));
  const args = [
    '-c',
    'from cfnlint.runner import main; main()',
    '--regions',
    'us-east-1',
    '--ignore-checks',
    'W',
    '--format',
    'parseable',
    '--template',
    file,
  ];
  const options = { maxBuffer: 16 * 1024 * 1024 };
  const { stdout, stderr } = await execute(python, args, options).catch(
    (failed: Record<'stdout' | 'stderr', string>) => failed,
  );
  if (stderr !== '') throw new Error(`cfn-lint could not look: ${stderr}`);
  return stdout.split('\n').filter((line) => line !== '');
}

/** Variants that go together: cfn-lint takes seconds for each template. */
const groups = [
  ['nothing given'],
  [
    'a given issuer',
    'a given KMS key',
    'tables and an id key that are there',
    'a domain and origins',
    'a topic for alarms, and figures',
    'state machines',
    'another name',
    'events of a table that is there',
    'targets of events',
    'changes and events, in tables that are there',
  ],
  [
    'other clients',
    'a former KMS key',
    'one table that is there',
    'a domain in a zone, alarms by e-mail',
    'an instance of Amazon Connect',
    'AI agents',
    'a console',
  ],
  ['events', 'changes that are kept', 'the indexes of 0.1.0'],
];

test('every variant is in a group', () => {
  expect(groups.flat().sort()).toEqual(Object.keys(variants).sort());
});

test.each(groups)('cfn-lint finds no error in the stacks with %s, and what goes with it', async (...names) => {
  const { data, api, targets } = synthesize(
    Object.assign({}, ...names.map((name) => variants[name as keyof typeof variants])),
  );
  const templates = new Set([data, api, targets]);
  for (const template of templates) expect(await errorsIn(template.toJSON())).toEqual([]);
});

test('cfn-lint finds an error where there is one', async () => {
  const Resources = { Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicNam: 'alarms' } } };
  expect(await errorsIn({ Resources })).toEqual([expect.stringContaining('TopicNam')]);
});
