import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { account, type Emulator, region } from './emulator.ts';

const execute = promisify(execFile);

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The outputs of stacks, by their names. */
export type Outputs = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Deploys the stacks of this directory to an emulator, by the CDK's own command line. */
export class Cdk {
  readonly #emulator: Emulator;
  readonly #workDir: string;

  /** @param workDir - for templates, outputs and what the CDK remembers. */
  constructor(emulator: Emulator, workDir: string) {
    this.#emulator = emulator;
    this.#workDir = workDir;
  }

  /**
   * What a shell needs to deploy as this does: the emulator, and the CDK's own options, by their variables. It asks nothing, and leaves
   * nothing in this directory.
   */
  get environment(): Readonly<Record<string, string>> {
    const { PATH = '', HOME = '' } = process.env;
    return {
      // The app runs on the Node.js that runs this.
      PATH: [join(root, 'node_modules/.bin'), PATH].join(delimiter),
      HOME,
      ...this.#emulator.environment,
      CDK_HOME: join(this.#workDir, 'home'),
      CDK_DISABLE_VERSION_CHECK: 'true',
      CDK_OUTPUT: join(this.#workDir, 'cdk.out'),
      CDK_OUTPUTS_FILE: this.#outputsFile,
      CDK_REQUIRE_APPROVAL: 'never',
    };
  }

  /** The outputs of the last deployment. */
  async readOutputs(): Promise<Outputs> {
    return JSON.parse(await readFile(this.#outputsFile, 'utf8'));
  }

  /** Makes what the CDK needs in an account. */
  async bootstrap(): Promise<void> {
    await this.#run(['bootstrap', `aws://${account}/${region}`]);
  }

  /**
   * Deploys all stacks of an app.
   * @param app - the command that makes it. @default that of cdk.json, with both stacks
   * @throws Error with what the CDK wrote, when it fails
   */
  async deploy(context: Readonly<Record<string, string>> = {}, app?: string): Promise<Outputs> {
    const args = ['deploy', '--all'];
    if (app !== undefined) args.push('--app', app);
    await this.#run([...args, ...Object.entries(context).flatMap(([key, value]) => ['-c', `${key}=${value}`])]);
    return this.readOutputs();
  }

  /** Destroys a stack. */
  async destroy(stack: string): Promise<void> {
    await this.#run(['destroy', stack, '--force']);
  }

  get #outputsFile(): string {
    return join(this.#workDir, 'outputs.json');
  }

  async #run(args: readonly string[]): Promise<void> {
    const command = [join(root, 'node_modules/aws-cdk/bin/cdk'), ...args];
    try {
      await execute(process.execPath, command, { cwd: root, env: this.environment, maxBuffer: 64 * 1024 * 1024 });
    } catch (error) {
      const { stdout = '', stderr = '' } = error as { readonly stdout?: string; readonly stderr?: string };
      throw new Error(`cdk ${args[0]} fails:\n${(stdout + stderr).slice(-8_000)}`);
    }
  }
}
