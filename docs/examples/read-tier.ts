import { type ConversationAttributes, isRefused, NoAnswer } from '@conversation-attributes/client';

/** Reads one value, and says what to do without it. */
export async function readTier(api: ConversationAttributes, id: string): Promise<string> {
  try {
    const { attributes } = await api.conversation(id).participant('customer').attributes();
    return String(attributes.tier ?? 'standard');
  } catch (error) {
    if (isRefused(error, 'conversation-not-found')) return 'unknown';
    // Neither a refusal nor an answer, after all attempts: the call goes on without.
    if (error instanceof NoAnswer) return 'standard';
    throw error;
  }
}
