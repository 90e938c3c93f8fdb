import { dropReasons, guestTypes } from '#domain/channel.ts';
import { webChannelTypes } from '#domain/channel-types.ts';
import { limits } from '#domain/limits.ts';
import { integer, list, named, object, oneOf, type Schema, schemaOf, type TypeOf, textOf } from '../schema.ts';
import { anyNames, name } from './attributes.ts';
import { Id, text, Version } from './basics.ts';

const { min, max } = limits.activeSeconds;

export const ChannelTypeSettings = named(
  'ChannelTypeSettings',
  object(
    {
      savedAttributes: list(name, limits.savedNames),
      retentionDays: integer(1, limits.retentionDays),
      version: Version,
    },
    { activeMaxSeconds: integer(min, max) },
  ),
  'What is kept of the conversations of a channel type, and how long they may be active.',
);

const guestName = schemaOf<string>({ type: 'string', pattern: '^[A-Za-z0-9_]{1,256}$', maxLength: 256 });
const typedName = object({ name: guestName, type: oneOf(guestTypes) });

const AllowedAttribute: Schema<string | TypeOf<typeof typedName>> = named(
  'AllowedAttribute',
  {
    anyOf: [guestName, typedName],
  },
  'An attribute that guests may set, of one type; a plain name takes any of these types.',
);

const requiredName = object({ name: guestName, text });

const RequiredAttribute: Schema<string | TypeOf<typeof requiredName>> = named(
  'RequiredAttribute',
  { anyOf: [guestName, requiredName] },
  'An attribute that a first message must have, perhaps with what people are told who have not entered it.',
);

const WebChannelType = named(
  'WebChannelType',
  oneOf(webChannelTypes),
  'A channel type on which messages of guests come in.',
);

const WebchatSettings = named(
  'WebchatSettings',
  object(
    {
      type: WebChannelType,
      attributes: object(
        { allowed: list(AllowedAttribute, limits.allowedNames) },
        { required: list(RequiredAttribute, limits.allowedNames) },
      ),
    },
    { savedAttributes: list(name, limits.savedNames), retentionDays: integer(1, limits.retentionDays) },
  ),
  'What a web channel is, what its guests may set and have to, and what its conversations keep where that is not as their type says.',
);

export const WebchatChannel = named(
  'WebchatChannel',
  object({ settings: object({ webchat: WebchatSettings }), version: Version }),
  'A web channel: what it is, and what its guests may set.',
);

export const DroppedAttribute = named(
  'DroppedAttribute',
  object({
    // A guest's web page sends what it likes.
    name: textOf(limits.bodyBytes),
    reason: oneOf(dropReasons),
  }),
  'An attribute of a guest that was not taken.',
);

export const MessageTaken = named(
  'MessageTaken',
  object({ conversationId: Id, accepted: anyNames, dropped: list(DroppedAttribute, limits.bodyBytes) }),
  'What became of the attributes of a message.',
);
