import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Cdk, type Outputs } from './cdk.ts';
import { type Emulator, type EmulatorOptions, startEmulator } from './emulator.ts';
import { type Front, openFront } from './front.ts';

/** How a client gets at a deployed API. */
export interface Access {
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** The stacks on an emulator, with an address that stays the same when they, or the emulator, are made again. */
export class EmulatedDeployment {
  readonly #python: string;
  readonly #directory: string;
  #emulator: Emulator;
  #front: Front | undefined;
  #outputs: Outputs = {};

  private constructor(python: string, directory: string, emulator: Emulator) {
    this.#python = python;
    this.#directory = directory;
    this.#emulator = emulator;
  }

  /** Starts an emulator that holds nothing but what the CDK needs. @param python - one that has the emulator */
  static async begin(python: string): Promise<EmulatedDeployment> {
    const directory = await mkdtemp(join(tmpdir(), 'local-aws-'));
    const emulator = await startEmulator({ python, stateDir: directory });
    const deployment = new EmulatedDeployment(python, directory, emulator);
    try {
      await deployment.cdk.bootstrap();
      return deployment;
    } catch (error) {
      await deployment.end();
      throw error;
    }
  }

  get emulator(): Emulator {
    return this.#emulator;
  }

  get cdk(): Cdk {
    return new Cdk(this.#emulator, this.#directory);
  }

  /** Those of the last deployment. */
  get outputs(): Outputs {
    return this.#outputs;
  }

  /**
   * Deploys both stacks and opens an address for the API.
   * @param context - of the CDK.
   * @param port - of that address, where it is not open yet. @default one that is free
   * @param app - the command that makes an app which has both stacks. @default that of cdk.json
   */
  async deploy(context: Readonly<Record<string, string>> = {}, port?: number, app?: string): Promise<Access> {
    await this.cdk.deploy(context, app);
    return this.open(port);
  }

  /** Opens an address for the API of the last deployment, whoever has made it with `cdk.environment`. @param port - as above */
  async open(port?: number): Promise<Access> {
    this.#outputs = await this.cdk.readOutputs();
    const { 'conversation-attributes-data': data = {}, 'conversation-attributes-api': api = {} } = this.#outputs;
    const { ApiUrl: apiUrl = '' } = api;
    const { defaultClientId: clientId = '', defaultClientSecretCommand: command = '' } = data;
    await this.#front?.close();
    this.#front = await openFront(apiUrl, this.#emulator.port, port ?? this.#front?.port);
    return { url: this.#front.url, clientId, clientSecret: await this.#secretOf(clientId, command) };
  }

  /** Ends the emulator and starts it again on what it holds. */
  async restart(options: Pick<EmulatorOptions, 'enforceIam' | 'failingType'> = {}): Promise<void> {
    const { port } = this.#emulator;
    await this.#emulator.end();
    this.#emulator = await startEmulator({ python: this.#python, stateDir: this.#directory, port, ...options });
  }

  /** Ends everything, and keeps nothing. */
  async end(): Promise<void> {
    await this.#front?.close();
    await this.#emulator.end();
    await rm(this.#directory, { recursive: true, force: true });
  }

  /** The secret of a client, by the command that the stack gives for it. */
  async #secretOf(clientId: string, command: string): Promise<string> {
    const poolId = /--user-pool-id (\S+)/.exec(command)?.[1];
    const described = await this.#emulator.call('AWSCognitoIdentityProviderService.DescribeUserPoolClient', {
      UserPoolId: poolId,
      ClientId: clientId,
    });
    return (described as { readonly UserPoolClient: { readonly ClientSecret: string } }).UserPoolClient.ClientSecret;
  }
}
