import { channelTypes } from '#domain/channel-types.ts';
import { states } from '#domain/conversation.ts';
import { endedStates } from '#domain/find.ts';
import { limits } from '#domain/limits.ts';
import { described, list, named, object, oneOf, schemaOf, textOf } from '../schema.ts';
import { Attributes, anyNames, masked, name, StringAttributes, shownValue, unreadable } from './attributes.ts';
import { Id, text, time, Version } from './basics.ts';
import { DroppedAttribute } from './channels.ts';

const ChannelType = named('ChannelType', described(oneOf(channelTypes), 'What kind of contact a conversation is.'));

const State = named(
  'State',
  described(oneOf(states), '`active` goes to `wrapup`, `handled` or `abandoned`, and `wrapup` to `handled`.'),
);

const address = named('Address', object({ type: text, uri: text }), 'Where a participant is reached.');

/** How a participant is reached. */
export const addresses = list(address, limits.addresses);

const summary = { id: Id, type: ChannelType, state: State, startTime: time };
const summaryOptional = { queueId: text, endTime: time };
const Wrapup = named(
  'Wrapup',
  object({}, { code: text, notes: textOf(limits.notesBytes) }),
  'What an agent notes at the end.',
);
const participant = { id: Id, purpose: Id, version: Version, attributes: Attributes };
const endTime = described(time, 'When it left; absent while it is present.');
const nextToken = textOf(200);

export const Participant = named(
  'Participant',
  object(participant, { masked, endTime }),
  'A participant, as a conversation shows it.',
);

const dropped = described(
  list(DroppedAttribute, limits.bodyBytes),
  'Of metadata that came through a channel: what it does not allow. Only in the answer to a creation with such metadata.',
);

export const Conversation = named(
  'Conversation',
  object(
    { ...summary, version: Version, data: Attributes },
    { ...summaryOptional, masked, participants: list(Participant, limits.allParticipants), wrapup: Wrapup, dropped },
  ),
  'A conversation.',
);

const WrittenParticipant = named(
  'WrittenParticipant',
  object({ id: Id, version: Version, names: list(name, limits.namesPerRequest) }),
  'The same of one participant.',
);

/** What a write answers to a token that may not read. */
export const Written = named(
  'Written',
  object(
    { id: Id, names: anyNames },
    { version: Version, participants: list(WrittenParticipant, limits.participants), dropped },
  ),
  'What a write answers to a token without the scope that reads the same: the names that were written, and no stored values.',
);

export const ConversationSummary = named(
  'ConversationSummary',
  object(summary, summaryOptional),
  'A conversation in a list. Times are RFC 3339.',
);

export const ConversationList = named(
  'ConversationList',
  object({ conversations: list(ConversationSummary, 100) }, { nextToken }),
  'A page of conversations, newest first.',
);

export const ParticipantAttributes = named(
  'ParticipantAttributes',
  object({ attributes: Attributes, version: Version }, { masked }),
  'The attributes of one participant, and its version.',
);

/** Nothing is left of a participant whose patch is delivered again after the end. */
export const PatchedAttributes = named(
  'PatchedAttributes',
  object({ attributes: Attributes }, { masked, version: Version }),
  'The attributes of a participant after a patch. The version is absent where nothing is left of the participant: the patch came again after the end.',
);

const interactionParticipant = { id: Id, type: Id, version: Version, attributes: Attributes, addresses };
const interactionOptional = { masked, externalId: text, endTime };

export const InteractionParticipant = named(
  'InteractionParticipant',
  object(interactionParticipant, interactionOptional),
  'A participant of a live interaction; `type` is its purpose.',
);

export const Interaction = named(
  'Interaction',
  object({ id: Id, version: Version, participants: list(InteractionParticipant, limits.allParticipants) }),
  'A conversation that is active or in wrap-up, with how its participants are reached.',
);

const { attributes, ...reached } = interactionParticipant;

const ListedParticipant = named(
  'ListedParticipant',
  object(reached, { ...interactionOptional, attributes }),
  'A participant of an interaction in a list; with attributes where they are asked for.',
);

const ListedInteraction = named(
  'ListedInteraction',
  object({ id: Id, version: Version, participants: list(ListedParticipant, limits.allParticipants) }),
  'An interaction in a list, with how its participants are reached.',
);

export const InteractionList = named(
  'InteractionList',
  object({ interactions: list(ListedInteraction, 100) }, { nextToken }),
  'A page of interactions, newest first.',
);

/** Whose saved list says what is kept. */
const savedBy = oneOf(['channel', 'type']);

export const History = named(
  'History',
  object(
    { id: Id, type: summary.type, startTime: time, endTime: time, data: Attributes },
    {
      ...{ masked, queueId: text, wrapup: Wrapup },
      state: described(oneOf(endedStates), 'Only in the contact log, and where the request names states.'),
      savedBy: described(
        savedBy,
        'Whose saved list says what is kept: that of its channel, or of its channel type. Not in the contact log.',
      ),
    },
  ),
  'What is kept of an ended conversation.',
);

export const ContactLog = named(
  'ContactLog',
  object({ conversations: list(History, 100) }, { nextToken }),
  'A page of ended conversations, newest first.',
);

export const ContactData = named(
  'ContactData',
  object({ contact_id: Id, data: Attributes }, { masked }),
  'What is kept of an ended conversation.',
);

export const ContactDataAdded = named(
  'ContactDataAdded',
  object({ contact_id: Id }),
  'The conversation that saved data was added to.',
);

const execution = described(
  textOf(12),
  'The id of the flow execution. Of one longer than 8 characters `~` and the first 11 of its SHA-256 in base64url: the id itself is not held.',
);

const isMasked = schemaOf<true>({
  type: 'boolean',
  const: true,
  description: 'The value is masked: by the definition of the name the caller may not read it.',
});

export const PendingWrite = named(
  'PendingWrite',
  object({ execution, name }, { target: text, participantId: text, value: shownValue, masked: isMasked }),
  'A write that waits for its flush; `value` is null where it removes the name.',
);

const PendingSecuredWrite = named(
  'PendingSecuredWrite',
  object(
    { execution, name },
    {
      value: shownValue,
      masked: isMasked,
      unreadable: schemaOf<true>({ type: 'boolean', const: true, description: 'It is set, but does not open.' }),
    },
  ),
  'A secured write that waits for its flush; `value` is absent where the token may not read it.',
);

const MAX_PENDING = limits.executions * limits.pendingNames;

const removes = schemaOf<true>({
  type: 'boolean',
  const: true,
  description: 'It removes the name. Absent where it sets it.',
});

const PendingName = named(
  'PendingName',
  object({ execution, name, target: oneOf(['participant', 'conversation']) }, { participantId: Id, removes }),
  'The name of a write that waits for its flush.',
);

const PendingSecuredName = named(
  'PendingSecuredName',
  object({ execution, name }, { removes }),
  'The name of a secured write that waits for its flush.',
);

export const ConversationNames = named(
  'ConversationNames',
  object({
    pending: list(PendingName, MAX_PENDING),
    secured: anyNames,
    pendingSecured: list(PendingSecuredName, MAX_PENDING),
  }),
  'The names of what waits for its flush, and of secured attributes.',
);

const ExportedParticipant = named(
  'ExportedParticipant',
  object({ ...participant, addresses }, { masked, externalId: text, endTime }),
  'A participant, with how it is reached.',
);

export const ExportedSecured = named(
  'ExportedSecured',
  object(
    { pending: list(PendingSecuredWrite, MAX_PENDING) },
    { attributes: StringAttributes, masked, unreadable, names: anyNames },
  ),
  'The secured attributes of a conversation: the values to a token that may read them, else the names.',
);

export const Export = named(
  'Export',
  object(
    {
      ...summary,
      version: Version,
      data: Attributes,
      participants: list(ExportedParticipant, limits.allParticipants),
      pending: list(PendingWrite, MAX_PENDING),
      secured: ExportedSecured,
    },
    {
      ...summaryOptional,
      masked,
      externalId: text,
      channelId: Id,
      wrapup: Wrapup,
      saved: Attributes,
      savedNames: anyNames,
      savedUntil: schemaOf<Readonly<Record<string, string>>>({
        ...{ type: 'object', propertyNames: name, additionalProperties: time },
        description: 'Until when names are kept that are gone before the record is.',
      }),
      savedBy: described(
        savedBy,
        'Whose saved list that was: of the channel with `channelId`, or of the channel type.',
      ),
      expires: time,
    },
  ),
  'Everything that is held about a conversation.',
);
