import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { buildTwilioProject } from '../../integrations/twilio/project.ts';
import type { Context, Handler } from '../../integrations/twilio/runtime/twilio.ts';

/** What a function has answered. */
export interface FunctionAnswer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: JSON, which each test knows.
  readonly body: any;
}

/** A service of Twilio Functions. */
export interface Service {
  /** Runs a function as Twilio does. @param headers - of the request, in small letters. */
  run(
    name: string,
    parameters: Readonly<Record<string, string>>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<FunctionAnswer>;
}

/** As Twilio's runtime has it. */
class TwilioResponse {
  status = 200;
  body: object | string = '';
  setStatusCode(status: number) {
    this.status = status;
  }
  setBody(body: object | string) {
    this.body = body;
  }
  appendHeader() {}
}

/**
 * Builds the project as it is deployed, and runs its functions: a form becomes the event, the variables of the service the context, and
 * what `callback` is given the answer.
 *
 * @see https://www.twilio.com/docs/serverless/functions-assets/functions/invocation
 */
export function useService(variables: () => Context): Service {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'twilio-'));
    await buildTwilioProject(directory);
    Object.assign(globalThis, { Twilio: { Response: TwilioResponse } });
  });
  afterAll(async () => {
    Reflect.deleteProperty(globalThis, 'Twilio');
    await rm(directory, { recursive: true });
  });
  return {
    run: async (name, parameters, headers = {}) => {
      const load = createRequire(import.meta.url);
      const { handler } = load(join(directory, 'functions', `${name}.protected.js`)) as { readonly handler: Handler };
      const form = Object.fromEntries(new URLSearchParams(new URLSearchParams(parameters).toString()));
      const { promise, resolve, reject } = Promise.withResolvers<TwilioResponse>();
      await handler(variables(), { ...form, request: { headers } }, (error, response) =>
        error ? reject(error) : resolve(response as unknown as TwilioResponse),
      );
      const { status, body } = await promise;
      return { status, body: typeof body === 'string' ? body : JSON.parse(JSON.stringify(body)) };
    },
  };
}
