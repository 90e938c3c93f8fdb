import { randomBytes } from 'node:crypto';
import { uuidV7, uuidV8 } from '#domain/ids.ts';
import { isObject, type Json } from '#domain/json.ts';
import { takeMessage } from '#domain/operations/guest-message.ts';
import { json } from '#http/api.ts';
import { store } from '#http/conversations.ts';
import { environment } from '#http/environment.ts';
import type { Input } from '#http/input.ts';
import { embeddedMetrics, log } from '#http/log.ts';
import { hashed } from '#http/log-ids.ts';
import { operation } from '#http/operation.ts';
import { derivedId, operationId } from '#http/operation-id.ts';
import { guestMessage } from '#http/schemas.ts';
import { settings } from '#http/settings.ts';

/** POST /api/v2/webchat/channels/{channelId}/messages */
export const handler = operation('post-webchat-message', async (input) => {
  const channelId = input.id('channelId');
  const body = input.body(guestMessage);
  const { conversationId: given, message, metadata, message_metadata } = body;
  refuseStrayBags(input);
  if (given !== undefined) input.checkedId('conversationId', given);
  const derived = derivedId(input);
  const own = operationId(input, body as object as Json);
  input.refuse();
  const made = derived ? uuidV8(derived) : uuidV7(own.at, randomBytes(16));
  input.event.conversationId = given ?? made;
  const { conversationId, began, accepted, dropped } = await takeMessage(store, environment.leases, {
    operation: own,
    channelId,
    channel: await settings.readWebChannel(channelId),
    conversationId: given ?? made,
    isNew: given === undefined,
    idDerived: given === undefined && derived !== undefined,
    // The last one wins: metadata before message_metadata before customAttributes.
    attributes: new Map(
      [message.channel?.metadata?.customAttributes, message_metadata, metadata].flatMap((bag) =>
        Object.entries(bag ?? {}),
      ),
    ),
  });
  if (dropped.length > 0) {
    const { requestId } = input.event.requestContext;
    const ids = { operation: 'post-webchat-message', requestId, conversationHash: hashed(conversationId) };
    const entry = { message: 'attributes of a guest dropped', ...ids, dropped: dropped.length };
    log('WARN', { ...entry, ...embeddedMetrics({ dropped: 'Count' }) });
  }
  return json(began ? 201 : 200, { conversationId, accepted: [...accepted.keys()], dropped });
});

/** What is not used of a message is ignored, but not attributes: nobody would learn that they are lost. */
function refuseStrayBags({ event, violations }: Input): void {
  for (const field of ['attributes', 'customAttributes']) {
    if (!isObject(event.json) || !Object.hasOwn(event.json, field)) continue;
    const places = 'metadata, message_metadata or message.channel.metadata.customAttributes';
    violations.malformed(field, `is no place for attributes: put them into ${places}`);
  }
}
