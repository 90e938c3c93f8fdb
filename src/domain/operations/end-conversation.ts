import type { Conversation, State } from '#domain/conversation.ts';
import { withCounters } from '#domain/counters.ts';
import { nextDue, seconds } from '#domain/due.ts';
import { decideEnd, ended, whyNotTransition } from '#domain/end.ts';
import { delivered, executeKnown, finished, notFound, read, written } from '#domain/execute.ts';
import { unmarked } from '#domain/operation-ids.ts';
import { type PatchConversation, planPatch } from '#domain/operations/patch-conversation.ts';
import { orLeaveToSweeper, removeKey, type Shredding } from '#domain/operations/shred.ts';
import { Refusal } from '#domain/refusal.ts';
import { unmet } from '#domain/requirements.ts';
import { defaultSettings, type SettingsStore } from '#domain/settings.ts';
import type { Store } from '#domain/store.ts';
import { applied } from '#domain/update.ts';

/** A change of state, with what else the request changes: that is applied first, so that the saved map sees it. */
export interface EndConversation extends PatchConversation {
  readonly state: State;
  /** Whether an active conversation was left alone for long enough. @default it ends whoever wrote */
  readonly isDue?: (known: Conversation) => boolean;
}

/** What ending a conversation needs beside the store. */
export interface Ending extends Shredding {
  readonly settings: SettingsStore;
}

/**
 * Takes a conversation to its next state in one write, with every pending write of every execution: each set was applied
 * by this write or an earlier one, or is refused after it.
 *
 * Mostly nobody writes between the read and that write, which replaces the conversation. Where somebody did, an update
 * ends it that nothing but another end can be in the way of, and the write of the whole follows it undisturbed.
 *
 * @throws Refusal `invalid-transition`, and what a patch throws.
 */
export async function endConversation(store: Store, ending: Ending, command: EndConversation): Promise<Conversation> {
  const { operation, conversationId } = command;
  const known = await finished(store, await read(store, conversationId));
  const conversation = delivered(known, operation) ? known : await end(store, ending, command, known);
  if (isOver(conversation.state)) await orLeaveToSweeper(removeKey(store, ending, conversation, operation.at));
  return conversation;
}

async function end(store: Store, ending: Ending, command: EndConversation, known: Conversation): Promise<Conversation> {
  const { operation, conversationId } = command;
  const { at } = operation;
  const plan = (now: Conversation) => planEnd(ending, command, now);
  const due = (next: Conversation) => nextDue(next, ending.leases, at);
  const { changes, ...planned } = await plan(known);
  const left = planned.isUnmarked ? unmarked(operation) : operation;
  // For its refusal: what comes with the request must fit. Pending writes always do.
  withCounters({ ...planned, changes, operation }, known);
  const next = ended(applied(known, changes), changes.end);
  const whole = { ...next, version: next.version + 1, due: due(next) };
  const outcome = await store.replace(written(whole, left), known.revision);
  if (outcome.applied) return outcome.conversation;
  const there = outcome.conversation ?? notFound(conversationId);
  const { conversation } = await executeKnown(store, conversationId, operation, plan, there);
  return finished(store, conversation, due(conversation));
}

async function planEnd({ settings }: Ending, command: EndConversation, known: Conversation) {
  const { state, operation, isDue } = command;
  const plan = planPatch(command, known);
  const refusal = unmet(known, plan.require) ?? whyNotTransition(known, state) ?? whyNotDue(known, isDue);
  if (refusal) throw refusal;
  // What is kept is decided when the conversation leaves `active`; after that the settings do not matter.
  const of = known.state === 'active' ? await settings.readChannelType(known.type) : defaultSettings;
  const decided = decideEnd(known, state, of, operation.at);
  return {
    ...plan,
    require: { ...plan.require, states: [known.state], ...(isDue && { lastWrite: known.lastWrite }) },
    // Due at once: who crashes before the write of the whole leaves that to the sweeper.
    changes: { ...plan.changes, end: decided, due: seconds(operation.at) },
    ...(isOver(state) && { isUnmarked: true as const }),
  };
}

function whyNotDue(known: Conversation, isDue: EndConversation['isDue']): Refusal | undefined {
  if (isDue?.(known) ?? true) return undefined;
  return new Refusal('invalid-transition', `Somebody has written to conversation "${known.id}" meanwhile: it goes on`);
}

function isOver(state: State): boolean {
  return state === 'handled' || state === 'abandoned';
}
