import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { contract, type Schema } from './document.ts';

const { schemas } = contract.components;

/** What is wrong with what this version answers by a schema of the document: nothing, when it is empty. */
export const violations = makeValidator(close(schemas));

/** The same of what may be sent: an object that the document leaves open takes any member. */
export const requestViolations = makeValidator(schemas);

function makeValidator(
  components: Readonly<Record<string, Schema>>,
): (schema: Schema, value: unknown) => readonly string[] {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true });
  formats.default(ajv);
  // The document says in words that a value is not null.
  ajv.addSchema({ $id: 'contract', components: { schemas: { ...components, Value: { not: { type: 'null' } } } } });
  // Of OpenAPI, not of JSON Schema.
  ajv.addVocabulary(['components', 'example']);
  const validators = new Map<Schema, ValidateFunction>();
  // Many answers have the same schema: it is compiled once.
  const byText = new Map<string, ValidateFunction>();
  const compile = (schema: Schema) => {
    const text = JSON.stringify(schema);
    const compiled = byText.get(text) ?? ajv.compile(anchored(text));
    byText.set(text, compiled);
    return compiled;
  };
  return (schema, value) => {
    const validate = validators.get(schema) ?? compile(schema);
    validators.set(schema, validate);
    if (validate(value)) return [];
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath || 'the whole'} ${message}`);
  };
}

/** No member that the document does not have. */
function close(open: Readonly<Record<string, Schema>>): Readonly<Record<string, Schema>> {
  return JSON.parse(JSON.stringify(open), (_, one) =>
    one?.type === 'object' && one.properties ? { additionalProperties: false, ...one } : one,
  );
}

/** The schema with its references to the document's own schemas, wherever it stands itself. */
function anchored(schema: string): Schema {
  return JSON.parse(schema.replaceAll('"$ref":"#/', '"$ref":"contract#/'));
}
