import { createRequire } from 'node:module';
import type { Store } from 'dynalite/db/index.js';
import validations, { type Types } from 'dynalite/validations/index.js';

/** What an operation of DynamoDB is answered: the body is JSON. */
export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** An operation of dynalite. */
interface Operation {
  readonly types: Types;
  readonly custom?: (data: object, store: Store) => string | undefined;
  readonly act: (store: Store, data: object, done: (error: unknown, answer?: object) => void) => void;
}

/** What dynalite throws or gives where a request is refused. */
interface Refused {
  readonly statusCode: number;
  readonly body: object;
}

const require = createRequire(import.meta.url);
const operations = new Map<string, Operation | undefined>();

/**
 * Answers an operation as dynalite's server does a request that is signed: by its validation and its action, without what belongs to HTTP.
 * What is no refusal ends the process, as there.
 *
 * @param target - what the header `x-amz-target` names, such as `DynamoDB_20120810.GetItem`
 * @param body - the request, in JSON
 */
export function answer(store: Store, target: string, body: string): Promise<Answer> {
  const operation = find(target.replace(/^DynamoDB_20120810\./, ''));
  if (operation === undefined) {
    return Promise.resolve(refuse(400, { __type: 'com.amazon.coral.service#UnknownOperationException' }));
  }
  return new Promise((resolve) => {
    const done = (error: unknown, result?: object) => {
      if (!error) resolve({ status: 200, body: JSON.stringify(result) });
      else if (isRefused(error)) resolve(refuse(error.statusCode, error.body));
      else
        queueMicrotask(() => {
          throw error;
        });
    };
    try {
      const data = validations.checkTypes(JSON.parse(body), operation.types);
      validations.checkValidations(data, operation.types, operation.custom, store);
      operation.act(store, data, done);
    } catch (error) {
      done(error);
    }
  });
}

function find(name: string): Operation | undefined {
  if (!operations.has(name)) operations.set(name, load(name));
  return operations.get(name);
}

function load(name: string): Operation | undefined {
  const file = `${name.charAt(0).toLowerCase()}${name.slice(1)}.js`;
  try {
    return { ...require(`dynalite/validations/${file}`), act: require(`dynalite/actions/${file}`) };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}

function isRefused(error: unknown): error is Refused {
  return typeof error === 'object' && error !== null && 'statusCode' in error && error.statusCode !== undefined;
}

function refuse(status: number, body: object): Answer {
  return { status, body: JSON.stringify(body) };
}
