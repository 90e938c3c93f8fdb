import { findMissing, type GuestRules, type Sorted, sortGuestAttributes, type WebChannel } from '#domain/channel.ts';
import { takesGuests } from '#domain/channel-types.ts';
import type { Conversation } from '#domain/conversation.ts';
import { findDuplicate } from '#domain/execute.ts';
import { whyNotId } from '#domain/ids.ts';
import type { Json } from '#domain/json.ts';
import { limits } from '#domain/limits.ts';
import type { OperationId } from '#domain/operation-ids.ts';
import { createConversation } from '#domain/operations/create-conversation.ts';
import { decodeOutcome, encodeOutcome } from '#domain/operations/guest-outcome.ts';
import { patchConversation } from '#domain/operations/patch-conversation.ts';
import { Refusal } from '#domain/refusal.ts';
import { checkRequirements } from '#domain/requirements.ts';
import type { Leases } from '#domain/settings.ts';
import type { ConversationStore } from '#domain/store.ts';

/** A message of a guest, as the user's own web server passes it on. Its text is not kept. */
export interface GuestMessage {
  readonly operation: OperationId;
  readonly channelId: string;
  readonly channel: WebChannel;
  /** Of the conversation to continue, or to begin: see `chooseConversationId`. */
  readonly conversationId: string;
  /** The id was made for this message. */
  readonly isNew: boolean;
  /** The id comes from the Idempotency-Key. */
  readonly idDerived: boolean;
  readonly attributes: ReadonlyMap<string, Json>;
  readonly rules: GuestRules;
}

/** What became of a message. */
export interface MessageTaken extends Sorted {
  readonly conversationId: string;
  /** Whether the message began the conversation. */
  readonly began: boolean;
}

/**
 * Begins a conversation with one `customer`, or continues one. An attribute that can't be taken is dropped and reported;
 * the message is never refused for it,
 * but for what the channel requires of a first one.
 *
 * @throws Refusal `unprocessable-content`, naming what a first message lacks; `conversation-ended`, `wrong-channel`; `conversation-exists` for an id that is erased, or that another
 * message was given under the same Idempotency-Key.
 */
export async function takeMessage(
  store: ConversationStore,
  leases: Leases,
  message: GuestMessage,
): Promise<MessageTaken> {
  const there = message.isNew ? undefined : await store.read(message.conversationId);
  if (there) return continueConversation(store, there, message);
  const conversationId = chooseConversationId(message);
  const own = { ...message, conversationId };
  const begun = conversationId === message.conversationId ? undefined : await store.read(conversationId);
  if (begun) return continueConversation(store, begun, own);
  try {
    return { ...(await beginConversation(store, leases, own)), conversationId, began: true };
  } catch (error) {
    const first = mayBeThere(error, message) ? await store.read(conversationId) : undefined;
    if (!first) throw error;
    return continueConversation(store, first, own);
  }
}

/**
 * The id of the conversation that a message begins: one made for it, or the caller's own id after that of the
 * channel. So no guest takes an id that others may want, such as a call's.
 *
 * @throws Refusal `bad-request` when there is no room for both.
 */
function chooseConversationId({ isNew, channelId, conversationId }: GuestMessage): string {
  const prefix = `${channelId}:`;
  if (isNew || conversationId.startsWith(prefix)) return conversationId;
  const id = prefix + conversationId;
  if (whyNotId(id) === undefined) return id;
  const reason = `has ${id.length} characters behind "${prefix}"; an id may have ${limits.idLength}`;
  const errors = [{ name: 'conversationId', reason }];
  throw new Refusal('bad-request', `"conversationId": ${reason}`, { errors });
}

/**
 * Whether another message with the same id may have been first, or this one, before its channel required what it has not.
 * That can't be if the id was made for this message.
 */
function mayBeThere(error: unknown, { isNew, idDerived }: GuestMessage): boolean {
  if (!(error instanceof Refusal)) return false;
  if (error.code === 'conversation-exists') return !isNew;
  return error.code === 'unprocessable-content' && idDerived;
}

async function beginConversation(store: ConversationStore, leases: Leases, message: GuestMessage): Promise<Sorted> {
  const { operation, conversationId: id, idDerived, channelId, channel } = message;
  const sorted = sortAttributes(message, true);
  const missing = findMissing(channel, sorted, message.rules);
  if (missing) throw missing;
  const participants = [{ purpose: 'customer', addresses: [], attributes: new Map() }];
  return writeWithinLimits(
    sorted,
    async (data, result) => {
      const command = { operation, id, idDerived, type: channel.type, channelId, data, participants, ...result };
      return decodeOutcome(message, await createConversation(store, command, leases));
    },
    message,
  );
}

async function continueConversation(
  store: ConversationStore,
  there: Conversation,
  message: GuestMessage,
): Promise<MessageTaken> {
  const { operation, conversationId, channelId } = message;
  const earlier = findDuplicate(there, operation);
  // The operation that made the conversation has revision 0: this is its message again.
  if (earlier?.revision === 0) {
    return { ...(decodeOutcome(message, there) ?? sortAttributes(message, true)), conversationId, began: true };
  }
  if (there.channelId !== channelId || !takesGuests(there.type)) {
    const text = `Conversation "${conversationId}" did not begin on channel "${channelId}": send the message to its own channel, or begin another conversation`;
    throw new Refusal('wrong-channel', text);
  }
  const refusal = earlier ? undefined : checkRequirements(there, { states: ['active'] });
  if (refusal) throw refusal;
  const sorted = sortAttributes({ ...message, channel: { ...message.channel, type: there.type } }, false);
  const taken = await writeWithinLimits(
    sorted,
    async (data, result) => {
      const patch = { operation, conversationId, data, versions: [], ...result };
      return decodeOutcome(message, (await patchConversation(store, patch)).conversation);
    },
    message,
  );
  return { ...taken, conversationId, began: false };
}

function sortAttributes({ attributes, channel, rules }: GuestMessage, isFirst: boolean): Sorted {
  return sortGuestAttributes(attributes, channel, isFirst, rules);
}

type Write = (data: Sorted['accepted'], result: { readonly result?: string }) => Promise<Sorted | undefined>;

/** Writes the accepted attributes; where the conversation has no room for them, they are dropped instead. */
async function writeWithinLimits(sorted: Sorted, write: Write, { attributes }: GuestMessage): Promise<Sorted> {
  try {
    return (await write(sorted.accepted, encodeOutcome(attributes, sorted))) ?? sorted;
  } catch (error) {
    if (!(error instanceof Refusal && error.code === 'conversation-too-large')) throw error;
    const tooLarge = [...sorted.accepted.keys()].map((name) => ({ name, reason: 'too-large' as const }));
    const without = { accepted: new Map(), dropped: [...sorted.dropped, ...tooLarge] };
    return (await write(new Map(), encodeOutcome(attributes, without))) ?? without;
  }
}
