import { contract as createConversation } from '#contract/conversations/create-conversation.ts';
import type { LocalAnswer, LocalApi } from '#http/in-process/call.ts';
import { handler as create } from '../../conversations/create-conversation.ts';
import { type Contact, newConversationOf } from './contact.ts';

/**
 * Asks for something in the conversation of a contact, which is made where it is not there.
 *
 * @param ask asks once; it is asked again when the conversation was made.
 */
export async function askInConversation(
  api: LocalApi,
  contact: Contact,
  ask: () => Promise<LocalAnswer>,
): Promise<LocalAnswer> {
  const first = await ask();
  if (first.body.code !== 'conversation-not-found') return first;
  const made = await api.call(
    { contract: createConversation, handler: create },
    { path: {}, body: newConversationOf(contact) },
  );
  // Another event may have made it meanwhile; of an erased one the id is taken, and the same refusal comes again.
  if (isRefusal(made) && made.body.code !== 'conversation-exists') return made;
  return ask();
}

/** Whether an operation has refused what it was asked for. */
export function isRefusal({ status }: LocalAnswer): boolean {
  return status >= 400;
}
