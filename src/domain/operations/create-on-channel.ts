import { type DroppedAttribute, type GuestRules, sortGuestAttributes, type WebChannel } from '#domain/channel.ts';
import { takesGuests } from '#domain/channel-types.ts';
import type { Conversation } from '#domain/conversation.ts';
import type { Json } from '#domain/json.ts';
import { type CreateConversation, createConversation } from '#domain/operations/create-conversation.ts';
import { decodeOutcome, encodeOutcome } from '#domain/operations/guest-outcome.ts';
import type { Leases } from '#domain/settings.ts';
import type { ConversationStore } from '#domain/store.ts';

/** A conversation to make on a channel, with what its guest has brought. */
export interface CreateOnChannel extends CreateConversation {
  readonly channel: WebChannel;
  /** What the channel allows of it goes into `data`, where that has not the name itself. */
  readonly metadata: ReadonlyMap<string, Json>;
  readonly rules: GuestRules;
}

/** A conversation that was made. */
interface Created {
  readonly conversation: Conversation;
  /** Of its data, as it was made. */
  readonly names: readonly string[];
  readonly dropped: readonly DroppedAttribute[];
}

/**
 * Makes a conversation of which some data comes from a guest: sorted by the allowed list of the channel, as the first
 * message's is.
 *
 * @returns it, with the names of its data, and what was dropped of the metadata. @throws Refusal as `createConversation` does.
 */
export async function createOnChannel(
  store: ConversationStore,
  { channel, metadata, rules, ...command }: CreateOnChannel,
  leases: Leases,
): Promise<Created> {
  const type = takesGuests(command.type) ? command.type : channel.type;
  const sorted = sortGuestAttributes(metadata, { ...channel, type }, true, rules);
  const data = new Map([...sorted.accepted, ...command.data]);
  const created = { ...command, data, ...encodeOutcome(metadata, sorted) };
  const conversation = await createConversation(store, created, leases);
  const brought = { attributes: metadata, operation: command.operation };
  const { accepted, dropped } = decodeOutcome(brought, conversation) ?? sorted;
  return { conversation, names: [...new Set([...accepted.keys(), ...command.data.keys()])], dropped };
}
