import { operations, resolved, type Schema } from './contract.ts';

type Kind<Value> = null extends Value
  ? 'any'
  : [Value] extends [string]
    ? 'string'
    : [Value] extends [number]
      ? 'number'
      : [Value] extends [boolean]
        ? 'boolean'
        : [Value] extends [readonly unknown[]]
          ? 'list'
          : 'object';

/** The fields of a type, each with its kind, and `?` when it may be left out. The compiler holds them to the type. */
type Fields<Type> = {
  readonly [Name in keyof Type]-?: `${Kind<Exclude<Type[Name], undefined>>}${Partial<Pick<Type, Name>> extends Pick<Type, Name> ? '?' : ''}`;
};

/** The fields of a type, written by hand. */
export function fields<Type>(given: Fields<Type>): Fields<Type> {
  return given;
}

/** The fields of a schema, written in the same way. */
export function fieldsOf(schema: Schema | undefined): Readonly<Record<string, string>> {
  const { properties = {}, required = [] } = resolved(schema ?? {});
  const kinds = {
    ...{ string: 'string', integer: 'number', number: 'number', boolean: 'boolean' },
    array: 'list',
    object: 'object',
  };
  const described = Object.entries(properties).map(([name, property]) => {
    const { type } = resolved(property);
    return [name, `${kinds[type as keyof typeof kinds] ?? 'any'}${required.includes(name) ? '' : '?'}`];
  });
  return Object.fromEntries(described);
}

/** The schema of a field. */
export function field(schema: Schema | undefined, name: string): Schema {
  return resolved(resolved(schema ?? {}).properties?.[name] ?? {});
}

/** The schema of the body of an operation. */
export function bodyOf(operation: string): Schema | undefined {
  return operations.find(({ operationId }) => operationId === operation)?.body;
}

/** The schema of a parameter of an operation. */
export function parameterOf(operation: string, name: string): Schema | undefined {
  const { parameters = [] } = operations.find(({ operationId }) => operationId === operation) ?? {};
  return parameters.find((parameter) => parameter.name === name)?.schema;
}
