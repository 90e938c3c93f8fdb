import { type Attributes, type Changes, type Conversation, type Owner, SECURED } from './conversation.ts';
import { limits } from './limits.ts';
import { refuse } from './requirements.ts';

/** Attributes after changes. */
export function merge(attributes: Attributes, changes: Changes): Attributes {
  const merged = new Map(attributes);
  for (const [name, value] of changes) {
    if (value === null) merged.delete(name);
    else merged.set(name, value);
  }
  return merged;
}

/** Changes of one owner's attributes. */
export interface OwnerChanges {
  readonly owner: Owner;
  readonly attributes: Changes;
}

/**
 * Changes attributes of several owners in one write, one after another. Each participant among them has a new version,
 * once, and so have the secured attributes.
 */
export function change(conversation: Conversation, changes: readonly OwnerChanges[]): Conversation {
  const changesOf = (owner: Owner) =>
    new Map(changes.flatMap((one) => (one.owner === owner ? [...one.attributes] : [])));
  const ofSecured = changesOf(SECURED);
  return {
    ...conversation,
    data: merge(conversation.data, changesOf(undefined)),
    secured: merge(conversation.secured, ofSecured),
    securedVersion: conversation.securedVersion + (ofSecured.size > 0 ? 1 : 0),
    participants: conversation.participants.map((one) => {
      const own = changesOf(one.id);
      return own.size > 0 ? { ...one, version: one.version + 1, attributes: merge(one.attributes, own) } : one;
    }),
  };
}

/** The conversation after a write that readers see. Secured attributes have a version of their own. */
export function raise(conversation: Conversation): Conversation {
  return { ...conversation, version: conversation.version + 1 };
}

/** What an envelope adds to the text in it: see docs/envelope.md. */
const ENVELOPE_BYTES = 81;

/** Refuses a conversation over its limit: each name of an owner counts once, with the largest of its values, pending ones too. */
export function requireRoom({ data, secured, participants, pending }: Conversation): void {
  const bags = [
    { owner: undefined, attributes: data },
    { owner: SECURED, attributes: secured },
    ...participants.map(({ id, attributes }) => ({ owner: id, attributes })),
  ];
  const there = bags.flatMap(({ owner, attributes }) =>
    [...attributes].map(([name, value]) => ({ owner, name, value })),
  );
  const largest = new Map<string, number>();
  for (const one of [...there, ...[...pending.values()].flatMap(({ writes }) => writes)]) {
    const place = JSON.stringify([one.owner, one.name]);
    largest.set(place, Math.max(largest.get(place) ?? 0, bytesOf(one)));
  }
  const bytes = largest.values().reduce((sum, one) => sum + one, 0);
  if (bytes > limits.conversationBytes) refuse('conversation-too-large');
}

function bytesOf({ owner, name, value }: { owner: Owner; name: string; value: string | null }): number {
  if (value === null) return Buffer.byteLength(name);
  return Buffer.byteLength(name) + Buffer.byteLength(value) + (owner === SECURED ? ENVELOPE_BYTES : 0);
}
