/** A table that a function may touch. The environment names it in `<NAME>_TABLE`. */
export type TableName = 'conversations' | 'dataKeys' | 'settings';

/** A DynamoDB action, as IAM names it without its `dynamodb:` prefix, with the index that it reads if it is a query. */
export type DynamoDbAction = 'GetItem' | 'PutItem' | 'UpdateItem' | 'DeleteItem' | 'Query byDay' | 'Query due';

/** A KMS action, as IAM names it without its `kms:` prefix. */
export type KmsAction = 'GenerateDataKey' | 'Decrypt';

/** The scopes of access tokens, without the prefix that an issuer may put before them. */
export type Scope =
  | 'conversation:read'
  | 'conversation:write'
  | 'conversation:erase'
  | 'interaction:participant:read'
  | 'interaction:participant:write'
  | 'secured:read'
  | 'secured:write'
  | 'webchat:read'
  | 'webchat:write'
  | 'webchat:guest'
  | 'contactdata:read'
  | 'contactdata:manage'
  | 'report:read'
  | 'settings:read'
  | 'settings:write'
  | 'flow:read'
  | 'flow:write';

/** One operation of the API. The handlers, the stacks, the local server and the OpenAPI document all read this table. */
export interface Route {
  /** The operation's name: the handler is `lambdas/<operation>.ts`, the OpenAPI `operationId` is the same. */
  readonly operation: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** As API Gateway writes it: `{name}` is one segment. */
  readonly path: string;
  /** Paths that mean the same, for clients of other systems. @default none */
  readonly aliases?: readonly string[];
  /** What the caller's token must have; undefined: the route is open to everybody, without a token. */
  readonly scope: Scope | undefined;
  /**
   * Of a write: what the token must have to see what is there in the answer. Without, it has ids, versions and the names
   * that were written. @default the answer shows nothing else
   */
  readonly readScope?: Scope;
  readonly summary: string;
  /** The media types that it can answer with. @default `application/json` */
  readonly gives?: readonly string[];
  /** Exactly the DynamoDB actions that the operation calls: its role is granted these and no others. */
  readonly dynamodb: Partial<Record<TableName, readonly DynamoDbAction[]>>;
  /** Exactly the actions on the customer's key that the operation calls. @default none */
  readonly kms?: readonly KmsAction[];
}

const conversation = '/api/v2/conversations/{conversationId}';
const participantAttributes = `${conversation}/participants/{participantId}/attributes`;
/** Words that clients of Genesys Cloud put before a conversation's id, by its kind of media. */
const media = ['calls', 'callbacks', 'emails', 'messages'] as const;
const flow = `${conversation}/flows/{flowExecutionId}`;

/** Every route of the API but the token end point, which the issuer serves. */
export const routes = [
  {
    operation: 'create-conversation',
    method: 'POST',
    path: '/api/v2/conversations',
    scope: 'conversation:write',
    readScope: 'conversation:read',
    summary: 'Create a conversation with its participants',
    dynamodb: { conversations: ['GetItem', 'PutItem'] },
  },
  {
    operation: 'get-conversation',
    method: 'GET',
    path: conversation,
    aliases: media.map((kind) => `/api/v2/conversations/${kind}/{conversationId}`),
    scope: 'conversation:read',
    summary: 'Get a conversation',
    dynamodb: { conversations: ['GetItem'] },
  },
  {
    operation: 'patch-conversation',
    method: 'PATCH',
    path: conversation,
    scope: 'conversation:write',
    readScope: 'conversation:read',
    summary: 'Change the state, call queue, wrap-up or data of a conversation',
    dynamodb: { conversations: ['GetItem', 'PutItem', 'UpdateItem'], dataKeys: ['PutItem'], settings: ['GetItem'] },
  },
  {
    operation: 'find-conversations',
    method: 'GET',
    path: '/api/v2/conversations',
    scope: 'conversation:read',
    summary: 'Find conversations by their start, newest first',
    dynamodb: { conversations: ['Query byDay'] },
  },
  {
    operation: 'get-conversation-history',
    method: 'GET',
    path: `${conversation}/history`,
    scope: 'conversation:read',
    summary: 'Get what is kept of an ended conversation',
    dynamodb: { conversations: ['GetItem'] },
  },
  {
    operation: 'get-channel-type-settings',
    method: 'GET',
    path: '/api/v2/settings/channels/{type}',
    scope: 'settings:read',
    summary: 'Get what is kept of the conversations of a channel type',
    dynamodb: { settings: ['GetItem'] },
  },
  {
    operation: 'put-channel-type-settings',
    method: 'PUT',
    path: '/api/v2/settings/channels/{type}',
    scope: 'settings:write',
    readScope: 'settings:read',
    summary: 'Set what is kept of the conversations of a channel type',
    dynamodb: { settings: ['GetItem', 'PutItem'] },
  },
  {
    operation: 'erase-conversation',
    method: 'DELETE',
    path: conversation,
    scope: 'conversation:erase',
    summary: 'Erase a conversation and its data key',
    dynamodb: { conversations: ['GetItem', 'PutItem', 'UpdateItem'], dataKeys: ['PutItem'] },
  },
  {
    operation: 'add-participant',
    method: 'POST',
    path: `${conversation}/participants`,
    scope: 'conversation:write',
    readScope: 'conversation:read',
    summary: 'Add a participant to a conversation',
    dynamodb: { conversations: ['GetItem', 'UpdateItem'] },
  },
  {
    operation: 'remove-participant',
    method: 'DELETE',
    path: `${conversation}/participants/{participantId}`,
    scope: 'conversation:write',
    summary: 'Have a participant leave a conversation',
    dynamodb: { conversations: ['GetItem', 'UpdateItem'] },
  },
  {
    operation: 'get-participant-attributes',
    method: 'GET',
    path: participantAttributes,
    scope: 'interaction:participant:read',
    summary: 'Get the attributes of a participant',
    dynamodb: { conversations: ['GetItem'] },
  },
  {
    operation: 'patch-participant-attributes',
    method: 'PATCH',
    path: participantAttributes,
    aliases: media.map((kind) => participantAttributes.replace('{', `${kind}/{`)),
    scope: 'interaction:participant:write',
    readScope: 'interaction:participant:read',
    summary: 'Merge attributes into those of a participant',
    dynamodb: { conversations: ['GetItem', 'UpdateItem'] },
  },
  {
    operation: 'get-interaction',
    method: 'GET',
    path: '/api/v2/interactions/{conversationId}',
    scope: 'interaction:participant:read',
    summary: 'Get a live interaction',
    dynamodb: { conversations: ['GetItem'] },
  },
  {
    operation: 'patch-interaction',
    method: 'PATCH',
    path: '/api/v2/interactions/{conversationId}',
    scope: 'interaction:participant:write',
    readScope: 'interaction:participant:read',
    summary: 'Merge attributes of several participants, all or nothing',
    dynamodb: { conversations: ['GetItem', 'UpdateItem'] },
  },
  {
    operation: 'set-attributes',
    method: 'POST',
    path: `${flow}/attributes`,
    scope: 'flow:write',
    summary: 'Set attributes in a flow execution, pending until its flush',
    dynamodb: { conversations: ['GetItem', 'UpdateItem'] },
  },
  {
    operation: 'get-attributes',
    method: 'GET',
    path: `${flow}/attributes`,
    scope: 'flow:read',
    summary: 'Get attributes as a flow execution sees them',
    dynamodb: { conversations: ['GetItem', 'PutItem', 'UpdateItem'] },
  },
  {
    operation: 'flush-attributes',
    method: 'POST',
    path: `${flow}/flush`,
    scope: 'flow:write',
    summary: 'Apply the pending writes of a flow execution in one batch',
    dynamodb: { conversations: ['GetItem', 'UpdateItem'] },
  },
  {
    operation: 'set-flow-secureattributes',
    method: 'POST',
    path: `${flow}/secureattributes`,
    scope: 'secured:write',
    summary: 'Set secured attributes in a flow execution, pending until its flush',
    dynamodb: { conversations: ['GetItem', 'PutItem', 'UpdateItem'], dataKeys: ['GetItem', 'PutItem'] },
    kms: ['GenerateDataKey', 'Decrypt'],
  },
  {
    operation: 'get-flow-secureattributes',
    method: 'GET',
    path: `${flow}/secureattributes`,
    scope: 'secured:read',
    summary: 'Get secured attributes as a flow execution sees them',
    dynamodb: { conversations: ['GetItem', 'PutItem', 'UpdateItem'], dataKeys: ['GetItem'] },
    kms: ['Decrypt'],
  },
  {
    operation: 'get-secureattributes',
    method: 'GET',
    path: `${conversation}/secureattributes`,
    scope: 'secured:read',
    summary: 'Get the secured attributes of a conversation',
    dynamodb: { conversations: ['GetItem'], dataKeys: ['GetItem'] },
    kms: ['Decrypt'],
  },
  {
    operation: 'put-secureattributes',
    method: 'PUT',
    path: `${conversation}/secureattributes`,
    scope: 'secured:write',
    readScope: 'secured:read',
    summary: 'Replace the secured attributes of a conversation',
    dynamodb: { conversations: ['GetItem', 'UpdateItem'], dataKeys: ['GetItem', 'PutItem'] },
    kms: ['GenerateDataKey', 'Decrypt'],
  },
  {
    operation: 'patch-secureattributes',
    method: 'PATCH',
    path: `${conversation}/secureattributes`,
    scope: 'secured:write',
    readScope: 'secured:read',
    summary: 'Merge into the secured attributes of a conversation',
    dynamodb: { conversations: ['GetItem', 'UpdateItem'], dataKeys: ['GetItem', 'PutItem'] },
    kms: ['GenerateDataKey', 'Decrypt'],
  },
  {
    operation: 'get-webchat-channel',
    method: 'GET',
    path: '/api/v2/webchat/channels/{channelId}',
    scope: 'webchat:read',
    summary: 'Get the settings of a web channel',
    dynamodb: { settings: ['GetItem'] },
  },
  {
    operation: 'patch-webchat-channel',
    method: 'PATCH',
    path: '/api/v2/webchat/channels/{channelId}',
    scope: 'webchat:write',
    readScope: 'webchat:read',
    summary: 'Change the type of a web channel, or the attributes that its guests may set',
    dynamodb: { settings: ['GetItem', 'PutItem'] },
  },
  {
    operation: 'post-webchat-message',
    method: 'POST',
    path: '/api/v2/webchat/channels/{channelId}/messages',
    scope: 'webchat:guest',
    summary: "Begin or continue a conversation with a guest's message and the attributes that come with it",
    dynamodb: { conversations: ['GetItem', 'PutItem', 'UpdateItem'], settings: ['GetItem'] },
  },
  {
    operation: 'get-contact-data',
    method: 'GET',
    path: '/RI/cmi/contactData/{conversationId}',
    scope: 'contactdata:read',
    summary: 'Get the saved data of an ended conversation',
    dynamodb: { conversations: ['GetItem'] },
  },
  {
    operation: 'find-contact-data',
    method: 'GET',
    path: '/RI/cmi/contactData',
    scope: 'contactdata:read',
    summary: 'Get the saved data of the ended conversation with a contact_id',
    dynamodb: { conversations: ['GetItem'] },
  },
  {
    operation: 'post-contact-data',
    method: 'POST',
    path: '/RI/cmi/contactData',
    scope: 'contactdata:manage',
    summary: 'Add to, correct or remove saved data of a conversation in wrap-up or handled',
    dynamodb: { conversations: ['GetItem', 'PutItem', 'UpdateItem'] },
  },
  {
    operation: 'get-contact-log',
    method: 'GET',
    path: '/api/v2/reports/contact-log',
    scope: 'report:read',
    summary: 'List ended conversations with their saved data, as JSON or CSV',
    gives: ['application/json', 'text/csv'],
    dynamodb: { conversations: ['Query byDay'] },
  },
  {
    operation: 'export-conversation',
    method: 'GET',
    path: `${conversation}/export`,
    scope: 'conversation:erase',
    summary: 'Get everything that is held about a conversation',
    dynamodb: { conversations: ['GetItem'], dataKeys: ['GetItem'] },
    kms: ['Decrypt'],
  },
  {
    operation: 'get-openapi',
    method: 'GET',
    path: '/openapi.json',
    scope: undefined,
    summary: 'Get the contract of this API',
    dynamodb: {},
  },
  {
    operation: 'get-health',
    method: 'GET',
    path: '/health',
    scope: undefined,
    summary: 'Learn whether the API answers',
    dynamodb: {},
  },
  {
    operation: 'get-error-docs',
    method: 'GET',
    path: '/docs/errors',
    scope: undefined,
    summary: 'Read what each error means, and what to do',
    gives: ['text/html'],
    dynamodb: {},
  },
] as const satisfies readonly Route[];

/** A function that the clock starts, not a request. */
export interface Job {
  /** The handler is `lambdas/<operation>.ts`. */
  readonly operation: string;
  readonly everyMinutes: number;
  readonly summary: string;
  /** As in a route. */
  readonly dynamodb: Route['dynamodb'];
}

/** Every job. */
export const jobs = [
  {
    operation: 'sweep',
    everyMinutes: 1,
    summary: 'Do what is due: flush pending writes left alone, end conversations, remove expired records',
    dynamodb: {
      conversations: ['Query due', 'GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'],
      dataKeys: ['PutItem'],
      settings: ['GetItem'],
    },
  },
] as const satisfies readonly Job[];

/** Every path of a route. */
export function pathsOf({ path, aliases = [] }: Route): readonly string[] {
  return [path, ...aliases];
}

/** Every method of a route: what can be got can be asked for by HEAD, which leaves the body out. */
export function methodsOf({ method }: Pick<Route, 'method'>): readonly (Route['method'] | 'HEAD')[] {
  return method === 'GET' ? ['GET', 'HEAD'] : [method];
}

/** Whether a method reads: it changes nothing. */
export function isRead(method: string): boolean {
  return method === 'GET' || method === 'HEAD';
}

/** The version of the contract. */
export const contractVersion = '1.0.0';

/** The name of an operation. */
export type Operation = (typeof routes)[number]['operation'];
