import type { TypeOf } from '#contract/schema.ts';
import type { WebchatChannel } from '#contract/schemas/channels.ts';
import type { WebChannel } from '#domain/channel.ts';
import type { Versioned } from '#domain/settings.ts';

/** A web channel as the API shows it. */
export function representChannel({ type, allowed, version }: Versioned<WebChannel>): TypeOf<typeof WebchatChannel> {
  return { settings: { webchat: { type, attributes: { allowed } } }, version };
}
