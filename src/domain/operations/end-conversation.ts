import type { Conversation, State } from '#domain/conversation.ts';
import { withCounters } from '#domain/counters.ts';
import { nextDue } from '#domain/due.ts';
import { ended, whyNotTransition } from '#domain/end.ts';
import { executeReplace } from '#domain/execute.ts';
import { type PatchConversation, planPatch } from '#domain/operations/patch-conversation.ts';
import { orLeaveToSweeper, removeKey, type Shredding } from '#domain/operations/shred.ts';
import { unmet } from '#domain/requirements.ts';
import { defaultSettings, type SettingsStore } from '#domain/settings.ts';
import type { Store } from '#domain/store.ts';
import { applied } from '#domain/update.ts';

/** A change of state, with what else the request changes: that is applied first, so that the saved map sees it. */
export interface EndConversation extends PatchConversation {
  readonly state: State;
}

/** What ending a conversation needs beside the store. */
export interface Ending extends Shredding {
  readonly settings: SettingsStore;
}

/**
 * Takes a conversation to its next state in one write, with every pending write of every execution: each set was applied
 * by this write or an earlier one, or is refused after it.
 *
 * @throws Refusal `invalid-transition`, and what a patch throws.
 */
export async function endConversation(store: Store, ending: Ending, command: EndConversation): Promise<Conversation> {
  const { operation, conversationId, state } = command;
  const { settings, leases } = ending;
  const conversation = await executeReplace(store, conversationId, operation, async (known) => {
    const plan = planPatch(command, known);
    const refusal = unmet(known, plan.require) ?? whyNotTransition(known, state);
    if (refusal) throw refusal;
    // For its refusal: what comes with the request must fit. Pending writes always do.
    withCounters({ ...plan, operation }, known);
    const patched = applied(known, plan.changes);
    // What is kept is decided when the conversation leaves `active`; after that the settings do not matter.
    const of = known.state === 'active' ? await settings.readChannelType(known.type) : defaultSettings;
    const next = ended(patched, state, of, operation.at);
    return { ...next, due: nextDue(next, leases, operation.at) };
  });
  const isOver = conversation.state === 'handled' || conversation.state === 'abandoned';
  if (isOver) await orLeaveToSweeper(removeKey(store, ending, conversation, operation.at));
  return conversation;
}
