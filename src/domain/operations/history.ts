import type { Conversation } from '#domain/conversation.ts';
import { Refusal } from '#domain/refusal.ts';

/** @throws Refusal `conversation-not-found` for a conversation that has no history: it has not ended, or was abandoned. */
export function requireHistory({ id, state }: Conversation): void {
  if (state === 'wrapup' || state === 'handled') return;
  throw new Refusal('conversation-not-found', `There is no history of conversation "${id}": it is ${state}`);
}
