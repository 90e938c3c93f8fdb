import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { copyDependencies, makePom, version } from './pom.ts';

const execute = promisify(execFile);

const platform = `${process.platform}-${process.arch}`;

/** Where SQLite's native library is on Maven Central. */
const platforms: ReadonlySet<string> = new Set(['linux-x64', 'darwin-x64', 'darwin-arm64']);

/** Why DynamoDB Local can't run on this machine, or undefined when it can. */
export async function explainMissing(): Promise<string | undefined> {
  if (!platforms.has(platform)) return `its native library is not on Maven Central for ${platform}`;
  const java = await versionOf('java', ['-version'], /version "(\d+)/);
  if (java === undefined) return 'there is no Java on the PATH: it needs 17 or newer';
  if (java < 17) return `the Java on the PATH is ${java}: it needs 17 or newer`;
  if ((await versionOf('mvn', ['--version'], /Maven (\d+)/)) === undefined) return 'there is no Maven on the PATH';
  return undefined;
}

async function versionOf(program: string, args: readonly string[], pattern: RegExp): Promise<number | undefined> {
  try {
    const { stdout, stderr } = await execute(program, args);
    const major = pattern.exec(stdout + stderr)?.[1];
    return major === undefined ? undefined : Number(major);
  } catch {
    return undefined;
  }
}

/**
 * Gets DynamoDB Local from Maven Central, once, and gives the directory of its jars and native libraries.
 * @param cache - where it is kept from one time to the next.
 * @throws Error with what Maven said.
 */
export async function install(cache: string): Promise<string> {
  const home = join(cache, version);
  const libraries = join(home, 'lib');
  if (existsSync(libraries)) return libraries;
  const draft = join(home, `lib-${process.pid}`);
  await mkdir(home, { recursive: true });
  await writeFile(join(home, 'pom.xml'), makePom(platform));
  const args = ['--batch-mode', '--quiet', '--strict-checksums', copyDependencies, `-DoutputDirectory=${draft}`];
  try {
    await execute('mvn', args, { cwd: home });
    // Whole or not at all: a download that breaks off leaves no directory behind that looks complete.
    await rename(draft, libraries);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (existsSync(libraries)) return libraries;
    const said = error instanceof Error && 'stdout' in error ? String(error.stdout).trim() : '';
    throw new Error(`Maven could not get DynamoDB Local ${version}: ${said || error}`);
  }
  return libraries;
}
