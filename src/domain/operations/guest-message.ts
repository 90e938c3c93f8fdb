import { type Sorted, sortGuestAttributes, type WebChannel } from '#domain/channel.ts';
import type { Conversation } from '#domain/conversation.ts';
import { delivered } from '#domain/execute.ts';
import type { Json } from '#domain/json.ts';
import { createConversation } from '#domain/operations/create-conversation.ts';
import { patchConversation } from '#domain/operations/patch-conversation.ts';
import { Refusal } from '#domain/refusal.ts';
import { unmet } from '#domain/requirements.ts';
import type { Leases } from '#domain/settings.ts';
import type { Store } from '#domain/store.ts';
import type { OperationId } from '#domain/update.ts';

/** A message of a guest, as the user's own web server passes it on. Its text is not kept. */
export interface GuestMessage {
  readonly operation: OperationId;
  readonly channelId: string;
  readonly channel: WebChannel;
  /** Of the conversation to continue, or to begin. */
  readonly conversationId: string;
  /** The id was made for this message. */
  readonly isNew: boolean;
  /** The id comes from the Idempotency-Key. */
  readonly idDerived: boolean;
  readonly attributes: ReadonlyMap<string, Json>;
}

/** What became of a message. */
export interface MessageTaken extends Sorted {
  readonly conversationId: string;
  /** Whether the message began the conversation. */
  readonly began: boolean;
}

/**
 * Begins a conversation with one `customer`, or continues one. An attribute that can't be taken is dropped and reported;
 * the message is never refused for it.
 *
 * @throws Refusal `conversation-ended`, `wrong-channel`; `conversation-exists` for an erased id.
 */
export async function takeMessage(store: Store, leases: Leases, message: GuestMessage): Promise<MessageTaken> {
  const { conversationId } = message;
  const there = message.isNew && !message.idDerived ? undefined : await store.read(conversationId);
  if (there) return goOn(store, there, message);
  try {
    return { ...(await begin(store, leases, message)), conversationId, began: true };
  } catch (error) {
    // Another message with the same id was first.
    const first = isTaken(error) ? await store.read(conversationId) : undefined;
    if (!first) throw error;
    return goOn(store, first, message);
  }
}

function isTaken(error: unknown): boolean {
  return error instanceof Refusal && error.code === 'conversation-exists';
}

async function begin(store: Store, leases: Leases, message: GuestMessage): Promise<Sorted> {
  const { operation, conversationId: id, idDerived, channelId, channel } = message;
  const sorted = sort(message, true);
  const participants = [{ purpose: 'customer', addresses: [], attributes: new Map() }];
  const create = (data: Sorted['accepted']) =>
    createConversation(store, { operation, id, idDerived, type: channel.type, channelId, data, participants }, leases);
  return fitting(sorted, create);
}

async function goOn(store: Store, there: Conversation, message: GuestMessage): Promise<MessageTaken> {
  const { operation, conversationId, channelId } = message;
  const earlier = delivered(there, operation);
  // The operation that made the conversation has revision 0: this is its message again.
  if (earlier?.revision === 0) return { ...sort(message, true), conversationId, began: true };
  if (there.channelId !== channelId) {
    const other = there.channelId === undefined ? 'none' : JSON.stringify(there.channelId);
    const text = `Conversation "${conversationId}" belongs to channel ${other}, not to "${channelId}"`;
    throw new Refusal('wrong-channel', text);
  }
  const refusal = earlier ? undefined : unmet(there, { states: ['active'] });
  if (refusal) throw refusal;
  const type = there.type === 'webchat' ? 'webchat' : 'webmessaging';
  const sorted = sort({ ...message, channel: { ...message.channel, type } }, false);
  const patch = (data: Sorted['accepted']) =>
    patchConversation(store, { operation, conversationId, data, versions: [] });
  return { ...(await fitting(sorted, patch)), conversationId, began: false };
}

function sort({ attributes, channel }: GuestMessage, isFirst: boolean): Sorted {
  return sortGuestAttributes(attributes, channel, isFirst);
}

/** Writes the accepted attributes; where the conversation has no room for them, they are dropped instead. */
async function fitting(sorted: Sorted, write: (data: Sorted['accepted']) => Promise<unknown>): Promise<Sorted> {
  try {
    await write(sorted.accepted);
    return sorted;
  } catch (error) {
    if (!(error instanceof Refusal && error.code === 'conversation-too-large')) throw error;
    await write(new Map());
    const tooLarge = [...sorted.accepted.keys()].map((name) => ({ name, reason: 'too-large' as const }));
    return { accepted: new Map(), dropped: [...sorted.dropped, ...tooLarge] };
  }
}
