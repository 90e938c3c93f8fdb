import type { ChannelType } from '#domain/channel-types.ts';
import { type Conversation, findParticipant, type Participant, type State } from '#domain/conversation.ts';
import { readConversation } from '#domain/execute.ts';
import { Refusal } from '#domain/refusal.ts';
import { makeParticipantNotFound } from '#domain/requirements.ts';
import type { ConversationStore } from '#domain/store.ts';

/** A conversation, in any state. @throws Refusal `conversation-not-found` */
export async function getConversation(store: ConversationStore, conversationId: string): Promise<Conversation> {
  return readConversation(store, conversationId);
}

/** A conversation of one of these channel types, in any state. @throws Refusal `conversation-not-found`, also for one of another */
export async function getConversationOfType(
  store: ConversationStore,
  conversationId: string,
  types: readonly ChannelType[],
): Promise<Conversation> {
  const conversation = await readConversation(store, conversationId);
  if (types.includes(conversation.type)) return conversation;
  const message = `There is no conversation "${conversationId}" of the type ${types.join(' or ')}`;
  throw new Refusal('conversation-not-found', message);
}

/** A conversation in one of these states. @throws Refusal `conversation-not-found` */
export async function getInteraction(
  store: ConversationStore,
  conversationId: string,
  states: readonly State[],
): Promise<Conversation> {
  const conversation = await readConversation(store, conversationId);
  assertLive(conversation, states);
  return conversation;
}

/**
 * A participant, by its id or an alias.
 *
 * @throws Refusal `conversation-not-found`, `participant-not-found`
 */
export async function getParticipant(
  store: ConversationStore,
  conversationId: string,
  participantId: string,
): Promise<Participant> {
  const conversation = await readConversation(store, conversationId);
  const participant = findParticipant(conversation, participantId);
  if (!participant) throw makeParticipantNotFound(conversation, participantId);
  return participant;
}

/**
 * A conversation in wrap-up or handled, with what is kept of it.
 *
 * @param authorize - throws where the caller may not see it
 * @throws Refusal `conversation-not-found`, also for one that has not ended or was abandoned
 */
export async function getHistory(
  store: ConversationStore,
  conversationId: string,
  authorize: (conversation: Conversation) => void,
): Promise<Conversation> {
  const conversation = await readConversation(store, conversationId);
  authorize(conversation);
  assertHistory(conversation);
  return conversation;
}

/** @throws Refusal `conversation-not-found` when a conversation is in none of these states. */
export function assertLive({ id, state }: Conversation, states: readonly State[] = ['active']): void {
  if (states.includes(state)) return;
  const hint = state === 'wrapup' ? '; state=wrapup reads it' : '';
  throw new Refusal(
    'conversation-not-found',
    `There is no live interaction "${id}": the conversation is ${state}${hint}`,
  );
}

/** @throws Refusal `conversation-not-found` for a conversation that has no history: it has not ended, or was abandoned. */
function assertHistory({ id, state }: Conversation): void {
  if (state === 'wrapup' || state === 'handled') return;
  throw new Refusal('conversation-not-found', `There is no history of conversation "${id}": it is ${state}`);
}
