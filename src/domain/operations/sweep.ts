import { type Conversation, isLive } from '#domain/conversation.ts';
import { computeActiveEnd, computeNextDue } from '#domain/due.ts';
import { forgetNames } from '#domain/end.ts';
import { executeAfterRead, finishEnd } from '#domain/execute.ts';
import { listLookups } from '#domain/lookups.ts';
import { recordOperation } from '#domain/operation-ids.ts';
import { type EndConversation, type EndDependencies, endConversation } from '#domain/operations/end-conversation.ts';
import { planFlush } from '#domain/operations/flush-attributes.ts';
import { removeDataKey, removeErasedDataKey } from '#domain/operations/remove-data-key.ts';
import { Refusal } from '#domain/refusal.ts';
import type { ChannelTypeSettings, SettingsStore } from '#domain/settings.ts';
import type { ConversationStore, DueEntry } from '#domain/store.ts';
import { toSeconds } from '#domain/time.ts';
import type { Plan } from '#domain/update.ts';

/** What a sweep needs besides the store. */
export type Sweeping = EndDependencies;

/** Gives the settings of a channel type, no older than the moment at which the sweeper came to the conversation. */
export type ReadSettings = SettingsStore['readChannelType'];

/** What was done to a conversation that was due. */
export type Swept = 'ended' | 'handled' | 'flushed' | 'removed' | 'shredded' | 'postponed' | 'gone';

/**
 * Does what is due.
 *
 * @param readSettings for the first attempt: others that are done at once may share it. @default each time they are read anew
 * @throws Error for an item that was stored under another id key: no operation finds its conversation, nor does the
 * sweeper
 */
export async function sweep(
  store: ConversationStore,
  sweeping: Sweeping,
  entry: DueEntry,
  readSettings: ReadSettings = (type) => sweeping.settings.readChannelType(type),
): Promise<Swept> {
  if (entry.id !== undefined) {
    if (entry.key !== store.itemKey(entry.id)) throw new Error('The item is stored under another id key than ID_KEY');
    return sweepConversation(store, sweeping, entry.id, readSettings).catch(ignoreLostRace);
  }
  return removeErasedDataKey(store, sweeping.dataKeys, entry.key, entry.erasedKey, sweeping.operation().at);
}

/**
 * Does what is due for one conversation, with the code of the operations: a conversation that was active or in
 * wrap-up too long goes to its next state, pending writes left alone are flushed, an expired record is removed.
 */
async function sweepConversation(
  store: ConversationStore,
  sweeping: Sweeping,
  id: string,
  readSettings: ReadSettings,
): Promise<Swept> {
  const held = await store.readStored(id);
  if (!held) return 'gone';
  const { leases, operation } = sweeping;
  const { at } = operation();
  const ended = await finishEnd(store, held, computeNextDue(held, leases, at));
  if (!ended) return 'gone';
  const known = await forgetOutdated(store, sweeping, ended, at);
  // Somebody has written meanwhile: it is due still.
  if (!known) return 'postponed';
  const now = toSeconds(at);
  const { state, type, startTime, endTime = startTime } = known;
  const end = (next: 'wrapup' | 'handled', ending: EndDependencies, isDue?: EndConversation['isDue']) => {
    const command = { operation: operation(), conversationId: id, state: next, versions: [] };
    return endConversation(store, ending, { ...command, ...(isDue && { isDue }) }, known);
  };
  if (known.expires !== undefined && known.expires <= now) return removeRecord(store, sweeping, known, at);
  switch (state) {
    case 'active': {
      const settings = await readSettings(type);
      const isDue = (one: Conversation) => computeActiveEnd(one, leases, settings) <= now;
      if (!isDue(known)) return flushOverdue(store, sweeping, known, at, settings);
      await end('wrapup', { ...sweeping, settings: giveOnce(sweeping.settings, settings) }, isDue);
      return 'ended';
    }
    case 'wrapup':
      if (toSeconds(endTime) + leases.wrapupSeconds > now) return postpone(store, sweeping, known, at);
      await end('handled', sweeping);
      return 'handled';
    case 'handled':
    case 'abandoned':
      if (known.internalId !== undefined) {
        await removeDataKey(store, sweeping, known, at);
        return 'shredded';
      }
      return postpone(store, sweeping, known, at);
  }
}

/** Settings of which those of the channel type were read already: they need not be read again for the first attempt. */
function giveOnce(settings: SettingsStore, ofType: ChannelTypeSettings): SettingsStore {
  let read: ChannelTypeSettings | undefined = ofType;
  return {
    readChannelType: async (type) => {
      const first = read;
      read = undefined;
      return first ?? settings.readChannelType(type);
    },
    readWebChannel: (id) => settings.readWebChannel(id),
  };
}

/** Removes a record whose retention is over: first its data key, if there is one, then the rest. */
async function removeRecord(
  store: ConversationStore,
  { dataKeys }: Sweeping,
  known: Conversation,
  at: number,
): Promise<Swept> {
  if (known.internalId !== undefined) await dataKeys.shred(known.internalId, at);
  await store.remove(known);
  return 'removed';
}

async function flushOverdue(
  store: ConversationStore,
  sweeping: Sweeping,
  known: Conversation,
  at: number,
  settings: ChannelTypeSettings,
): Promise<Swept> {
  const { leases, operation } = sweeping;
  const isOverdue = ({ since }: { since: number }) => toSeconds(since) + leases.pendingSeconds <= toSeconds(at);
  const overdue = [...known.executions].filter(([, one]) => isOverdue(one));
  let last = known;
  for (const [execution] of overdue) {
    // Whichever client it belongs to.
    const caller = { execution, client: undefined, isBot: false };
    const flush = { caller, owner: undefined, attributes: new Map() };
    const plan = (now: Conversation): Plan => {
      const pending = now.executions.get(execution);
      if (!pending || !isOverdue(pending)) return { require: {}, changes: {} };
      const { changes, ...planned } = planFlush(flush, now);
      const executions = new Map([...now.executions].filter(([other]) => other !== execution));
      const due = computeNextDue({ ...now, executions }, leases, at, settings);
      return { ...planned, changes: { ...changes, due }, isUpkeep: true };
    };
    ({ conversation: last } = await executeAfterRead(store, known.id, operation(), plan, last));
  }
  await postpone(store, sweeping, last, at, settings);
  return overdue.length > 0 ? 'flushed' : 'postponed';
}

/**
 * Sets when the sweeper looks at the conversation next. If it has ended meanwhile, the end has set that already. A live one of an
 * older version, which the indexes do not have, gets into them.
 */
async function postpone(
  store: ConversationStore,
  sweeping: Sweeping,
  known: Conversation,
  at: number,
  settings?: ChannelTypeSettings,
): Promise<Swept> {
  const { leases, operation } = sweeping;
  const plan = (now: Conversation): Plan => {
    const due = computeNextDue(now, leases, at, settings);
    const { state, queueId, participants } = now;
    if (due === now.due) return { require: {}, changes: {} };
    if (!isLive(state)) return { require: { states: [state] }, changes: { due }, isUpkeep: true };
    return {
      require: { states: [state], queue: { id: queueId }, participantCount: participants.length },
      changes: { due, lookups: listLookups(now), list: { queueId } },
      isUpkeep: true,
    };
  };
  await executeAfterRead(store, known.id, operation(), plan, known);
  return 'postponed';
}

/** Another request has done what was due. */
function ignoreLostRace(error: unknown): Swept {
  const codes = ['invalid-transition', 'conversation-ended', 'conversation-not-found'];
  if (error instanceof Refusal && codes.includes(error.code)) return 'gone';
  throw error;
}

/** Removes saved values whose own time is over, unless all is, and gives what is left; undefined where another write was faster. */
async function forgetOutdated(
  store: ConversationStore,
  { leases, operation }: Sweeping,
  known: Conversation,
  at: number,
): Promise<Conversation | undefined> {
  const now = toSeconds(at);
  const kept = (known.expires ?? Infinity) <= now ? known : forgetNames(known, now);
  if (kept === known) return known;
  const next = recordOperation(kept, operation());
  const outcome = await store.replace({ ...next, due: computeNextDue(next, leases, at) }, known.revision);
  return outcome.applied ? outcome.conversation : undefined;
}
