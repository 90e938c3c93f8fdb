import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installOnce } from '../../emulators/install-once.ts';
import { installFromPyPi } from '../../emulators/virtual-environment.ts';
import { run } from '../support/run.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const cache = join(root, '.cache/clients');
const programs = join(root, 'test/clients/generated');
const document = join(root, 'docs/openapi.json');

/** How a program is run that uses a generated client. */
export interface Program {
  readonly command: string;
  readonly args: readonly string[];
}

/** Generates a client into a folder, compiles a program that uses it, and says how that is run. */
export type Generate = (folder: string) => Promise<Program>;

/** The Python that has what the tests of clients for Python need. */
export function installPython(): Promise<string> {
  return installFromPyPi(join(cache, 'python'), join(root, 'test/clients/requirements.txt'));
}

/** By openapi-python-client. */
export async function generatePython(folder: string): Promise<Program> {
  const command = await installPython();
  const target = join(folder, 'generated');
  const options = ['--path', document, '--output-path', target, '--meta', 'none'];
  await run(command, ['-m', 'openapi_python_client', 'generate', ...options], { cwd: folder });
  await cp(join(programs, 'python'), folder, { recursive: true });
  return { command, args: ['main.py'] };
}

/** By openapi-typescript and openapi-fetch, checked by a TypeScript that the first of them takes. */
export async function generateTypeScript(folder: string): Promise<Program> {
  await cp(join(programs, 'typescript'), folder, { recursive: true });
  const list = join(programs, 'typescript/package.json');
  const modules = await installOnce(join(cache, 'typescript'), list, async (directory) => {
    await mkdir(directory);
    await cp(list, join(directory, 'package.json'));
    await run('npm', ['install', '--silent', '--no-audit', '--no-fund'], { cwd: directory });
  });
  await cp(join(modules, 'node_modules'), join(folder, 'node_modules'), { recursive: true });
  const program = (name: string, ...args: readonly string[]) =>
    run(process.execPath, [join(folder, 'node_modules', name), ...args], { cwd: folder });
  await program('openapi-typescript/bin/cli.js', document, '--output', 'openapi.ts');
  const strict = ['--strict', '--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess', '--skipLibCheck'];
  const as = ['--noEmit', '--target', 'es2022', '--module', 'nodenext', '--allowImportingTsExtensions'];
  await program('typescript/bin/tsc', ...strict, ...as, 'main.ts');
  return { command: process.execPath, args: ['main.ts'] };
}

/** By openapi-generator, which needs a prefix for words that two enumerations have, and to be told that answers may have more. */
export async function generateGo(folder: string): Promise<Program> {
  const options = 'enumClassPrefix=true,withGoMod=false,disallowAdditionalPropertiesIfNotPresent=false';
  await generate('go', join(folder, 'openapi'), '--additional-properties', options);
  await cp(join(programs, 'go'), folder, { recursive: true });
  await run('go', ['build', '-o', 'program', '.'], { cwd: folder });
  return { command: join(folder, 'program'), args: [] };
}

/** By openapi-generator, for the HTTP client of Java itself. */
export async function generateJava(folder: string): Promise<Program> {
  const options = 'enumUnknownDefaultCase=true,disallowAdditionalPropertiesIfNotPresent=false';
  await generate('java', folder, '--library', 'native', '--additional-properties', options);
  await cp(join(programs, 'java'), folder, { recursive: true });
  const paths = ['-cp', `${await installJars()}/*`, '-sourcepath', 'src/main/java'];
  await run('javac', ['-nowarn', '-d', 'classes', ...paths, 'Main.java'], { cwd: folder });
  return { command: 'java', args: ['-cp', `classes:${await installJars()}/*`, 'Main'] };
}

async function generate(language: string, target: string, ...more: readonly string[]): Promise<void> {
  const parts = 'models,apis,supportingFiles,apiTests=false,modelTests=false,apiDocs=false,modelDocs=false';
  const options = ['-i', document, '-g', language, '-o', target, '--global-property', parts, ...more];
  const generator = ['-cp', `${await installJars()}/*`, 'org.openapitools.codegen.OpenAPIGenerator', 'generate'];
  await run('java', [...generator, ...options], { cwd: root });
}

/** The generator, and what its clients for Java need: from Maven Central, once. */
function installJars(): Promise<string> {
  const list = join(programs, 'java/pom.xml');
  const goal = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';
  return installOnce(join(cache, 'java'), list, (directory) =>
    run('mvn', ['--batch-mode', '--quiet', '--strict-checksums', '-f', list, goal, `-DoutputDirectory=${directory}`], {
      cwd: root,
    }),
  );
}
