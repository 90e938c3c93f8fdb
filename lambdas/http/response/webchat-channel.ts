import type { TypeOf } from '#contract/schema.ts';
import type { WebchatChannel } from '#contract/schemas/channels.ts';
import type { WebChannel } from '#domain/channel.ts';
import type { Versioned } from '#domain/settings.ts';

/** A web channel as the API shows it. */
export function representChannel({ version, ...channel }: Versioned<WebChannel>): TypeOf<typeof WebchatChannel> {
  const { type, allowed, required, savedAttributes, retentionDays } = channel;
  return {
    settings: { webchat: { type, attributes: { allowed, required }, savedAttributes, retentionDays } },
    version,
  };
}
