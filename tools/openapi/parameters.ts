import { MAX_HEAD_BYTES } from '#contract/common.ts';
import type { QueryParameter } from '#contract/contract.ts';
import { isRead } from '#contract/contract.ts';
import type { Operation } from '#contract/operations.ts';
import { IDEMPOTENCY_KEY_PATTERN } from '#contract/patterns.ts';
import { oneOf, type Schema, textOf } from '#contract/schema.ts';
import { name } from '#contract/schemas/attributes.ts';
import { Id } from '#contract/schemas/basics.ts';
import { channelTypes } from '#domain/channel-types.ts';

/** The parameters of an operation: in the path, in the query, in headers. With the values of its example. */
export function describeParameters(operation: Operation): readonly Schema[] {
  const { path, query = [], example } = operation;
  return [
    ...describePathParameters(path, example.path ?? {}),
    ...query.map((one) => describeQueryParameter(one, example.query?.[one.name])),
    ...describeHeaderParameters(operation),
  ];
}

const inPath: Readonly<Record<string, { readonly description: string; readonly schema: Schema }>> = {
  conversationId: { description: 'The id of the conversation.', schema: Id },
  participantId: {
    description: 'The id of the participant; `customer` and `agent` also mean the only one with that purpose.',
    schema: Id,
  },
  flowExecutionId: { description: 'The id of this run of a flow, chosen by the caller.', schema: Id },
  channelId: { description: 'The id of the web channel, chosen by the caller.', schema: Id },
  attributesId: { description: 'The id of the record: that of its schema.', schema: Id },
  schemaId: { description: 'The id of the schema.', schema: Id },
  versionId: { description: 'The number of a version.', schema: Id },
  type: { description: 'The channel type.', schema: oneOf(channelTypes) },
  name: {
    description: 'The name of the attribute, percent-encoded. It has no slash: proxies read `%2F` as one.',
    schema: { ...name, type: 'string', pattern: '^[^/]*$' },
  },
};

function describePathParameters(path: string, values: Readonly<Record<string, string>>): readonly Schema[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    ...inPath[name],
    example: values[name],
  }));
}

function describeQueryParameter(parameter: QueryParameter, value: string | undefined): Schema {
  const { name, description, schema, isRepeated, isRequired = false } = parameter;
  return {
    name,
    in: 'query',
    description,
    required: isRequired,
    schema,
    ...(isRepeated && { style: 'form', explode: true }),
    ...(value !== undefined && { example: isRepeated ? value.split(',') : value }),
  };
}

const idempotencyKey = {
  name: 'Idempotency-Key',
  description:
    'The same for every attempt of one request: it is applied once. Kept for 24 hours and among those of the 64 newest writes under keys to the same conversation, settings or web channel, apart for each client, method, path and conversation.',
  schema: { type: 'string', minLength: 1, maxLength: 255, pattern: IDEMPOTENCY_KEY_PATTERN },
};

const ifMatch = {
  name: 'If-Match',
  description: 'The ETag that was read: the write is refused with 412 when it is not current. `*` matches any.',
  schema: { ...textOf(MAX_HEAD_BYTES), pattern: '^(\\*|(W/)?"[!#-+\\--~]*"( *, *(W/)?"[!#-+\\--~]*"){0,19})$' },
};

const ifNoneMatch = {
  name: 'If-None-Match',
  description: 'The ETag that was read: 304 without a body while it is current.',
  // What is no tag names none.
  schema: { ...textOf(MAX_HEAD_BYTES), pattern: '^[ -~\\u00A0-\\u00FF]*$' },
};

function describeHeaderParameters({
  method,
  isConditional,
  isHashed,
  hasVersion,
  example,
}: Operation): readonly Schema[] {
  const ofRead = hasVersion || isHashed ? [ifNoneMatch] : [];
  const own = isRead(method) ? ofRead : [idempotencyKey, ...(isConditional ? [ifMatch] : [])];
  return own.map((parameter) => {
    const value = example.headers?.[parameter.name];
    return { in: 'header', ...parameter, ...(value !== undefined && { example: value }) };
  });
}
