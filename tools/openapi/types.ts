import { problemData } from '#contract/problems.ts';
import type { Schema } from '#contract/schema.ts';

/** The types of the client: one for each schema of the document that has a name. */
export function writeClientTypes(schemas: Readonly<Record<string, Schema>>): string {
  const declarations = Object.entries(schemas).map(([name, schema]) => writeDeclaration(name, schema));
  return `${[
    '// Written by `npm run generate` from src/contract: change it there.',
    '/** Any JSON value. */\nexport type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };',
    ...declarations.sort(),
    writeProblemData(),
  ].join('\n\n')}\n`;
}

function writeProblemData(): string {
  const codes = Object.entries(problemData()).map(([code, data]) => {
    const fields = Object.entries(data as Readonly<Record<string, { schema: Schema; isOptional: boolean }>>).map(
      ([name, { schema, isOptional }]) => `readonly ${name}${isOptional ? '?' : ''}: ${typeOf(schema, '')}`,
    );
    return `  readonly '${code}': { ${fields.join('; ')} };\n`;
  });
  return `/** What comes with some codes besides what every problem has. */\nexport interface ProblemData {\n${codes.join('')}}`;
}

function writeDeclaration(name: string, schema: Schema): string {
  const comment = commentOf(schema, '');
  if (isObject(schema)) return `${comment}export interface ${name} ${typeOf(schema, '')}`;
  // A schema that excludes null can't be generated from by all.
  return `${comment}export type ${name} = ${name === 'Value' ? 'Exclude<Json, null>' : typeOf(schema, '')};`;
}

/** The type of what a schema describes. It has the shapes that the contract uses, and no others. */
function typeOf(schema: Schema, indent: string): string {
  const { $ref, anyOf, enum: words, const: only, type } = schema;
  if (typeof $ref === 'string') return $ref.split('/').at(-1) ?? '';
  if (Array.isArray(anyOf)) return anyOf.map((one: Schema) => typeOf(one, indent)).join(' | ');
  if (Array.isArray(words)) return words.map((word) => `'${word}'`).join(' | ');
  if (only !== undefined) return JSON.stringify(only);
  if (Array.isArray(type)) return type.join(' | ');
  if (type === 'array') return arrayOf(schema.items as Schema, indent);
  if (isObject(schema)) return fieldsOf(schema, indent);
  if (type === 'object') return `Readonly<Record<string, ${typeOf(schema.additionalProperties as Schema, indent)}>>`;
  if (type === 'integer') return 'number';
  return typeof type === 'string' ? type : 'Json';
}

function isObject({ properties }: Schema): boolean {
  return properties !== undefined;
}

function arrayOf(items: Schema, indent: string): string {
  const item = typeOf(items, indent);
  return item.includes('|') ? `readonly (${item})[]` : `readonly ${item}[]`;
}

function fieldsOf({ properties, required = [] }: Schema, indent: string): string {
  const inner = `${indent}  `;
  const fields = Object.entries(properties as Readonly<Record<string, Schema>>).map(([name, field]) => {
    const mark = (required as readonly string[]).includes(name) ? '' : '?';
    return `${commentOf(field, inner)}${inner}readonly ${name}${mark}: ${typeOf(field, inner)};\n`;
  });
  return `{\n${fields.join('')}${indent}}`;
}

function commentOf({ description }: Schema, indent: string): string {
  return typeof description === 'string' ? `${indent}/** ${description} */\n` : '';
}
