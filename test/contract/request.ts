import type { Operation, Parameter } from './document.ts';

/** A request, ready to be sent. */
export interface BuiltRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** What a request carries: values of parameters by name, and a body. */
export interface Given {
  readonly parameters: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: unknown;
}

/** Puts values where the document says that they go. */
export function build({ method, path, parameters }: Operation, given: Given): BuiltRequest {
  const placed = (place: Parameter['in']) =>
    parameters.flatMap((parameter) => {
      const value = given.parameters[parameter.name];
      return parameter.in === place && value !== undefined ? [{ parameter, values: [value].flat() }] : [];
    });
  const filled = placed('path').reduce(
    (text, { parameter, values }) => text.replace(`{${parameter.name}}`, encode(values.join())),
    path,
  );
  const query = placed('query').flatMap(({ parameter, values }) => {
    const parts = parameter.explode === false ? [values.map(encode).join()] : values.map(encode);
    return parts.map((part) => `${parameter.name}=${part}`);
  });
  return {
    method,
    path: query.length > 0 ? `${filled}?${query.join('&')}` : filled,
    headers: Object.fromEntries(placed('header').map(({ parameter, values }) => [parameter.name, values.join()])),
    ...('body' in given && { body: given.body }),
  };
}

function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

/** What the document gives as the example of an operation. */
export function exampleOf({ parameters, requestBody }: Operation): Given {
  const values = parameters.flatMap(({ name, example }) => (example === undefined ? [] : [[name, example] as const]));
  const example = requestBody?.content['application/json']?.example;
  return { parameters: Object.fromEntries(values), ...(example !== undefined && { body: example }) };
}
