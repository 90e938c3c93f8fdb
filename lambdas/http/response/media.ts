import type { TypeOf } from '#contract/schema.ts';
import type { StringAttributes } from '#contract/schemas/attributes.ts';
import type * as schemas from '#contract/schemas/media.ts';
import type { Attributes } from '#domain/attributes.ts';
import type { Conversation } from '#domain/conversation.ts';
import { parse } from '#domain/json.ts';
import type { View } from '#domain/rules.ts';
import { formatOptionalTime } from '#http/response/representations.ts';

/**
 * A conversation in the words of Genesys Cloud.
 * @param uri - the path of the list of its kind
 */
export function representMediaConversation(
  conversation: Conversation,
  uri: string,
  view: View,
): TypeOf<typeof schemas.MediaConversation> {
  const { id, version, state, data, participants, queueId, endTime } = conversation;
  const customer = participants.find(({ purpose }) => purpose === 'customer');
  return {
    id,
    version,
    selfUri: `${uri}/${id}`,
    participants: participants.map((participant) => ({
      id: participant.id,
      purpose: participant.purpose,
      state: state === 'active' && participant.endTime === undefined ? 'connected' : 'disconnected',
      // There attributes are those of participants only.
      ...showTexts(new Map([...(participant === customer ? data : []), ...participant.attributes]), view),
      queue: queueId === undefined ? undefined : { id: queueId },
      endTime: formatOptionalTime(participant.endTime ?? endTime),
    })),
  };
}

function showTexts(attributes: Attributes, view: View) {
  return { attributes: representTexts(attributes, view), masked: view.listMasked(attributes.keys()) };
}

/** Attributes whose values are texts, as they are there: of others the JSON. */
export function representTexts(attributes: Attributes, view: View): TypeOf<typeof StringAttributes> {
  const shown = [...view.show(attributes)].map(([name, value]) => [name, toText(value)] as const);
  return Object.fromEntries(shown) as TypeOf<typeof StringAttributes>;
}

function toText(json: string): string {
  const value = parse(json);
  return typeof value === 'string' ? value : json;
}
