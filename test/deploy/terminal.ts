import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { EmulatedDeployment } from '../../emulators/aws/deployment.ts';
import { region } from '../../emulators/aws/emulator.ts';
import { installFromPyPi } from '../../emulators/virtual-environment.ts';
import { fill } from '../docs/markdown.ts';
import { runShell } from '../support/shell.ts';

const inCache = fileURLToPath(new URL('../../.cache/aws-cli', import.meta.url));
const requirements = fileURLToPath(new URL('requirements.txt', import.meta.url));

/** What an operator puts into the lines of a page. */
export interface Given {
  /** In the place of `<name>`; each output of a stack is there by its name. */
  readonly values?: Readonly<Record<string, string>>;
  /** What stands under `context` in cdk.json. */
  readonly context?: Readonly<Record<string, unknown>>;
}

/**
 * Runs lines of a page as an operator does, in a shell at the root of this repository, with the emulator in the place of AWS.
 * @returns what they wrote. @throws Error with all that they wrote, when one fails
 */
export async function runOnTerminal(
  { cdk, outputs }: Pick<EmulatedDeployment, 'cdk' | 'outputs'>,
  lines: string,
  { values = {}, context = {} }: Given = {},
): Promise<string> {
  const python = await installFromPyPi(inCache, requirements);
  const home = await mkdtemp(join(tmpdir(), 'operator-'));
  try {
    await writeFile(join(home, 'aws'), `#!/bin/sh\nexec ${python} -m awscli "$@"\n`, { mode: 0o755 });
    // The CDK adds it to cdk.json, which is not this one's to change.
    await writeFile(join(home, '.cdk.json'), JSON.stringify({ context }));
    const { environment } = cdk;
    const own = { HOME: home, PATH: [home, environment.PATH].join(delimiter), AWS_DEFAULT_REGION: region };
    const script = fill(lines, { ...Object.assign({}, ...Object.values(outputs)), ...values });
    return await runShell(script, { env: { ...environment, ...own } });
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}
