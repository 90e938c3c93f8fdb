import {
  activeTime,
  asChanges,
  type Conversation,
  change,
  days,
  leases,
  type Pending,
  type Settings,
  secured,
  settingsOf,
  type World,
} from './world.ts';

/** Section 5, "States". */
export const transitions: Readonly<Record<Conversation['state'], readonly string[]>> = {
  active: ['wrapup', 'handled', 'abandoned'],
  wrapup: ['handled'],
  handled: [],
  abandoned: [],
};

/** Takes a conversation to its next state: one write, whatever it applies. */
export function end(world: World, conversation: Conversation, state: Conversation['state']): void {
  if (conversation.state === 'active') leave(world, conversation);
  conversation.state = state;
  if (state === 'wrapup') return;
  conversation.data = new Map();
  conversation.secured = new Map();
  conversation.hasDataKey = false;
  conversation.bots.clear();
  conversation.owners.clear();
  conversation.participants = [];
  conversation.externalId = undefined;
  if (state === 'handled') return;
  conversation.saved = new Map();
  conversation.savedNames = [];
  conversation.wrapup = {};
}

function leave(world: World, conversation: Conversation): void {
  change(conversation, asChanges([...conversation.pending.values()].flatMap(({ writes }) => writes)));
  conversation.pending.clear();
  const settings = settingsOf(world, conversation.type);
  conversation.end = world.now;
  conversation.expires = world.now + settings.retentionDays * days;
  conversation.savedNames = namesToSave(conversation, settings);
  conversation.saved = savedOf(conversation);
}

function namesToSave({ type }: Conversation, { savedAttributes }: Settings): readonly string[] {
  return type === 'task' || type === 'email' ? [] : savedAttributes;
}

function savedOf({ savedNames, participants, data }: Conversation): Map<string, string> {
  const of = (...purposes: string[]) => participants.filter(({ purpose }) => purposes.includes(purpose));
  const others = participants.filter(({ purpose }) => purpose !== 'customer' && purpose !== 'agent');
  const bags = [
    ...[...of('customer'), ...of('agent').toReversed(), ...others].map(({ attributes }) => attributes),
    data,
  ];
  const saved = savedNames.flatMap((name): [string, string][] => {
    const value = bags.find((bag) => bag.has(name))?.get(name);
    return value === undefined ? [] : [[name, value]];
  });
  return new Map(saved);
}

/** What the sweeper has to do to a conversation (section 3, "What is due"). */
export type Due = 'end' | 'handle' | 'remove' | { readonly flush: readonly string[] };

export function dueOf(world: World, conversation: Conversation): Due {
  const { now } = world;
  const { state, type, start, last, end: ended = start, expires = now, pending } = conversation;
  if (state !== 'active' && expires <= now) return 'remove';
  if (state === 'active' && last + activeTime(world, type) <= now) return 'end';
  if (state === 'wrapup' && ended + leases.wrapup <= now) return 'handle';
  return { flush: [...pending].filter(([, { since }]) => since + leases.pending <= now).map(([id]) => id) };
}

/** Whether there is a write among them that everybody may see. */
export function hasPlain(writes: readonly Pending[]): boolean {
  return writes.some(({ owner }) => owner !== secured);
}

/** Moves what an execution has pending; nothing when there is nothing. */
export function flush(conversation: Conversation, execution: string): void {
  const pending = conversation.pending.get(execution);
  if (!pending) return;
  change(conversation, asChanges(pending.writes));
  conversation.pending.delete(execution);
  if (hasPlain(pending.writes)) conversation.version += 1;
}
