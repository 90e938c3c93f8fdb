import type { Schema } from '#contract/schema.ts';

const anyButNull = 'str | int | float | bool | Sequence[Json] | Mapping[str, Json]';

const head = `"""The bodies and answers of the API. Written by \`npm run generate\` from src/contract: change it there."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Literal, TypeAlias, TypedDict

if sys.version_info >= (3, 11):
    from typing import NotRequired
else:
    from typing_extensions import NotRequired

#: Any JSON value.
Json: TypeAlias = "${anyButNull} | None"`;

/** The types of the client for Python: one for each schema of the document that has a name. */
export function writePythonModels(schemas: Readonly<Record<string, Schema>>): string {
  const declarations = Object.entries(schemas).flatMap(([name, schema]) => declareModel(name, schema));
  const [aliases, classes] = [declarations.filter(isAlias), declarations.filter((one) => !isAlias(one))];
  return `${[[head, ...aliases.toSorted()].join('\n\n'), ...classes].join('\n\n\n')}\n`;
}

function isAlias(declaration: string): boolean {
  return !declaration.startsWith('class ');
}

/** A declaration, after those of the objects inside it: a TypedDict needs a name. */
function declareModel(name: string, schema: Schema): readonly string[] {
  const inside: string[] = [];
  if (schema.properties === undefined) {
    const comment = typeof schema.description === 'string' ? `#: ${schema.description}\n` : '';
    // A schema that excludes null can't be generated from by all.
    const type = name === 'Value' ? anyButNull : typeOf(schema, name, inside);
    const alias = `${comment}${name}: TypeAlias = "${type}"`;
    return [...inside, alias];
  }
  const required = (schema.required ?? []) as readonly string[];
  const properties = Object.entries(schema.properties as Readonly<Record<string, Schema>>);
  const keywords = properties.filter(([field]) => !isField(field));
  const fields = properties
    .filter(([field]) => isField(field))
    .flatMap(([field, of]) => {
      const type = typeOf(of, `${name}${capitalize(field)}`, inside);
      const comment = typeof of.description === 'string' ? [`    #: ${of.description}`] : [];
      return [...comment, `    ${field}: ${required.includes(field) ? type : `NotRequired[${type}]`}`];
    });
  const own = [
    `class ${name}(${keywords.length > 0 ? `_${name}` : 'TypedDict'}):`,
    `    """${schema.description ?? 'Part of what comes below.'}"""`,
    '',
    ...fields,
  ];
  return [...inside, ...declareKeywords(name, keywords, inside), own.join('\n')];
}

/** Words of Python, which no field of a class may be called by. */
const KEYWORDS: ReadonlySet<string> = new Set(['if']);

/** Whether a field of a class may be called so. */
function isField(name: string): boolean {
  return /^\w+$/.test(name) && !KEYWORDS.has(name);
}

/** The fields that no class can have by their names: it inherits them, as optional ones. */
function declareKeywords(
  name: string,
  fields: readonly (readonly [string, Schema])[],
  inside: string[],
): readonly string[] {
  if (fields.length === 0) return [];
  const types = fields.map(([field, of]) => `"${field}": "${typeOf(of, `${name}${capitalize(field)}`, inside)}"`);
  return [`_${name} = TypedDict("_${name}", {${types.join(', ')}}, total=False)`];
}

/** The type of what a schema describes. It has the shapes that the contract uses, and no others. */
function typeOf(schema: Schema, name: string, inside: string[]): string {
  const { $ref, anyOf, enum: words, const: only, type } = schema;
  if (typeof $ref === 'string') return $ref.split('/').at(-1) ?? '';
  if (Array.isArray(anyOf)) {
    const types = anyOf.map((one: Schema) => typeOf(one, `${name}Object`, inside));
    return [...types.filter((one) => one !== 'None'), ...types.filter((one) => one === 'None')].join(' | ');
  }
  if (Array.isArray(words)) return `Literal[${words.map((word) => `'${word}'`).join(', ')}]`;
  if (only !== undefined) return `Literal['${only}']`;
  if (Array.isArray(type)) return type.map((one) => plain[one]).join(' | ');
  if (type === 'array') return `Sequence[${typeOf(schema.items as Schema, name, inside)}]`;
  if (schema.properties !== undefined) {
    // An object, or a list of them: it is declared once.
    inside.push(...declareModel(name, schema).filter((one) => !inside.includes(one)));
    return name;
  }
  if (type === 'object') return `Mapping[str, ${typeOf(schema.additionalProperties as Schema, name, inside)}]`;
  return plain[String(type)] ?? 'Json';
}

const plain: Readonly<Record<string, string>> = {
  string: 'str',
  integer: 'int',
  number: 'float',
  boolean: 'bool',
  null: 'None',
};

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
