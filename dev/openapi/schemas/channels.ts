import { guestTypes, webChannelTypes } from '#domain/channel.ts';
import { limits } from '#domain/limits.ts';
import { list, object, oneOf, type Schema, textOf, to } from '../schema.ts';
import { name } from './bags.ts';
import { anyNames } from './conversations.ts';

const guestName = { type: 'string', pattern: '^[A-Za-z0-9_]{1,256}$', maxLength: 256 };
const allowed = { anyOf: [guestName, object({ name: guestName, type: oneOf(guestTypes) })] };
const dropped = object({
  // A guest's web page sends what it likes.
  name: textOf(limits.bodyBytes),
  reason: oneOf(['not-allowed', 'wrong-type', 'too-late', 'too-large']),
});

const { least, most } = limits.activeSeconds;

/** Settings, and messages of guests. */
export const channelSchemas = {
  ChannelTypeSettings: object(
    {
      savedAttributes: list(name, limits.savedNames),
      retentionDays: { type: 'integer', format: 'int32', minimum: 1, maximum: limits.retentionDays },
      version: to('Version'),
    },
    { activeMaxSeconds: { type: 'integer', format: 'int32', minimum: least, maximum: most } },
  ),
  WebchatChannel: object({
    settings: object({
      webchat: object({
        type: oneOf(webChannelTypes),
        attributes: object({ allowed: list(allowed, limits.allowedNames) }),
      }),
    }),
    version: to('Version'),
  }),
  MessageTaken: object({ conversationId: to('Id'), accepted: anyNames, dropped: list(dropped, limits.bodyBytes) }),
} satisfies Record<string, Schema>;
