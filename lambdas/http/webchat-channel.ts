import type { WebChannel } from '#domain/channel.ts';
import type { Versioned } from '#domain/settings.ts';

/** A web channel as the API shows it. */
export function channelObject({ type, allowed, version }: Versioned<WebChannel>): object {
  return { settings: { webchat: { type, attributes: { allowed } } }, version };
}
