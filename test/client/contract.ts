import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

/** One request and its answer, as they went over the wire. */
export interface Exchange {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly body: string;
  readonly answer: { readonly status: number; readonly headers: Headers; readonly text: string };
}

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  /** A list that does not explode is one text with commas. */
  readonly explode?: boolean;
  readonly schema: Schema;
}

type Content = Readonly<Record<string, { readonly schema: Schema }>>;

interface Operation {
  readonly operationId: string;
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly required?: boolean; readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>;
}

/** A schema, as far as tests look into it. */
export interface Schema {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

const document: Document = JSON.parse(readFileSync(new URL('../../docs/openapi.json', import.meta.url), 'utf8'));

// Formats and keywords of OpenAPI that JSON Schema does not have are no mistake.
const ajv = new Ajv2020({ strict: false, allErrors: true });
formats.default(ajv);
ajv.addSchema(document, 'openapi.json');

/** What a reference of the document stands for, or the thing itself. */
function resolved<Thing extends object>(thing: Thing): Thing {
  if (!('$ref' in thing)) return thing;
  const path = String(thing.$ref).replace('#/', '').split('/');
  return path.reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], document) as Thing;
}

/** The operation of a request, and what of the request or its answer is not as the document says. */
export function check(exchange: Exchange): { readonly operationId: string; readonly wrong: readonly string[] } {
  const { method, url, answer } = exchange;
  // The path with the fewest parameters is the one that is meant.
  const [path] = Object.keys(document.paths)
    .filter((one) => document.paths[one]?.[method.toLowerCase()] && parametersIn(one, url.pathname))
    .sort((one, other) => one.split('{').length - other.split('{').length);
  const operation = document.paths[path ?? '']?.[method.toLowerCase()];
  if (path === undefined || operation === undefined)
    return { operationId: `${method} ${url.pathname}`, wrong: ['none'] };
  const wrong = [
    ...wrongParameters(operation, exchange, parametersIn(path, url.pathname) ?? {}),
    ...wrongBody('request', exchange.headers, exchange.body, operation.requestBody),
    ...wrongAnswer(operation, answer),
  ];
  return { operationId: operation.operationId, wrong: wrong.map((one) => `${method} ${url.pathname}: ${one}`) };
}

function parametersIn(template: string, path: string): Readonly<Record<string, string>> | undefined {
  const pattern = template.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)').replaceAll('.', '\\.');
  const found = new RegExp(`^${pattern}$`).exec(path);
  if (!found) return undefined;
  const groups = Object.entries(found.groups ?? {});
  return Object.fromEntries(groups.map(([name, value]) => [name, decodeURIComponent(value)]));
}

function wrongParameters({ parameters }: Operation, { url, headers }: Exchange, inPath: Record<string, string>) {
  const values = ({ name, in: place, schema, explode = true }: Parameter) => {
    if (place === 'path') return inPath[name];
    if (place === 'header') return headers.get(name) ?? undefined;
    const all = url.searchParams.getAll(name);
    if (all.length === 0) return undefined;
    if (schema.type === 'integer') return Number(all[0]);
    if (schema.type !== 'array') return all[0];
    return explode ? all : all.flatMap((one) => one.split(','));
  };
  const unknown = [...url.searchParams.keys()].filter((name) => !parameters.some((one) => one.name === name));
  const wrong = parameters.flatMap((parameter) => {
    const value = values(parameter);
    if (value === undefined) return parameter.required ? [`${parameter.name} is missing`] : [];
    return wrongValue(parameter.name, parameter.schema, value);
  });
  return [...unknown.map((name) => `there is no parameter ${name}`), ...wrong];
}

function wrongAnswer({ responses }: Operation, { status, headers, text }: Exchange['answer']): readonly string[] {
  const response = responses[status];
  return response ? wrongBody('answer', headers, text, resolved(response)) : [`there is no answer ${status}`];
}

function wrongBody(
  what: string,
  headers: Headers,
  text: string,
  described: { readonly required?: boolean; readonly content?: Content } | undefined,
): readonly string[] {
  const { required, content } = described ?? {};
  if (text === '') return required || (what === 'answer' && content) ? [`the ${what} has no body`] : [];
  const type = headers.get('content-type') ?? '';
  const schema = content?.[type]?.schema;
  return schema ? wrongValue(what, schema, JSON.parse(text)) : [`the ${what} is ${type || 'of no type'}`];
}

/** Compiling takes longer than validating. */
const compiled = new Map<object, ValidateFunction>();

function wrongValue(what: string, schema: object, value: unknown): readonly string[] {
  // References are to the document, wherever the schema stands in it.
  const own = JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"openapi.json#/components/'));
  const validate = compiled.get(schema) ?? ajv.compile(own);
  compiled.set(schema, validate);
  validate(value);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${what}${instancePath} ${message}`);
}
