import { type Bag, type BagChanges, type ModelConversation, type ModelWrite, securedOwner } from './model.ts';

/** A bag after changes. */
export function merged(bag: Bag, changes: BagChanges): Bag {
  const all = Object.entries({ ...bag, ...changes });
  return Object.fromEntries(all.filter((entry): entry is [string, string] => entry[1] !== null));
}

/** A conversation after a write that readers see. Secured attributes have a version of their own. */
export function newer(model: ModelConversation): ModelConversation {
  return { ...model, version: model.version + 1 };
}

/** The conversation after some pending writes took effect, in the order in which they were set. */
export function settled(model: ModelConversation, which: (write: ModelWrite) => boolean): ModelConversation {
  const writes = model.pending.filter(which).sort((a, b) => a.turn - b.turn);
  const pending = model.pending.filter((write) => !which(write));
  const changesOf = (owner: string | null) =>
    Object.fromEntries(writes.filter((write) => write.owner === owner).map(({ name, value }) => [name, value]));
  const done = new Set(writes.map(({ execution }) => execution));
  return {
    ...model,
    pending,
    since: Object.fromEntries(Object.entries(model.since).filter(([execution]) => !done.has(execution))),
    data: merged(model.data, changesOf(null)),
    secured: merged(model.secured, changesOf(securedOwner)),
    securedVersion: model.securedVersion + (writes.some(({ owner }) => owner === securedOwner) ? 1 : 0),
    participants: model.participants.map((one) => {
      if (!writes.some(({ owner }) => owner === one.id)) return one;
      return { ...one, version: one.version + 1, attributes: merged(one.attributes, changesOf(one.id)) };
    }),
  };
}

/** The bytes of all names and values: each name of an owner once, with the largest of its values, pending ones too. */
export function bytesIn({ data, participants, pending }: ModelConversation): number {
  const bags = [{ id: null, attributes: data }, ...participants];
  const there = bags.flatMap(({ id: owner, attributes }) =>
    Object.entries(attributes).map(([name, value]) => ({ owner, name, value })),
  );
  const largest = new Map<string, number>();
  for (const { owner, name, value } of [...there, ...pending]) {
    const place = JSON.stringify([owner, name]);
    const bytes = Buffer.byteLength(name) + Buffer.byteLength(value ?? '');
    largest.set(place, Math.max(largest.get(place) ?? 0, bytes));
  }
  return [...largest.values()].reduce((sum, bytes) => sum + bytes, 0);
}
