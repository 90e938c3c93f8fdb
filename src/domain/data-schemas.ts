import { type CoreType, coreTypes, type DataSchema, type SchemaField } from '#domain/data-schema.ts';
import {
  checkDefinition,
  checkRoom,
  type DefinedType,
  type Definition,
  type DefinitionTable,
  findDefinition,
  type NamedDefinition,
  putDefinition,
} from '#domain/definitions.ts';
import { limits } from '#domain/limits.ts';
import { omitUndefined } from '#domain/omit-undefined.ts';
import { Refusal, Violations } from '#domain/refusal.ts';

/** A property as a caller has it: what is of the schema, and what goes into the definition of its name. */
export interface SchemaProperty
  extends SchemaField,
    Pick<Definition, 'description' | 'values' | 'minLength' | 'maxLength' | 'minimum' | 'maximum'> {}

/** A schema as a caller writes it. */
export interface SchemaInput extends Pick<DataSchema, 'title' | 'description' | 'required' | 'enabled'> {
  readonly properties: readonly SchemaProperty[];
}

/** The schema with an id. @throws Refusal `schema-not-found` */
export function findSchema({ schemas }: Pick<DefinitionTable, 'schemas'>, id: string): DataSchema {
  const found = schemas.find((one) => one.id === id);
  if (found) return found;
  throw new Refusal('schema-not-found', `There is no schema ${JSON.stringify(id)}`);
}

/** The id of a new schema: its title in small letters, digits and hyphens, with a number where another one has it. */
export function makeSchemaId({ schemas }: DefinitionTable, title: string): string {
  const plain = title.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  const words = plain.replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '');
  const base = words.slice(0, limits.idLength - 4) || 'schema';
  const isTaken = (id: string) => schemas.some((one) => one.id === id);
  let id = base;
  for (let number = 2; isTaken(id); number += 1) id = `${base}-${number}`;
  return id;
}

/**
 * The table with a schema in the place of the one with its id, if any, and with the definitions of its names. A definition that is there
 * keeps what no property says: who reads and writes it, its mask, its aliases, for how long it is kept.
 *
 * @param version of definitions that change
 * @throws Refusal `unprocessable-content` with every property that can not be had; as `putDefinition`
 */
export function putSchema(
  table: DefinitionTable,
  { properties, ...schema }: SchemaInput & Pick<DataSchema, 'id' | 'version' | 'created' | 'madeBy'>,
  version: number,
): DefinitionTable {
  const others = table.schemas.filter(({ id }) => id !== schema.id);
  checkSchema(table, others, schema, properties);
  const fields = properties.map(({ name, coreType, title, options }) =>
    omitUndefined({ name, coreType, title, options }),
  );
  const next = omitUndefined({ ...schema, fields });
  const isNew = others.length === table.schemas.length;
  const schemas = isNew ? [...others, next] : table.schemas.map((one) => (one.id === next.id ? next : one));
  const written = properties.reduce<DefinitionTable>(
    (known, property) => {
      const before = findDefinition(known, property.name);
      const defined = define(before, property);
      return before && isSame(before, defined) ? known : putDefinition(known, { ...defined, version });
    },
    { ...table, schemas },
  );
  checkRoom(written);
  return written;
}

function checkSchema(
  table: DefinitionTable,
  others: readonly DataSchema[],
  { title, required, enabled }: Omit<SchemaInput, 'properties'>,
  properties: readonly SchemaProperty[],
): void {
  const violations = new Violations();
  if (others.length >= limits.schemas) {
    violations.unprocessable(
      'jsonSchema',
      `there are ${limits.schemas} schemas already; there may be no more (limit: schemas)`,
    );
  }
  const twin = enabled ? others.find((one) => one.enabled && one.title === title) : undefined;
  if (twin) violations.unprocessable('title', `is that of the schema "${twin.id}", which is enabled: each has its own`);
  for (const name of required) {
    if (properties.some((one) => one.name === name)) continue;
    violations.unprocessable('required', `${JSON.stringify(name)} is none of its properties`);
  }
  for (const property of properties) {
    const { name } = property;
    const wrong = whyNotDefined(table, others, property);
    if (wrong !== undefined) violations.unprocessable(`properties.${name}`, wrong);
    checkDefinition(name, define(findDefinition(table, name), property), {
      malformed: (field, reason) => violations.malformed(`properties.${name}.${field}`, reason),
      unprocessable: (field, reason) => violations.unprocessable(`properties.${name}.${field}`, reason),
    });
  }
  violations.refuse();
}

/** Why a name can't be defined as a property says, or undefined. */
function whyNotDefined(
  table: DefinitionTable,
  others: readonly DataSchema[],
  property: SchemaProperty,
): string | undefined {
  const before = findDefinition(table, property.name);
  if (before === undefined) return undefined;
  if (before.secured) return 'is a secured attribute by its definition, which no record has';
  const other = others.find(({ fields }) => fields.some(({ name }) => name === property.name));
  if (other === undefined || isSame(before, define(before, property))) return undefined;
  return `is defined otherwise in the schema "${other.id}": a name has one definition in all schemas`;
}

function define(before: NamedDefinition | undefined, property: SchemaProperty): NamedDefinition {
  const { name, coreType, description, values, minLength, maxLength, minimum, maximum } = property;
  const said = { description, type: coreTypes[coreType], values, minLength, maxLength, minimum, maximum };
  return omitUndefined({ version: 0, ...before, name, ...said });
}

function isSame(one: NamedDefinition, other: NamedDefinition): boolean {
  const [left, right] = [one, other].map(({ version: _, ...rest }) => JSON.stringify(Object.entries(rest).sort()));
  return left === right;
}

/** A schema's properties as its names are defined now, by names. */
export function describeProperties(table: DefinitionTable, { fields }: DataSchema): readonly SchemaProperty[] {
  return fields.map(({ coreType, ...field }) => {
    const definition: Definition = findDefinition(table, field.name) ?? {};
    const { type = coreTypes[coreType], description, values, minLength, maxLength, minimum, maximum } = definition;
    return {
      ...field,
      coreType: showType(coreType, type),
      description,
      values,
      minLength,
      maxLength,
      minimum,
      maximum,
    };
  });
}

/** The type that a property is shown with: its own, unless its name is defined otherwise since. */
function showType(own: CoreType, type: DefinedType): CoreType {
  if (coreTypes[own] === type) return own;
  const all = Object.entries(coreTypes) as readonly (readonly [CoreType, DefinedType])[];
  return all.find(([, of]) => of === type)?.[0] ?? own;
}
