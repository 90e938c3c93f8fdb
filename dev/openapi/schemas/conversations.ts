import { channelTypes, states } from '#domain/conversation.ts';
import { limits } from '#domain/limits.ts';
import { list, object, oneOf, type Schema, textOf, to } from '../schema.ts';
import { name } from './bags.ts';

const text = textOf(limits.textBytes);
/** A time of RFC 3339. */
export const time = { type: 'string', format: 'date-time', maxLength: 24 };
const address = object({ type: text, uri: text });
const version = to('Version');
const values = to('Attributes');

const id = to('Id');
const summary = { id, type: oneOf(channelTypes), state: oneOf(states), startTime: time };
const summaryOptional = { queueId: text, endTime: time };
const wrapup = object({}, { code: text, notes: textOf(limits.notesBytes) });
const participant = { id, purpose: id, version, attributes: values };
const writtenParticipant = object({ id, version, names: list(name, limits.namesPerRequest) });
const endTime = { ...time, description: 'When it left; absent while it is present.' };
/** How a participant is reached. */
export const addresses = list(address, limits.addresses);
const history = object(
  { id, type: summary.type, startTime: time, endTime: time, data: values },
  { queueId: text, wrapup },
);
const nextToken = textOf(200);
const execution = {
  ...textOf(12),
  description:
    'The id of the flow execution. Of one longer than 8 characters `~` and the first 11 of its SHA-256 in base64url: the id itself is not held.',
};
const pendingWrite = object({ execution, name }, { target: text, participantId: text, value: {} });
const pendingWrites = list(pendingWrite, limits.executions * limits.pendingNames);
const pendingSecured = list(
  object(
    { execution, name },
    { value: {}, unreadable: { type: 'boolean', const: true, description: 'It is set, but does not open.' } },
  ),
  limits.executions * limits.pendingNames,
);

/** Names that are there: a conversation has no more than its bytes allow. */
export const anyNames = list(name, limits.conversationBytes);

/** Names of secured attributes. */
export const unreadable = {
  ...anyNames,
  description:
    'Those that are set, but do not open: their envelope or the data key was changed or lost. The others are answered; absent when all open.',
};

/** Conversations, participants, and what is kept of them. */
export const conversationSchemas = {
  Participant: object(participant, { endTime }),
  Conversation: object(
    { ...summary, version, data: values },
    { ...summaryOptional, participants: list(to('Participant'), limits.allParticipants), wrapup },
  ),
  Health: object({ status: oneOf(['ok']), version: textOf(20) }),
  /** What a write answers to who may not read. */
  Written: object({ id, names: anyNames }, { version, participants: list(writtenParticipant, limits.participants) }),
  ConversationList: object({ conversations: list(object(summary, summaryOptional), 100) }, { nextToken }),
  ParticipantAttributes: object({ attributes: values, version }),
  Interaction: object({
    id,
    version,
    participants: list(
      object({ id, type: id, version, attributes: values, addresses }, { externalId: text, endTime }),
      limits.allParticipants,
    ),
  }),
  History: history,
  ContactLog: object({ conversations: list(history, 100) }, { nextToken }),
  ContactData: object({ contact_id: id, data: values }),
  ContactDataAdded: object({ contact_id: id }),
  Export: object(
    {
      ...summary,
      version,
      data: values,
      participants: list(object({ ...participant, addresses }, { externalId: text, endTime }), limits.allParticipants),
      pending: pendingWrites,
      secured: object({ pending: pendingSecured }, { attributes: to('StringAttributes'), unreadable, names: anyNames }),
    },
    {
      ...summaryOptional,
      externalId: text,
      channelId: id,
      wrapup,
      saved: values,
      savedNames: anyNames,
      expires: time,
    },
  ),
} satisfies Record<string, Schema>;
