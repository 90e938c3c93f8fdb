import { type ChannelType, channelTypes } from '#domain/conversation.ts';
import type { Input } from '#http/input.ts';

/** The channel type in the path. */
export function channelTypeIn(input: Input): ChannelType {
  const given = input.event.pathParameters?.type ?? '';
  const type = channelTypes.find((one) => one === given);
  if (!type) input.violations.malformed('type', `${JSON.stringify(given)} is not one of ${channelTypes.join(', ')}`);
  return type ?? 'voice';
}
