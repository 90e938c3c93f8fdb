import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { explainNoPython } from '../../emulators/virtual-environment.ts';
import { useApi } from '../support/api.ts';
import { run } from '../support/run.ts';
import { type Generate, generateGo, generateJava, generatePython, generateTypeScript } from './generators.ts';
import { explainNoGo, explainNoJava } from './toolchains.ts';

const api = useApi();

/** More digits than a double has; a double keeps the first 17. */
const large = '12345678901234567890123';
const attributes = `{"orders":[17,{"paid":null,"lines":[[true,1.5]]}],"address":{"street":"Köpenicker Straße"},"safe":9007199254740991,"large":${large},"removed":1}`;

interface Case {
  readonly language: string;
  readonly generate: Generate;
  readonly reason: string | undefined;
  /** Whether its values keep all digits of a whole number. */
  readonly keepsDigits: boolean;
}

const cases: readonly Case[] = [
  { language: 'Python', generate: generatePython, reason: await explainNoPython(), keepsDigits: true },
  { language: 'TypeScript', generate: generateTypeScript, reason: undefined, keepsDigits: false },
  { language: 'Go', generate: generateGo, reason: await explainNoGo(), keepsDigits: false },
  { language: 'Java', generate: generateJava, reason: await explainNoJava(), keepsDigits: true },
];

for (const { language, reason } of cases) {
  if (reason !== undefined) process.stdout.write(`skipped: a generated client for ${language}, ${reason}.\n`);
}

test.for(cases.filter(({ reason }) => reason === undefined))(
  'a client for $language that is generated from the document sets null, reads arrays, objects and large numbers, and types a 409',
  async ({ generate, keepsDigits }) => {
    const folder = await mkdtemp(join(tmpdir(), 'generated-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const { command, args } = await generate(folder);
    const env = { API_URL: api.url, TOKEN: await api.token(), ATTRIBUTES: attributes };
    const said = await run(command, args, { cwd: folder, env });
    expect(JSON.parse(said)).toEqual({
      pending: expect.arrayContaining(['tier', 'language']),
      attributes: { ...JSON.parse(attributes), removed: undefined, tier: 'gold' },
      version: 3,
      code: 'version-conflict',
      isConflict: true,
      currentVersion: 3,
    });
    expect(said.includes(large)).toBe(keepsDigits);
  },
);
