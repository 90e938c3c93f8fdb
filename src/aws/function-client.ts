import { Client, ServiceException } from '@smithy/core/client';
import { HttpRequest, type HttpResponse } from '@smithy/core/protocols';
import { ConfiguredRetryStrategy, getRetryPlugin } from '@smithy/core/retry';
import { findEndpoint, readRegion } from '#aws/endpoint.ts';
import { readCredentials } from '#aws/environment-credentials.ts';
import { HttpHandler } from '#aws/http-handler.ts';
import { Signer } from '#aws/sign.ts';

/** A service of AWS that takes JSON by POST. */
export interface Service {
  /** As its host name begins and as signatures have it, such as `dynamodb`. */
  readonly name: string;
  /** What stands before an operation in `x-amz-target`. */
  readonly target: string;
  readonly contentType: string;
  /** How often a request is sent at most. */
  readonly attempts: number;
  /** Gives bytes back where the JSON of an answer has their Base64. It may change the answer. */
  readonly readBytes: (answer: Answer) => void;
  /** The errors of the service that its callers tell apart by their class. @default none */
  readonly makeError?: (details: ErrorDetails, answer: Answer) => ServiceException | undefined;
}

/** The JSON of an answer. */
export type Answer = Record<string, unknown>;

/** What the SDK says of every error of a service. */
export interface ErrorDetails {
  readonly name: string;
  readonly message: string;
  readonly $fault: 'client' | 'server';
  readonly $metadata: { readonly httpStatusCode: number; readonly requestId?: string };
}

interface Handled {
  readonly response: HttpResponse;
}

/** A link of the SDK's chain, as far as it is used here. */
type Link = (
  next: (args: LinkArguments) => Promise<Handled>,
  context: { readonly commandName?: string },
) => (args: LinkArguments) => Promise<Handled>;

interface LinkArguments {
  readonly input: object;
  readonly request?: unknown;
}

type Stack = { add(link: Link, options: object): void };

/**
 * The SDK's client in a function: it takes the SDK's commands through the SDK's chain, and repeats them by the SDK's rules. What the SDK
 * finds out anew for every request, a function knows at its start: where the service is, who it is itself, and that everything is JSON.
 * So there are no rules of end points, no providers of credentials, no schemas and no streams here
 * (`docs/decisions/0049-client-of-the-functions.md`).
 *
 * Region, credentials and end point are those of the environment at the first request.
 */
export class FunctionClient extends Client<never, never, never, never> {
  constructor(service: Service) {
    const { attempts } = service;
    // The SDK's own pause after throttling starts at one second: too long while a caller waits on the line.
    const strategy = new ConfiguredRetryStrategy(attempts, (attempt) => Math.random() * 50 * 2 ** attempt);
    const config = {
      requestHandler: new HttpHandler(),
      region: async () => readRegion(process.env),
      credentials: async () => readCredentials(),
      retryStrategy: async () => strategy,
      maxAttempts: async () => attempts,
      // Commands outside of the bundles ask for an end point, which the links below do not use.
      endpointProvider: () => ({ url: new URL('https://localhost') }),
      ignoreConfiguredEndpointUrls: true,
    };
    super(config as never);
    const stack = this.middlewareStack as unknown as Stack;
    const line = new Line(service);
    stack.add(line.serialize, { step: 'serialize', name: 'serializerMiddleware' });
    stack.add(line.deserialize, { step: 'deserialize', name: 'deserializerMiddleware' });
    stack.add(line.sign, { step: 'finalizeRequest', name: 'httpSigningMiddleware' });
    this.middlewareStack.use(getRetryPlugin(config) as never);
  }
}

/** The links between a command and the wire. */
class Line {
  readonly #service: Service;
  #place: { readonly endpoint: URL; readonly signer: Signer } | undefined;

  constructor(service: Service) {
    this.#service = service;
  }

  readonly serialize: Link = (next, { commandName = '' }) => {
    const target = `${this.#service.target}.${commandName.replace(/Command$/, '')}`;
    return (args) => {
      const { protocol, hostname, port, pathname: path } = this.#find().endpoint;
      const request = new HttpRequest({
        method: 'POST',
        protocol,
        hostname,
        ...(port && { port: Number(port) }),
        path,
        headers: { 'x-amz-target': target },
        body: JSON.stringify(args.input, writeBytes),
      });
      return next({ ...args, request });
    };
  };

  readonly sign: Link = (next) => (args) => {
    const request = args.request as HttpRequest;
    const { endpoint, signer } = this.#find();
    const { path, body, headers } = request;
    const target = headers['x-amz-target'] ?? '';
    const { contentType } = this.#service;
    const signed = signer.sign({ host: endpoint.host, path, contentType, target, body }, new Date());
    const length = String(Buffer.byteLength(body));
    Object.assign(headers, signed, { 'content-length': length, 'user-agent': 'conversation-attributes' });
    return next(args);
  };

  readonly deserialize: Link = (next) => async (args) => {
    const { response } = await next(args);
    const { statusCode, headers } = response;
    const { 'x-amzn-requestid': requestId } = headers;
    const $metadata = { httpStatusCode: statusCode, ...(requestId !== undefined && { requestId }) };
    const answer = parseAnswer(String(response.body));
    if (statusCode >= 300) throw this.#makeError(response, answer ?? {}, $metadata);
    // What is wrong with it would quote it.
    if (answer === undefined) {
      throw Object.assign(new Error(`${this.#service.name} answered what is no JSON`), { $metadata });
    }
    this.#service.readBytes(answer);
    return { response, output: { ...answer, $metadata } };
  };

  #find() {
    if (this.#place === undefined) {
      const { name } = this.#service;
      const signer = new Signer(name, readRegion(process.env), readCredentials());
      this.#place = { endpoint: findEndpoint(name, process.env), signer };
    }
    return this.#place;
  }

  #makeError(response: HttpResponse, answer: Answer, $metadata: ErrorDetails['$metadata']): ServiceException {
    // Such as `com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException`, perhaps with a colon and an address behind it.
    const type = String(answer.__type ?? response.headers['x-amzn-errortype'] ?? 'UnknownError');
    const details: ErrorDetails = {
      name: type.replace(/^.*#|[:,].*$/g, ''),
      message: String(answer.message ?? answer.Message ?? 'UnknownError'),
      $fault: response.statusCode < 500 ? 'client' : 'server',
      $metadata,
    };
    const error = this.#service.makeError?.(details, answer) ?? new ServiceException(details);
    error.message = details.message;
    // Not shown where the error is logged: it quotes what was stored. The SDK looks for `Retry-After` in it.
    return Object.defineProperty(error, '$response', { value: response, enumerable: false });
  }
}

/** For `JSON.stringify`. A Buffer has been made an object of numbers before it is called. */
function writeBytes(this: unknown, name: string, value: unknown): unknown {
  const given = (this as Record<string, unknown>)[name];
  return given instanceof Uint8Array ? Buffer.from(given).toString('base64') : value;
}

/** The bytes of a text of Base64, as the SDK gives them: not as a Buffer. */
export function readBase64(text: string): Uint8Array {
  const { buffer, byteOffset, byteLength } = Buffer.from(text, 'base64');
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function parseAnswer(text: string): Answer | undefined {
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
