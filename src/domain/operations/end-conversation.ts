import type { Conversation, State } from '#domain/conversation.ts';
import { computeNextDue } from '#domain/due.ts';
import { applyEnd, checkRoom, checkTransition, decideEnd } from '#domain/end.ts';
import { executeAfterRead, findDuplicate, finishEnd, readConversation, throwNotFound } from '#domain/execute.ts';
import { removeFingerprint } from '#domain/operation-ids.ts';
import { type PatchConversation, planPatch } from '#domain/operations/patch-conversation.ts';
import { leaveFailureToSweeper, removeDataKey, type ShredDependencies } from '#domain/operations/remove-data-key.ts';
import { Refusal } from '#domain/refusal.ts';
import { checkRequirements } from '#domain/requirements.ts';
import type { RuleTable } from '#domain/rules.ts';
import { chooseKeeping, defaultSettings, type Keeping, type SettingsStore } from '#domain/settings.ts';
import type { ConversationStore } from '#domain/store.ts';
import { toSeconds } from '#domain/time.ts';

/** A change of state, with what else the request changes: that is applied first, so that the saved map sees it. */
export interface EndConversation extends PatchConversation {
  readonly state: State;
  /** Whether an active conversation was left alone for long enough. @default it ends even if it was just written to */
  readonly isDue?: (known: Conversation) => boolean;
}

/** What ending a conversation needs besides the store. */
export interface EndDependencies extends ShredDependencies {
  readonly settings: SettingsStore;
  /** Gives the rules for names. */
  readonly rules: () => Promise<Pick<RuleTable, 'nameOf' | 'retentionOf' | 'searchable'>>;
}

/**
 * Takes a conversation to its next state in one write, with every pending write of every execution: each set was
 * applied by this write or an earlier one, or is refused after it.
 *
 * Usually no other write comes between the read and that write, which replaces the conversation. If one does, an
 * update decides the end first; only another end can make it fail. From then on nothing else is written, so the write
 * that replaces the conversation follows undisturbed. Only then is it certain whether the data that came with the end
 * fits; if not, the decided end is withdrawn.
 *
 * @param conversation as it was read. @default it is read
 * @throws Refusal `invalid-transition`, and what a patch throws.
 */
export async function endConversation(
  store: ConversationStore,
  ending: EndDependencies,
  command: EndConversation,
  conversation?: Conversation,
): Promise<Conversation> {
  const { operation, conversationId } = command;
  const there = conversation ?? (await readConversation(store, conversationId));
  const known = (await finishEnd(store, there)) ?? throwNotFound(conversationId);
  const ended = findDuplicate(known, operation) ? known : await writeEnd(store, ending, command, known);
  if (isOver(ended.state)) await leaveFailureToSweeper(removeDataKey(store, ending, ended, operation.at));
  return ended;
}

async function writeEnd(
  store: ConversationStore,
  ending: EndDependencies,
  command: EndConversation,
  known: Conversation,
): Promise<Conversation> {
  const { operation, conversationId } = command;
  const plan = (now: Conversation) => planEnd(ending, command, now);
  const due = (next: Conversation) => computeNextDue(next, ending.leases, operation.at);
  const whole = applyEnd(known, (await plan(known)).changes.end);
  const outcome = await store.replace({ ...whole, due: due(whole) }, known.revision);
  if (outcome.applied) return outcome.conversation;
  const there = outcome.conversation ?? throwNotFound(conversationId);
  const { conversation, plan: decided } = await executeAfterRead(store, conversationId, operation, plan, there);
  // Erased since then, it has ended all the same.
  const next = (await finishEnd(store, conversation, due(conversation))) ?? conversation;
  const refusal = conversation.ending === 'void' && decided && checkRoom(conversation, decided.changes.end);
  if (refusal) throw refusal;
  return next;
}

async function planEnd(ending: EndDependencies, command: EndConversation, known: Conversation) {
  const { state: to, operation, isDue, queueId, wrapup } = command;
  const { require, changes } = planPatch(command, known);
  const data = changes.attributes?.find(({ owner }) => owner === undefined)?.attributes;
  const request = {
    to,
    operation: isOver(to) ? removeFingerprint(operation) : operation,
    ...(data && { data }),
    ...(queueId !== undefined && { queueId }),
    ...(wrapup && { wrapup }),
  };
  const refusal =
    checkRequirements(known, require) ??
    checkTransition(known, to) ??
    checkDue(known, isDue) ??
    checkRoom(known, request);
  if (refusal) throw refusal;
  // What is kept is decided when the conversation leaves `active`; after that the settings do not matter.
  const keeping = known.state === 'active' ? await readKeeping(ending, known) : chooseKeeping(defaultSettings);
  return {
    require: { ...require, states: [known.state], ...(isDue && { lastWrite: known.lastWrite }) },
    // Due at once: after a crash before the conversation is replaced, the sweeper replaces it.
    changes: { end: decideEnd(known, keeping, request), due: toSeconds(operation.at) },
  };
}

async function readKeeping(
  { settings, rules }: Pick<EndDependencies, 'settings' | 'rules'>,
  { type, channelId }: Conversation,
): Promise<Keeping> {
  const [ofType, ofChannel, table] = await Promise.all([
    settings.readChannelType(type),
    channelId === undefined ? undefined : settings.readWebChannel(channelId),
    rules(),
  ]);
  const keeping = chooseKeeping(ofType, ofChannel);
  // A list may have other spellings of the names under which values are stored.
  const savedAttributes = [...new Set(keeping.savedAttributes.map((name) => table.nameOf(name)))];
  const ownDays = new Map(
    savedAttributes.flatMap((name) => {
      const days = table.retentionOf(name);
      return days === undefined ? [] : [[name, days] as const];
    }),
  );
  return { ...keeping, savedAttributes, ownDays, searchable: table.searchable };
}

function checkDue(known: Conversation, isDue: EndConversation['isDue']): Refusal | undefined {
  if (isDue?.(known) ?? true) return undefined;
  return new Refusal('invalid-transition', `Conversation "${known.id}" was written to meanwhile: it stays active`);
}

function isOver(state: State): boolean {
  return state === 'handled' || state === 'abandoned';
}
