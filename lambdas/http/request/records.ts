import type { AttributeChanges } from '#domain/attributes.ts';
import { findSchema } from '#domain/data-schemas.ts';
import { suggestAmong } from '#domain/did-you-mean.ts';
import { limits } from '#domain/limits.ts';
import type { RecordWrite, WriteRecords } from '#domain/operations/write-records.ts';
import type { Input } from '#http/request/input.ts';
import { readOperationId } from '#http/request/operation-id.ts';
import { matchBodyVersion } from '#http/request/preconditions.ts';

/** A record as a body has it. */
interface GivenRecord {
  readonly id: string;
  readonly schemaId?: string | undefined;
  readonly version?: number | undefined;
  readonly customAttributes: AttributeChanges;
}

/** What of a request says how records are written. */
type Request = Pick<Input, 'event' | 'idempotencyKey' | 'operation' | 'rules' | 'violations' | 'ifMatch'>;

/**
 * What a body writes of records. What is wrong with it is noted.
 *
 * @returns with the id of the record in a body that is no list
 * @throws Refusal `schema-not-found`
 */
export function readRecords(
  body: GivenRecord | readonly GivenRecord[],
  request: Request,
): Omit<WriteRecords, 'how'> & { readonly alone: string | undefined } {
  const { rules, violations, event } = request;
  const given = 'id' in body ? [body] : body;
  const alone = 'id' in body ? body.id : undefined;
  const records = given.map((one, position) => readRecord(one, alone === undefined ? `${position}.` : '', request));
  const ids = records.map(({ schema }) => schema.id);
  const twice = ids.find((id, position) => ids.indexOf(id) !== position);
  if (twice !== undefined) violations.unprocessable('body', `has the record ${JSON.stringify(twice)} twice`);
  const names = records.flatMap(({ attributes }) => [...attributes.keys()]);
  const shared = names.find((name, position) => names.indexOf(name) !== position);
  if (twice === undefined && shared !== undefined) {
    violations.unprocessable('body', `has ${JSON.stringify(shared)} in two records: one of the values would be lost`);
  }
  const count = records.reduce((sum, { schema }) => sum + schema.fields.length, 0);
  if (count > limits.namesPerRequest) {
    const most = limits.namesPerRequest;
    violations.unprocessable(
      'body',
      `is of schemas with ${count} names together; they may have ${most} (limit: names)`,
    );
  }
  return {
    alone,
    operation: readOperationId(request),
    conversationId: event.pathParameters?.conversationId ?? '',
    records,
    versions: [...request.ifMatch, ...given.flatMap(({ version }) => matchBodyVersion(version))],
    mayWrite: (name) => rules.mayWrite(name),
  };
}

function readRecord(
  { id, schemaId = id, customAttributes: attributes }: GivenRecord,
  at: string,
  { rules, violations }: Pick<Request, 'rules' | 'violations'>,
): RecordWrite {
  const schema = findSchema(rules, schemaId);
  if (id !== schemaId) {
    const reason = `is ${JSON.stringify(id)}; a conversation has one record of each schema, whose id is that of the schema, ${JSON.stringify(schemaId)}`;
    violations.unprocessable(`${at}id`, reason);
  }
  if (!schema.enabled) violations.unprocessable(`${at}schemaId`, `the schema "${schemaId}" is not enabled`);
  const names = schema.fields.map(({ name }) => name);
  const suggest = suggestAmong(names);
  for (const name of attributes.keys()) {
    if (names.includes(name)) continue;
    violations.unprocessable(`${at}customAttributes.${name}`, `is not in the schema "${schema.id}"`, suggest(name));
  }
  return { schema, attributes };
}
