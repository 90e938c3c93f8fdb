import { describe, expect, test } from 'vitest';
import type * as client from '../../client/index.ts';
import { type Schema, schemas } from './contract.ts';
import { field, fields, fieldsOf } from './fields.ts';

const conversation = {
  id: 'string',
  type: 'string',
  state: 'string',
  queueId: 'string?',
  startTime: 'string',
  endTime: 'string?',
} as const;
const participant = {
  id: 'string',
  purpose: 'string',
  version: 'number',
  attributes: 'object',
  endTime: 'string?',
} as const;
const secured = { attributes: 'object', unreadable: 'list?', version: 'number' } as const;
const seen = { attributes: 'object', notSet: 'list', version: 'number' } as const;

describe('what the client gives has the fields of the document', () => {
  const given: Readonly<Record<string, object>> = {
    Participant: fields<client.Participant>(participant),
    Conversation: fields<client.Conversation>({
      ...conversation,
      version: 'number',
      data: 'object',
      participants: 'list?',
      wrapup: 'object?',
    }),
    Written: fields<client.Written>({ id: 'string', names: 'list', version: 'number?', participants: 'list?' }),
    ParticipantAttributes: fields<client.ParticipantAttributes>({ attributes: 'object', version: 'number' }),
    Interaction: fields<client.Interaction>({ id: 'string', version: 'number', participants: 'list' }),
    Pending: fields<client.Pending>({ pending: 'list', revision: 'number' }),
    FlowAttributes: fields<client.FlowAttributes>({ ...seen, setOn: 'object?' }),
    Flushed: fields<client.Flushed>({ flushed: 'list', version: 'number', securedFlushed: 'number?' }),
    FlowSecured: fields<client.FlowSecured>({ ...seen, unreadable: 'list?' }),
    Secured: fields<client.Secured>(secured),
    SecuredNames: fields<client.SecuredNames>({
      names: 'list',
      version: 'number',
      attributes: 'object?',
      unreadable: 'list?',
    }),
    History: fields<client.History>({
      id: 'string',
      type: 'string',
      queueId: 'string?',
      startTime: 'string',
      endTime: 'string',
      wrapup: 'object?',
      data: 'object',
    }),
    ChannelTypeSettings: fields<client.Versioned<client.ChannelTypeSettings>>({
      ...{ savedAttributes: 'list', retentionDays: 'number', version: 'number', activeMaxSeconds: 'number?' },
    }),
    MessageTaken: fields<client.MessageTaken>({ conversationId: 'string', accepted: 'list', dropped: 'list' }),
    Export: fields<client.Export>({
      ...conversation,
      version: 'number',
      externalId: 'string?',
      channelId: 'string?',
      data: 'object',
      participants: 'list',
      pending: 'list',
      wrapup: 'object?',
      saved: 'object?',
      savedNames: 'list?',
      expires: 'string?',
      secured: 'object',
    }),
  };

  test.for(Object.entries(given))('%s', ([name, expected]) => {
    expect(fieldsOf(schemas[name])).toEqual(expected);
  });

  const inside: readonly [string, Schema | undefined, object][] = [
    [
      'an item of ConversationList',
      field(schemas.ConversationList, 'conversations').items,
      fields<client.ConversationSummary>(conversation),
    ],
    ['a wrap-up', field(schemas.Conversation, 'wrapup'), fields<client.Wrapup>({ code: 'string?', notes: 'string?' })],
    [
      'a name that is not set',
      field(schemas.FlowAttributes, 'notSet').items,
      fields<client.NotSetHere>({ name: 'string', didYouMean: 'string?', setOn: 'string?' }),
    ],
    [
      'a secured name that is not set',
      field(schemas.FlowSecured, 'notSet').items,
      fields<client.NotSet>({ name: 'string', didYouMean: 'string?' }),
    ],
    [
      'a participant of an interaction',
      field(schemas.Interaction, 'participants').items,
      fields<client.InteractionParticipant>({
        id: 'string',
        type: 'string',
        externalId: 'string?',
        version: 'number',
        attributes: 'object',
        addresses: 'list',
        endTime: 'string?',
      }),
    ],
    [
      'a participant that was written',
      field(schemas.Written, 'participants').items,
      fields<client.WrittenParticipant>({ id: 'string', version: 'number', names: 'list' }),
    ],
    [
      'an exported participant',
      field(schemas.Export, 'participants').items,
      fields<client.ExportedParticipant>({ ...participant, externalId: 'string?', addresses: 'list' }),
    ],
    [
      'a pending write',
      field(schemas.Export, 'pending').items,
      fields<client.PendingWrite>({
        execution: 'string',
        target: 'string?',
        participantId: 'string?',
        name: 'string',
        value: 'any?',
      }),
    ],
    [
      'what is secured in an export',
      field(schemas.Export, 'secured'),
      fields<client.ExportedSecured>({ attributes: 'object?', unreadable: 'list?', names: 'list?', pending: 'list' }),
    ],
    [
      'a secured pending write',
      field(field(schemas.Export, 'secured'), 'pending').items,
      fields<client.PendingSecuredWrite>({
        execution: 'string',
        name: 'string',
        value: 'any?',
        unreadable: 'boolean?',
      }),
    ],
    [
      'a dropped attribute',
      field(schemas.MessageTaken, 'dropped').items,
      fields<client.DroppedAttribute>({ name: 'string', reason: 'string' }),
    ],
    [
      'the settings of a web channel',
      field(field(schemas.WebchatChannel, 'settings'), 'webchat'),
      fields<client.WebchatSettings>({ type: 'string', attributes: 'object' }),
    ],
    [
      'a violation',
      field(schemas.Problem, 'errors').items,
      fields<client.Violation>({ name: 'string', reason: 'string' }),
    ],
  ];

  test.for(inside)('%s', ([, schema, expected]) => {
    expect(fieldsOf(schema)).toEqual(expected);
  });
});
