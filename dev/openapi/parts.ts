import { channelTypes, states } from '#domain/conversation.ts';
import { idPattern } from '#domain/ids.ts';
import { limits } from '#domain/limits.ts';

/** A JSON Schema (2020-12), as OpenAPI 3.1 takes it. */
export type Schema = Readonly<Record<string, unknown>>;

/** A reference to a schema of the document. */
export function ref(name: keyof typeof schemas): Schema {
  return { $ref: `#/components/schemas/${name}` };
}

/** An object that always has these fields, and may have the optional ones. */
export function object(required: Record<string, Schema>, optional: Record<string, Schema> = {}): Schema {
  const properties = { ...required, ...optional };
  return { type: 'object', properties, required: Object.keys(required), additionalProperties: false };
}

/** A list of at most so many. */
export function list(items: Schema, maxItems: number): Schema {
  return { type: 'array', items, maxItems };
}

const names = { type: 'string', minLength: 1, maxLength: limits.nameBytes };
const bag = { type: 'object', propertyNames: names };
const text = { type: 'string', maxLength: limits.textBytes };
const time = { type: 'string', format: 'date-time', maxLength: 24 };
const count = { type: 'integer', format: 'int64', minimum: 0, maximum: Number.MAX_SAFE_INTEGER };
const address = object({ type: text, uri: text });

/** Of names that exist: a conversation has no more than its bytes allow. */
const anyNames = list({ type: 'string', maxLength: limits.nameBytes }, limits.conversationBytes);

const summary = {
  id: { $ref: '#/components/schemas/Id' },
  type: { type: 'string', enum: channelTypes },
  state: { type: 'string', enum: states },
  startTime: time,
};
const summaryOptional = { queueId: text, endTime: time };
const wrapup = object({}, { code: text, notes: { type: 'string', maxLength: limits.notesBytes } });
const version = { $ref: '#/components/schemas/Version' };
const values = { $ref: '#/components/schemas/Attributes' };
const strings = { $ref: '#/components/schemas/StringAttributes' };
const participant = { id: summary.id, purpose: text, version, attributes: values };
const notSet = object({ name: names }, { didYouMean: names });
const history = object(
  { id: summary.id, type: summary.type, startTime: time, endTime: time, data: values },
  { queueId: text, wrapup },
);
const nextToken = { type: 'string', maxLength: 200 };
const dropped = object({
  name: { type: 'string', maxLength: limits.bodyBytes },
  reason: { type: 'string', enum: ['not-allowed', 'wrong-type', 'too-late', 'too-large'] },
});
const pendingWrite = object({ execution: text, name: names }, { target: text, participantId: text, value: {} });

/** The schemas of the document by their names. */
export const schemas = {
  Id: {
    type: 'string',
    pattern: idPattern.source,
    maxLength: 128,
    description: 'An id, chosen by the caller or made here.',
  },
  Version: { ...count, description: 'Raised by every change; in ETag as "3".' },
  Attributes: { ...bag, additionalProperties: {}, description: 'Values by name: any JSON but null.' },
  AttributeChanges: { ...bag, additionalProperties: {}, description: 'Values by name; null removes the name.' },
  StringAttributes: {
    ...bag,
    additionalProperties: { type: 'string', maxLength: limits.valueBytes },
    description: 'Strings by name.',
  },
  StringAttributeChanges: {
    ...bag,
    additionalProperties: { type: ['string', 'null'], maxLength: limits.valueBytes },
    description: 'Strings by name; null removes the name.',
  },
  GuestAttributes: { type: 'object', additionalProperties: {}, description: 'What a guest brings, by name.' },
  Participant: object(participant),
  Conversation: object(
    { ...summary, version, data: values },
    {
      ...summaryOptional,
      participants: list({ $ref: '#/components/schemas/Participant' }, limits.participants),
      wrapup,
    },
  ),
  ConversationList: object({ conversations: list(object(summary, summaryOptional), 100) }, { nextToken }),
  ParticipantAttributes: object({ attributes: values }, { version }),
  Interaction: object({
    id: summary.id,
    version,
    participants: list(
      object(
        { id: summary.id, type: text, version, attributes: values, addresses: list(address, limits.addresses) },
        { externalId: text },
      ),
      limits.participants,
    ),
  }),
  Pending: object({ pending: anyNames, revision: count }),
  FlowAttributes: object({ attributes: values, notSet: list(notSet, limits.namesPerRequest), version }),
  Flushed: object({ flushed: anyNames, version }),
  FlowSecured: object({ attributes: strings, notSet: list(notSet, limits.namesPerRequest), version }),
  Secured: object({ attributes: strings, version }),
  SecuredNames: object({ names: anyNames, version }, { attributes: strings }),
  History: history,
  ContactLog: object({ conversations: list(history, 100) }, { nextToken }),
  ContactData: object({ contact_id: summary.id, data: values }),
  ContactDataAdded: object({ contact_id: summary.id }),
  ChannelTypeSettings: object({
    savedAttributes: list(names, limits.savedNames),
    retentionDays: { type: 'integer', format: 'int32', minimum: 1, maximum: limits.retentionDays },
  }),
  WebchatChannel: object({
    settings: object({
      webchat: object({
        type: { type: 'string', enum: ['webchat', 'webmessaging'] },
        attributes: object({
          allowed: list(
            {
              anyOf: [
                names,
                object({ name: names, type: { type: 'string', enum: ['string', 'integer', 'number', 'boolean'] } }),
              ],
            },
            limits.allowedNames,
          ),
        }),
      }),
    }),
  }),
  MessageTaken: object({
    conversationId: summary.id,
    accepted: anyNames,
    dropped: list(dropped, limits.bodyBytes),
  }),
  Export: object(
    {
      ...summary,
      version,
      data: values,
      participants: list(
        object({ ...participant, addresses: list(address, limits.addresses) }, { externalId: text }),
        limits.participants,
      ),
      pending: list(pendingWrite, limits.executions * limits.pendingNames),
      secured: object(
        { pending: list(pendingWrite, limits.executions * limits.pendingNames) },
        { attributes: strings, names: anyNames },
      ),
    },
    {
      ...summaryOptional,
      externalId: text,
      channelId: summary.id,
      wrapup,
      saved: values,
      savedNames: anyNames,
      expires: time,
    },
  ),
  Problem: {
    ...object(
      {
        type: { type: 'string', format: 'uri-reference', maxLength: 100 },
        title: { type: 'string', maxLength: 100 },
        status: { type: 'integer', format: 'int32', minimum: 400, maximum: 599 },
        detail: { type: 'string' },
        code: { type: 'string', maxLength: 50 },
        message: { type: 'string', description: 'The same as detail.' },
        contextId: {
          type: 'string',
          maxLength: 100,
          description: 'The id of the request: the log has it as requestId.',
        },
      },
      {
        errors: list(object({ name: { type: 'string' }, reason: { type: 'string' } }), limits.bodyBytes),
        currentVersion: version,
      },
    ),
    description: 'A refusal (RFC 9457).',
  },
  GatewayMessage: {
    type: 'object',
    properties: { message: { type: ['string', 'null'] } },
    description: 'What the gateway answers by itself.',
  },
} satisfies Record<string, Schema>;
