import { randomBytes } from 'node:crypto';
import { contract } from '#contract/webchat/post-webchat-message.ts';
import { makeUuidV7, makeUuidV8 } from '#domain/ids.ts';
import { isObject, type Json } from '#domain/json.ts';
import { takeMessage } from '#domain/operations/take-message.ts';
import { attributeOperation } from '#http/chain/attribute-operation.ts';
import type { Input } from '#http/request/input.ts';
import { deriveId, readOperationId } from '#http/request/operation-id.ts';
import { environment } from '#http/wiring/environment.ts';
import { store } from '#http/wiring/indexing-store.ts';
import { formatMetrics, log } from '#http/wiring/log.ts';
import { hashId } from '#http/wiring/log-ids.ts';
import { settings } from '#http/wiring/settings-store.ts';

/** POST /api/v2/webchat/channels/{channelId}/messages */
export const handler = attributeOperation(
  contract,
  (input) => {
    noteMisplacedAttributes(input);
    const { conversationId: given, message, metadata, message_metadata } = input.body;
    const derived = deriveId(input);
    const own = readOperationId(input, input.body as object as Json);
    const { rules } = input;
    const made = () => (derived ? makeUuidV8(derived) : makeUuidV7(own.at, randomBytes(16)));
    // The last one wins: metadata before message_metadata before customAttributes.
    const sources = [message.channel?.metadata?.customAttributes, message_metadata, metadata];
    return {
      operation: own,
      channelId: input.id('channelId'),
      conversationId: given ?? made(),
      isNew: given === undefined,
      idDerived: given === undefined && derived !== undefined,
      attributes: new Map(
        sources.flatMap((source) => Object.entries(source ?? {}).map(([name, value]) => [rules.nameOf(name), value])),
      ),
      rules,
    };
  },
  async (command, { event }) => {
    event.conversationId = command.conversationId;
    const channel = await settings.readWebChannel(command.channelId);
    const taken = await takeMessage(store, environment.leases, { ...command, channel });
    const { conversationId, began, accepted, dropped } = taken;
    if (dropped.length > 0) {
      const { requestId } = event.requestContext;
      const ids = { operation: contract.operation, requestId, conversationHash: hashId(conversationId) };
      const entry = { message: 'attributes of a guest dropped', ...ids, dropped: dropped.length };
      log('WARN', { ...entry, ...formatMetrics({ dropped: 'Count' }) });
    }
    return { status: began ? 201 : 200, body: { conversationId, accepted: [...accepted.keys()], dropped } };
  },
);

/**
 * Other fields of a message are ignored, but not misplaced attributes: the caller would not learn that they are lost.
 */
function noteMisplacedAttributes({ event, violations }: Pick<Input, 'event' | 'violations'>): void {
  for (const field of ['attributes', 'customAttributes']) {
    if (!isObject(event.json) || !Object.hasOwn(event.json, field)) continue;
    const places = 'metadata, message_metadata or message.channel.metadata.customAttributes';
    violations.malformed(field, `is no place for attributes: put them into ${places}`);
  }
}
