import { channelTypes } from '#domain/channel-types.ts';
import { liveStates } from '#domain/conversation.ts';
import { limits } from '#domain/limits.ts';
import { TIME_PATTERN } from '#domain/time.ts';
import type { DynamoDbAction, QueryParameter } from './contract.ts';
import type { ProblemCode } from './problems.ts';
import { list, oneOf, textOf } from './schema.ts';
import { name } from './schemas/attributes.ts';
import { FlowType } from './schemas/flows.ts';

/**
 * What API Gateway takes of a request line and headers, in bytes: where the code sets no limit, this does.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
 */
export const MAX_HEAD_BYTES = 10_240;

/** Any text in a query, but an empty one. */
const queryText = { ...textOf(MAX_HEAD_BYTES), minLength: 1 };

/** The conversation is not there. */
export const notThere: readonly ProblemCode[] = ['conversation-not-found'];

/** What every read of a conversation may be refused for. */
export const readable: readonly ProblemCode[] = [...notThere, 'missing-queue'];

/** What a write that names a version may be refused for. */
const versioned: readonly ProblemCode[] = ['version-conflict', 'precondition-failed'];

/** What the description of a patch of attributes says besides. */
export const mergePatch =
  'As `application/merge-patch+json` (RFC 7396) it merges a value that is an object with the one that is there: its members are set one by one, and null removes one. As `application/json` the object replaces it.';

/** The same of a patch under a condition. */
export const onlyIf =
  '`if` names values that attributes must have for the patch to be done: nobody is overwritten, however many others write other names.';

/** What every write of settings may be refused for. */
export const writeSettings: readonly ProblemCode[] = [
  ...versioned,
  'unprocessable-content',
  'idempotency-key-reused',
  'idempotency-key-expired',
  'contention',
];

/** What every write of attributes may be refused for. */
export const write: readonly ProblemCode[] = [
  'conversation-not-found',
  'conversation-ended',
  'conversation-too-large',
  'channel-takes-no-attributes',
  'attribute-not-writable',
  'idempotency-key-reused',
  'idempotency-key-expired',
  'unprocessable-content',
  'contention',
];

/** What a patch of attributes may be refused for besides. */
export const stale: readonly ProblemCode[] = [...versioned, 'values-differ', 'precondition-required'];

/** What a write of secured attributes may be refused for. */
export const writeSecured: readonly ProblemCode[] = [
  ...write,
  'precondition-failed',
  'key-service-unavailable',
  'data-key-lost',
];

/** A set in a flow execution. */
export const pending: readonly ProblemCode[] = [...write, 'too-many-pending-writes', 'too-many-executions'];

/** A parameter that takes some of these words, repeated or with commas between. */
export function someOf(words: readonly string[]): Pick<QueryParameter, 'schema' | 'isRepeated'> {
  const shortest = Math.min(...words.map(({ length }) => length));
  return {
    schema: { ...list(oneOf(words), Math.floor(MAX_HEAD_BYTES / (shortest + 1))), minItems: 1 },
    isRepeated: true,
  };
}

/** The query of a channel type. */
export const typeQuery: QueryParameter = { name: 'type', description: 'Channel type.', schema: oneOf(channelTypes) };

const plus = 'Write %2B for "+", and %20 for a blank.';

/** The query of what leads to a conversation. */
export const findQuery: readonly QueryParameter[] = [
  { name: 'address', description: `The uri of an address of a participant. ${plus}`, schema: queryText },
  { name: 'externalId', description: `Of the conversation or of a participant. ${plus}`, schema: queryText },
];

/** What a list calls that can be asked for what leads to a conversation. */
export const findGrants = [
  'Query byDay',
  'Query live',
  'Query find1',
  'Query find2',
  'Query find3',
  'GetItem',
] as const satisfies readonly DynamoDbAction[];

/** The query of the value of a searchable attribute. */
export const valueQuery: readonly QueryParameter[] = [
  {
    name: 'attribute',
    description:
      'The name of a searchable attribute, with `equals` or `startsWith`: those that have this value. Of one that is handled a saved value counts, and only for who has the right to its call queue; in the contact log saved values alone count.',
    schema: name,
  },
  { name: 'equals', description: `The whole value of the attribute, as it is written. ${plus}`, schema: queryText },
  {
    name: 'startsWith',
    description: `What its value begins with, as it is written: ${limits.prefixCharacters} characters or more, and not more than ${limits.foundByPrefix} conversations in all. ${plus}`,
    schema: { ...queryText, minLength: limits.prefixCharacters },
  },
];

/** What a list calls besides that can be asked for the value of an attribute. */
export const valueGrants = [
  'Query value1',
  'Query value2',
  'Query value3',
  'Query value4',
  'Query value5',
] as const satisfies readonly DynamoDbAction[];

/** What an operation calls that opens secured values, where the deployment keeps changes: it keeps who has revealed what, too. */
export const revealGrants = ['PutItem', 'DeleteItem'] as const satisfies readonly DynamoDbAction[];

/** The query of the states of an interaction. */
export const liveStateQuery: QueryParameter = {
  name: 'state',
  description: 'In one of these states: repeated, or with commas between. Default: active.',
  ...someOf(liveStates),
};

/** The query of a call queue. */
export const queueQuery: QueryParameter = { name: 'queueId', description: 'Call queue.', schema: queryText };

/** The query of a flow's type. */
export const flowTypeQuery: QueryParameter = {
  name: 'flowType',
  description: 'The type of the flow.',
  schema: FlowType,
};

/** The query of attribute names. */
export const nameQuery: QueryParameter = {
  name: 'name',
  description: 'A name wanted; none means all.',
  schema: list(name, limits.namesPerRequest),
  isRepeated: true,
};

const time = {
  type: 'string',
  maxLength: 35,
  pattern: TIME_PATTERN,
};

/** The query of a page of a list. */
export const pageQuery: readonly QueryParameter[] = [
  {
    name: 'from',
    description:
      'Start time from here on: a date, or a time of RFC 3339. Not after "to", nor more than ten years before. Default: 7 days before "to".',
    schema: time,
  },
  { name: 'to', description: 'Start time before this. Default: now.', schema: time },
  {
    name: 'pageSize',
    description: 'Conversations on a page, at most. It may change from page to page.',
    schema: { type: 'integer', format: 'int32', minimum: 1, maximum: limits.pageSize, default: limits.pageSize },
  },
  {
    name: 'nextToken',
    description: 'Of the page before, of the same list and with the same filters.',
    schema: { ...queryText, pattern: '^[A-Za-z0-9_-]{22,}$' },
  },
];

/** The conversation of the examples, which they play from its start to its end. */
export const call = { conversationId: 'call-2041' };

/** Its flow execution. */
export const ivr = { ...call, flowExecutionId: 'ivr-7' };

/** Its customer. */
export const customer = { ...call, participantId: 'customer' };

/** A conversation that has ended before the examples begin. */
export const endedId = 'ended-1';

/** The same as in a path. */
export const ended = { conversationId: endedId };

/** The web channel of the examples. */
export const shop = { channelId: 'shop' };
