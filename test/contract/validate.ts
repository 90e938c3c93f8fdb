import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { contract, type Schema } from './document.ts';

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true });
formats.default(ajv);
ajv.addSchema({ $id: 'contract', components: { schemas: strict(contract.components.schemas) } });
// Of OpenAPI, not of JSON Schema.
ajv.addVocabulary(['components', 'example']);

const validators = new Map<Schema, ValidateFunction>();

/** What is wrong with a value by a schema of the document: nothing, when it is empty. */
export function violations(schema: Schema, value: unknown): readonly string[] {
  const validate = validators.get(schema) ?? ajv.compile(anchored(schema));
  validators.set(schema, validate);
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath || 'the whole'} ${message}`);
}

/** What this version answers and no other: no member that the document does not have, and no value that is null. */
function strict(schemas: Readonly<Record<string, Schema>>): Readonly<Record<string, Schema>> {
  const closed = JSON.parse(JSON.stringify(schemas), (_, one) =>
    one?.type === 'object' && one.properties ? { additionalProperties: false, ...one } : one,
  );
  return { ...closed, Value: { not: { type: 'null' } } };
}

/** The schema with its references to the document's own schemas, wherever it stands itself. */
function anchored(schema: Schema): Schema {
  return JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/', '"$ref":"contract#/'));
}
