import { type CloudEvent, nameEventType } from '#contract/events.ts';
import type { ConversationEvent } from '#domain/events.ts';

/**
 * An event as it is told.
 *
 * @param source - the deployment
 * @param time - of the write, as RFC 3339 has it
 */
export function toCloudEvent({ type, id, data }: ConversationEvent, source: string, time: string): CloudEvent {
  return {
    specversion: '1.0',
    id,
    source,
    type: nameEventType(type),
    subject: data.conversationId,
    time,
    datacontenttype: 'application/json',
    data,
  };
}
