import fc from 'fast-check';
import { type Operation, operations, type Parameter } from '../contract/document.ts';
import { type BuiltRequest, build } from '../contract/request.ts';
import { requestViolations } from '../contract/validate.ts';
import { mutated } from './mutations.ts';
import { type Hints, valuesOf } from './schema-values.ts';

/** A request of one operation, right or wrong. */
export interface Fuzzed {
  readonly parameters: Readonly<Record<string, string | readonly string[]>>;
  /** As JSON text, or what is sent instead of it. */
  readonly text: string | undefined;
  /** Whether the document allows it. */
  readonly isAllowed: boolean;
}

/** Requests of an operation, from its own schemas: half of them as the document allows, half changed. */
export function requestsOf(operation: Operation, hints: Hints): fc.Arbitrary<Fuzzed> {
  const { parameters, requestBody } = operation;
  const good = fc.record(
    Object.fromEntries(parameters.map((one) => [one.name, given(one, valuesOf(one.schema, hints, one.name))])),
  );
  const bad = fc.record(Object.fromEntries(parameters.map((one) => [one.name, given(one, wild(one, hints))])));
  const schema = requestBody?.content['application/json']?.schema;
  const body = schema ? valuesOf(schema, hints) : undefined;
  const goodText = body ? body.map((value) => JSON.stringify(value)) : fc.constant(undefined);
  const badText = body
    ? fc.oneof(
        { weight: 6, arbitrary: mutated(body).map((value) => JSON.stringify(value)) },
        { weight: 1, arbitrary: broken(goodText) },
      )
    : fc.constant(undefined);
  return fc
    .oneof(
      { weight: 3, arbitrary: fc.tuple(good, goodText) },
      { weight: body ? 3 : 0, arbitrary: fc.tuple(good, badText) },
      { weight: parameters.length > 0 ? 1 : 0, arbitrary: fc.tuple(bad, goodText) },
    )
    .map(([values, text]) => {
      const present = Object.entries(values).filter(
        (entry): entry is [string, string | string[]] => entry[1] !== undefined,
      );
      const parameters = Object.fromEntries(present);
      return { parameters, text, isAllowed: allows(operation, parameters, text) };
    })
    .filter(({ parameters }) => !isOfAnother(operation, build(operation, { parameters })));
}

/** Whether the path of a request is that of another operation, which has `calls` where this one has an id. */
function isOfAnother(own: Operation, { method, path }: BuiltRequest): boolean {
  const [sent = ''] = path.split('?');
  return operations.some(
    (other) => other.method === method && isMoreSpecific(other.path, own.path) && toPattern(other.path).test(sent),
  );
}

function isMoreSpecific(path: string, than: string): boolean {
  const others = than.split('/');
  const at = path.split('/').findIndex((segment, index) => segment.startsWith('{') !== others[index]?.startsWith('{'));
  return at >= 0 && others[at]?.startsWith('{') === true;
}

function toPattern(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
}

/** The value of a parameter, or nothing where it may be left out. */
function given({ required }: Parameter, values: fc.Arbitrary<unknown>): fc.Arbitrary<string | string[] | undefined> {
  const texts = values.map((value) => (Array.isArray(value) ? value.map(String) : String(value)));
  return required ? texts : fc.option(texts, { nil: undefined });
}

/** Anything that can be sent in the place of a parameter. */
function wild({ in: place, schema }: Parameter, hints: Hints): fc.Arbitrary<unknown> {
  // What a header can carry; blanks around it are not part of it.
  if (place === 'header')
    return fc
      .string({ unit: fc.constantFrom(...' !"#*,/09AZaz~\u00a0\u00ff'), maxLength: 300 })
      .map((text) => text.trim());
  const text = fc.oneof(
    fc.string({ minLength: 1, maxLength: 200 }),
    fc.string({ minLength: 1, maxLength: 60, unit: 'binary' }),
    fc.constantFrom(
      '.',
      '..',
      '../..',
      'a/b',
      '%',
      '%00',
      'calls',
      '-',
      '_a',
      `a${'b'.repeat(128)}`,
      '\u0000',
      'customer,agent',
    ),
  );
  const isList = schema.type === 'array';
  return isList
    ? fc.oneof(
        fc.array(text, { minLength: 1, maxLength: 5 }),
        fc.array(valuesOf(schema, hints), { minLength: 1, maxLength: 30 }).map((lists) => lists.flat()),
      )
    : text;
}

/** JSON text that is none any more, or nothing. */
function broken(texts: fc.Arbitrary<string | undefined>): fc.Arbitrary<string> {
  return fc.oneof(
    fc.tuple(texts, fc.nat()).map(([text = '', at]) => text.slice(0, at % (text.length + 1))),
    fc.constantFrom('', '{', '[1,', '"', '{"a":1}{', 'nul', '\ufeff{}', '{"attributes":{"a":"b"},"attributes":{}}'),
    fc.string({ maxLength: 50 }),
  );
}

function allows(
  { parameters, requestBody }: Operation,
  values: Fuzzed['parameters'],
  text: string | undefined,
): boolean {
  const areRight = parameters.every(({ name, schema, required }) => {
    const value = values[name];
    const isAbsent = value === undefined || (Array.isArray(value) && value.length === 0);
    return isAbsent ? !required : requestViolations(schema, read(schema, value)).length === 0;
  });
  if (!areRight || !requestBody) return areRight;
  if (text === undefined || text === '') return !requestBody.required;
  try {
    return requestViolations(requestBody.content['application/json']?.schema ?? {}, JSON.parse(text)).length === 0;
  } catch {
    return false;
  }
}

/** What the text of a parameter means: the document has numbers where it says so. */
function read({ type }: Parameter['schema'], value: string | readonly string[]): unknown {
  return type === 'integer' && /^(?:0|[1-9]\d*)$/.test(String(value)) ? Number(value) : value;
}

/** The request as it is sent. */
export function toRequest(operation: Operation, { parameters, text }: Fuzzed): BuiltRequest {
  const request = build(operation, { parameters });
  if (text === undefined || text === '') return request;
  return { ...request, headers: { ...request.headers, 'content-type': 'application/json' }, body: text };
}
