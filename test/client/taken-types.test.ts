import { describe, expect, test } from 'vitest';
import type * as client from '../../client/index.ts';
import { resolved, type Schema, schemas } from './contract.ts';
import { bodyOf, field, fields, fieldsOf, parameterOf } from './fields.ts';

describe('what the client takes has the fields of the document', () => {
  const newParticipant = {
    id: 'string?',
    purpose: 'string',
    externalId: 'string?',
    addresses: 'list?',
    attributes: 'object?',
  } as const;
  const message = bodyOf('post-webchat-message');
  const taken: readonly [string, Schema | undefined, object][] = [
    [
      'a conversation',
      bodyOf('create-conversation'),
      fields<client.NewConversation>({
        id: 'string?',
        type: 'string',
        queueId: 'string?',
        externalId: 'string?',
        data: 'object?',
        participants: 'list',
      }),
    ],
    [
      'its participants',
      field(bodyOf('create-conversation'), 'participants').items,
      fields<client.NewParticipant>(newParticipant),
    ],
    ['a participant', bodyOf('add-participant'), fields<client.NewParticipant>(newParticipant)],
    [
      'an address',
      field(bodyOf('add-participant'), 'addresses').items,
      fields<client.Address>({ type: 'string', uri: 'string' }),
    ],
    [
      'changes of a conversation',
      bodyOf('patch-conversation'),
      fields<client.ConversationPatch>({
        state: 'string?',
        queueId: 'any?',
        wrapup: 'object?',
        data: 'object?',
        version: 'number?',
      }),
    ],
    [
      'changes of a participant of an interaction',
      field(bodyOf('patch-interaction'), 'participants').items,
      fields<client.InteractionChange>({
        ...{ id: 'string', version: 'number?', attributes: 'object', type: 'string?', purpose: 'string?' },
        ...{ externalId: 'string?', addresses: 'list?', endTime: 'string?' },
      } as const),
    ],
    [
      'settings of a channel type',
      bodyOf('put-channel-type-settings'),
      fields<client.ChannelTypeSettings & { version?: number }>({
        ...{ savedAttributes: 'list', retentionDays: 'number', version: 'number?', activeMaxSeconds: 'number?' },
      }),
    ],
    [
      'changes of a web channel',
      field(field(bodyOf('patch-webchat-channel'), 'settings'), 'webchat'),
      fields<Partial<client.WebchatSettings>>({ type: 'string?', attributes: 'object?' }),
    ],
    [
      "a guest's message",
      message,
      fields<client.GuestMessage>({
        conversationId: 'string?',
        message: 'object',
        metadata: 'object?',
        message_metadata: 'object?',
      }),
    ],
    [
      'its text',
      field(message, 'message'),
      fields<client.GuestMessage['message']>({ text: 'string', channel: 'object?' }),
    ],
  ];

  test.for(taken)('%s', ([, schema, expected]) => {
    expect(fieldsOf(schema)).toEqual(expected);
  });
});

describe('the client has the words of the document', () => {
  type Allowed = Exclude<client.AllowedAttribute, string>['type'];
  const webchat = field(field(schemas.WebchatChannel, 'settings'), 'webchat');
  const allowed = resolved(field(field(webchat, 'attributes'), 'allowed').items ?? {}).anyOf?.find(
    ({ properties }) => properties,
  );
  /** A list of all words of a type: the compiler finds one that is missing or too many. */
  const words = <Word extends string>(given: Readonly<Record<Word, true>>) => Object.keys(given).sort();
  const lists: readonly [string, Schema, readonly string[]][] = [
    [
      'channel types',
      field(schemas.Conversation, 'type'),
      words<client.ChannelType>({
        voice: true,
        callback: true,
        webchat: true,
        webmessaging: true,
        email: true,
        task: true,
      }),
    ],
    [
      'states',
      field(schemas.Conversation, 'state'),
      words<client.State>({ active: true, wrapup: true, handled: true, abandoned: true }),
    ],
    [
      'targets of a flow',
      field(bodyOf('set-attributes'), 'target'),
      words<client.Target>({ participant: true, conversation: true }),
    ],
    [
      'targets of what a flow reads',
      parameterOf('get-attributes', 'target') ?? {},
      words<NonNullable<client.ReadPlacement['target']>>({ participant: true, conversation: true, any: true }),
    ],
    [
      'types of web channels',
      field(webchat, 'type'),
      words<client.WebchatSettings['type']>({ webchat: true, webmessaging: true }),
    ],
    [
      "types of guests' attributes",
      field(allowed, 'type'),
      words<Allowed>({ string: true, integer: true, number: true, boolean: true }),
    ],
    [
      'reasons for dropping one',
      field(field(schemas.MessageTaken, 'dropped').items, 'reason'),
      words<client.DroppedAttribute['reason']>({
        'not-allowed': true,
        'wrong-type': true,
        'too-late': true,
        'too-large': true,
      }),
    ],
  ];

  test.for(lists)('%s', ([, schema, expected]) => {
    expect([...(schema.enum ?? [])].sort()).toEqual(expected);
  });
});
