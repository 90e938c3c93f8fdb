import { guestTypes, webChannelTypes } from '#domain/channel.ts';
import { limits } from '#domain/limits.ts';
import { integer, list, named, object, oneOf, type Schema, schemaOf, type TypeOf, textOf } from '../schema.ts';
import { anyNames, name } from './attributes.ts';
import { Id, Version } from './basics.ts';

const { least, most } = limits.activeSeconds;

export const ChannelTypeSettings = named(
  'ChannelTypeSettings',
  object(
    {
      savedAttributes: list(name, limits.savedNames),
      retentionDays: integer(1, limits.retentionDays),
      version: Version,
    },
    { activeMaxSeconds: integer(least, most) },
  ),
);

const guestName = schemaOf<string>({ type: 'string', pattern: '^[A-Za-z0-9_]{1,256}$', maxLength: 256 });
const typedName = object({ name: guestName, type: oneOf(guestTypes) });

const AllowedAttribute: Schema<string | TypeOf<typeof typedName>> = named('AllowedAttribute', {
  anyOf: [guestName, typedName],
});

const WebchatSettings = named(
  'WebchatSettings',
  object({
    type: oneOf(webChannelTypes),
    attributes: object({ allowed: list(AllowedAttribute, limits.allowedNames) }),
  }),
);

export const WebchatChannel = named(
  'WebchatChannel',
  object({ settings: object({ webchat: WebchatSettings }), version: Version }),
);

const DroppedAttribute = named(
  'DroppedAttribute',
  object({
    // A guest's web page sends what it likes.
    name: textOf(limits.bodyBytes),
    reason: oneOf(['not-allowed', 'wrong-type', 'too-late', 'too-large']),
  }),
);

export const MessageTaken = named(
  'MessageTaken',
  object({ conversationId: Id, accepted: anyNames, dropped: list(DroppedAttribute, limits.bodyBytes) }),
);
