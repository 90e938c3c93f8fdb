import type { AttributeChanges, Attributes } from '@conversation-attributes/client';
import { isSame } from './values.ts';

/** What became of a name between two looks. */
export type Change = 'added' | 'changed' | 'removed';

/** What has changed from one look to the next, by name. */
export function findChanges(before: Attributes, now: Attributes): ReadonlyMap<string, Change> {
  const changes = new Map<string, Change>();
  for (const [name, value] of Object.entries(now)) {
    if (!Object.hasOwn(before, name)) changes.set(name, 'added');
    else if (!isSame(before[name], value)) changes.set(name, 'changed');
  }
  for (const name of Object.keys(before)) if (!Object.hasOwn(now, name)) changes.set(name, 'removed');
  return changes;
}

/** A name that two have changed, each into something else. `undefined` means no value. */
export interface Clash {
  readonly name: string;
  /** When the person began to edit. */
  readonly read: unknown;
  readonly mine: unknown;
  readonly theirs: unknown;
}

/**
 * The names of a draft that somebody else has changed too since they were read, and into something else. All others can be written over
 * what is there now: nothing is lost.
 *
 * @param read - as they were when the person began to edit
 * @param draft - what the person wants to write; `null` removes
 * @param now - as they are now
 */
export function findClashes(read: Attributes, draft: AttributeChanges, now: Attributes): readonly Clash[] {
  return Object.entries(draft)
    .map(([name, value]) => ({ name, read: read[name], mine: value ?? undefined, theirs: now[name] }))
    .filter(({ read: before, mine, theirs }) => !isSame(before, theirs) && !isSame(mine, theirs));
}
