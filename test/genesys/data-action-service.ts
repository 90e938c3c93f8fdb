import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { JSONPath } from 'jsonpath-plus';
import { render } from 'velocityjs';

/** The configuration of a request and of what is made of its answer. */
interface Config {
  readonly request: {
    readonly requestUrlTemplate: string;
    readonly requestType: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly requestTemplate: string;
  };
  readonly response: {
    readonly translationMap: Readonly<Record<string, string>>;
    readonly translationMapDefaults: Readonly<Record<string, string>>;
    readonly successTemplate: string;
  };
}

interface Schema {
  readonly $schema: string;
  readonly required: readonly string[];
  readonly properties: Readonly<Record<string, object>>;
}

/** A data action, as Genesys Cloud exports and imports it. */
export interface DataAction {
  readonly name: string;
  readonly config: Config;
  readonly contract: {
    readonly input: { readonly inputSchema: Schema };
    readonly output: { readonly successSchema: Schema };
  };
  readonly secure: boolean;
}

/** The credentials of the integration: the fields that docs/flows/genesys-cloud.md has it given. */
export interface Credentials {
  readonly apiUrl: string;
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** The path that a flow takes after the action: Success with its outputs, or Failure with what the API has answered. */
export type Taken =
  | { readonly path: 'success'; readonly output: Readonly<Record<string, unknown>> }
  | { readonly path: 'failure'; readonly status: number; readonly answer: Readonly<Record<string, unknown>> };

export type Input = Readonly<Record<string, string>>;

const folder = new URL('../../integrations/genesys/', import.meta.url);
const ajv = new Ajv({ strict: false });

/** Reads a file of `integrations/genesys`. */
export function readIntegration<File = DataAction>(name: string): File {
  return JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')) as File;
}

/** What templates call, as Genesys Cloud documents it. */
const macros = {
  esc: {
    // Of Apache Commons: what is not ASCII, and the slash, are escaped too.
    jsonString: (text: string) =>
      JSON.stringify(text)
        .slice(1, -1)
        .replaceAll('/', '\\/')
        .replaceAll(/[^\x20-\x7e]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`),
    // As a form: a blank becomes "+".
    url: (text: string) => new URLSearchParams({ '': text }).toString().slice(1),
  },
  encoding: { base64: (text: string) => Buffer.from(text).toString('base64') },
};

/**
 * Does with data actions what the service of Genesys Cloud does by its documentation: gets a token by the custom auth
 * action, renders the templates of the request, sends it, and makes the outputs of its answer.
 */
export class DataActionService {
  readonly #credentials: Credentials;
  #authResponse: object | undefined;

  constructor(credentials: Credentials) {
    this.#credentials = credentials;
  }

  /** @throws Error for an input or output that breaks the contract of the action. */
  async execute(name: string, input: Input): Promise<Taken> {
    const { config, contract } = readIntegration(name);
    check(`the input of ${name}`, contract.input.inputSchema, input);
    this.#authResponse ??= await this.#authenticate();
    const response = await this.#send(config, { input, authResponse: this.#authResponse });
    const answer = (await response.json()) as Readonly<Record<string, unknown>>;
    if (!response.ok) return { path: 'failure', status: response.status, answer };
    const output = translate(config, answer) as Readonly<Record<string, unknown>>;
    check(`the output of ${name}`, contract.output.successSchema, output);
    return { path: 'success', output };
  }

  async #authenticate(): Promise<object> {
    const config = readIntegration<Config>('custom-auth');
    const response = await this.#send(config, {});
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(`INVALID_CREDENTIALS: ${JSON.stringify(answer)}`);
    return translate(config, answer) as object;
  }

  #send({ request }: Config, context: object): Promise<Response> {
    const fill = (template: string) => render(template, { ...macros, credentials: this.#credentials, ...context });
    const { requestType: method, requestUrlTemplate, headers, requestTemplate } = request;
    return fetch(fill(requestUrlTemplate), {
      method,
      headers: Object.entries(headers).map(([name, value]): [string, string] => [name, fill(value)]),
      ...(method !== 'GET' && { body: fill(requestTemplate) }),
    });
  }
}

/** The outputs: what the map finds in the answer, as JSON in the template. */
function translate({ response }: Config, answer: unknown): unknown {
  const { translationMap, translationMapDefaults, successTemplate } = response;
  const found = Object.entries(translationMap).map(([name, path]) => {
    const value: unknown = JSONPath({ path, json: answer as object, wrap: path.includes('*') });
    return [name, value === undefined ? translationMapDefaults[name] : JSON.stringify(value)];
  });
  const context = { ...macros, ...Object.fromEntries(found), rawResult: JSON.stringify(answer) };
  return JSON.parse(render(successTemplate, context));
}

function check(what: string, { $schema, ...schema }: Schema, value: object): void {
  if (!ajv.validate(schema, value)) throw new Error(`${what} breaks its contract: ${ajv.errorsText()}`);
}
