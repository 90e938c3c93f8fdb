import type { WebChannel } from '#domain/channel.ts';

/** A web channel as the API shows it. */
export function channelObject({ type, allowed }: WebChannel): object {
  return { settings: { webchat: { type, attributes: { allowed } } } };
}
