import type { AttributeChanges } from '#domain/attributes.ts';
import type { Conversation } from '#domain/conversation.ts';
import { executeAfterRead } from '#domain/execute.ts';
import type { OperationId } from '#domain/operation-ids.ts';
import { Refusal } from '#domain/refusal.ts';
import { checkRequirements } from '#domain/requirements.ts';
import type { ConversationStore } from '#domain/store.ts';
import type { Plan, Requirements } from '#domain/update.ts';

/** Changes of the saved map of a conversation in wrap-up or handled. */
export interface AddContactData {
  readonly operation: OperationId;
  readonly conversationId: string;
  /** `null` removes a name. */
  readonly data: AttributeChanges;
  /** Throws when the caller has no right to the call queue of the conversation. */
  readonly authorize: (conversation: Conversation) => void;
}

/**
 * Adds to what is kept of a conversation, corrects and removes it.
 *
 * @throws Refusal `conversation-not-ended`, `conversation-ended` (abandoned); `unprocessable-content` with every name
 * that is not on the saved list as it was when the conversation ended.
 */
export async function addContactData(store: ConversationStore, command: AddContactData): Promise<void> {
  const { operation, conversationId, data, authorize } = command;
  const require: Requirements = { states: ['wrapup', 'handled'] };
  await executeAfterRead(store, conversationId, operation, (known): Plan => {
    const { state } = known;
    authorize(known);
    const refusal = checkRequirements(known, require);
    if (refusal) throw refusal;
    assertListed(known, data);
    // From a handled conversation the end has removed all that could confirm a guess of a body: nothing such is added
    // again.
    // Names whose days are over leave the list, and the sweeper takes their values away: none comes back after that.
    const passing = new Set((known.savedUntil ?? []).map(([name]) => name));
    const savedNames = [...data.keys()].filter((name) => passing.has(name));
    return {
      require: { states: [state], savedNames },
      changes: { saved: data },
      ...(state === 'handled' && { omitsFingerprint: true }),
    };
  });
}

function assertListed({ savedNames = [] }: Conversation, data: AttributeChanges): void {
  const unlisted = [...data.keys()].filter((name) => !savedNames.includes(name));
  if (unlisted.length === 0) return;
  const errors = unlisted.map((name) => ({
    name: `data.${name}`,
    reason: 'is not on the saved list of the conversation',
  }));
  const list = savedNames.map((name) => JSON.stringify(name)).join(', ') || 'empty';
  const message = `${unlisted.length} of the names are not on the saved list of the conversation`;
  throw new Refusal('unprocessable-content', message, { errors, aside: { of: 'saved', text: `The list is ${list}` } });
}
