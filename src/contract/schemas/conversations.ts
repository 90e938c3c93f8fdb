import { channelTypes, states } from '#domain/conversation.ts';
import { limits } from '#domain/limits.ts';
import { described, list, named, object, oneOf, schemaOf, textOf } from '../schema.ts';
import { Attributes, anyNames, name, StringAttributes, unreadable } from './attributes.ts';
import { Id, text, time, Version } from './basics.ts';

const address = named('Address', object({ type: text, uri: text }));

/** How a participant is reached. */
export const addresses = list(address, limits.addresses);

const summary = { id: Id, type: oneOf(channelTypes), state: oneOf(states), startTime: time };
const summaryOptional = { queueId: text, endTime: time };
const Wrapup = named('Wrapup', object({}, { code: text, notes: textOf(limits.notesBytes) }));
const participant = { id: Id, purpose: Id, version: Version, attributes: Attributes };
const endTime = described(time, 'When it left; absent while it is present.');
const nextToken = textOf(200);

export const Participant = named('Participant', object(participant, { endTime }));

export const Conversation = named(
  'Conversation',
  object(
    { ...summary, version: Version, data: Attributes },
    { ...summaryOptional, participants: list(Participant, limits.allParticipants), wrapup: Wrapup },
  ),
);

const WrittenParticipant = named(
  'WrittenParticipant',
  object({ id: Id, version: Version, names: list(name, limits.namesPerRequest) }),
);

/** What a write answers to a token that may not read. */
export const Written = named(
  'Written',
  object(
    { id: Id, names: anyNames },
    { version: Version, participants: list(WrittenParticipant, limits.participants) },
  ),
);

export const ConversationSummary = named('ConversationSummary', object(summary, summaryOptional));

export const ConversationList = named(
  'ConversationList',
  object({ conversations: list(ConversationSummary, 100) }, { nextToken }),
);

export const ParticipantAttributes = named(
  'ParticipantAttributes',
  object({ attributes: Attributes, version: Version }),
);

/** Nothing is left of a participant whose patch is delivered again after the end. */
export const PatchedAttributes = named('PatchedAttributes', object({ attributes: Attributes }, { version: Version }));

export const InteractionParticipant = named(
  'InteractionParticipant',
  object({ id: Id, type: Id, version: Version, attributes: Attributes, addresses }, { externalId: text, endTime }),
);

export const Interaction = named(
  'Interaction',
  object({ id: Id, version: Version, participants: list(InteractionParticipant, limits.allParticipants) }),
);

export const History = named(
  'History',
  object(
    { id: Id, type: summary.type, startTime: time, endTime: time, data: Attributes },
    { queueId: text, wrapup: Wrapup },
  ),
);

export const ContactLog = named('ContactLog', object({ conversations: list(History, 100) }, { nextToken }));

export const ContactData = named('ContactData', object({ contact_id: Id, data: Attributes }));

export const ContactDataAdded = named('ContactDataAdded', object({ contact_id: Id }));

const execution = described(
  textOf(12),
  'The id of the flow execution. Of one longer than 8 characters `~` and the first 11 of its SHA-256 in base64url: the id itself is not held.',
);

export const PendingWrite = named(
  'PendingWrite',
  object({ execution, name }, { target: text, participantId: text, value: {} }),
);

const PendingSecuredWrite = named(
  'PendingSecuredWrite',
  object(
    { execution, name },
    {
      value: {},
      unreadable: schemaOf<true>({ type: 'boolean', const: true, description: 'It is set, but does not open.' }),
    },
  ),
);

const mostPending = limits.executions * limits.pendingNames;

const ExportedParticipant = named(
  'ExportedParticipant',
  object({ ...participant, addresses }, { externalId: text, endTime }),
);

export const ExportedSecured = named(
  'ExportedSecured',
  object(
    { pending: list(PendingSecuredWrite, mostPending) },
    { attributes: StringAttributes, unreadable, names: anyNames },
  ),
);

export const Export = named(
  'Export',
  object(
    {
      ...summary,
      version: Version,
      data: Attributes,
      participants: list(ExportedParticipant, limits.allParticipants),
      pending: list(PendingWrite, mostPending),
      secured: ExportedSecured,
    },
    {
      ...summaryOptional,
      externalId: text,
      channelId: Id,
      wrapup: Wrapup,
      saved: Attributes,
      savedNames: anyNames,
      expires: time,
    },
  ),
);
