import { type AttributeChanges, type Attributes, isRefused, type Json } from '@conversation-attributes/client';
import { useState } from 'preact/hooks';
import { type Clash, findClashes } from './rules/changes.ts';

/** Attributes with the version that belongs to them. */
export interface Versioned {
  readonly attributes: Attributes;
  readonly version: number;
}

/** Where a bag of attributes is read and written. */
export interface Bag {
  readonly read: () => Promise<Versioned>;
  /** Writes only if the version is current. @throws RequestRefused `version-conflict` */
  readonly write: (changes: AttributeChanges, version: number) => Promise<void>;
  /** Whether `write` looks at the version. Where it does not, what is there is read just before. @default true */
  readonly isVersioned?: boolean;
}

interface Draft {
  /** As it was when the person began to edit. */
  readonly base: Attributes;
  readonly version: number;
  readonly changes: AttributeChanges;
}

/** What the person is changing in a bag. */
export interface BagEditor {
  readonly changes: AttributeChanges;
  readonly clashes: readonly Clash[];
  readonly error: unknown;
  readonly isSaving: boolean;
  /** Whether the last write was merged with what others had written. */
  readonly wasMerged: boolean;
  /** Notes a change; `null` removes, undefined takes the change back. */
  readonly change: (name: string, value: Json | undefined) => void;
  readonly discard: () => void;
  readonly save: () => Promise<void>;
  /** Goes on after a conflict: with the person's value of these names, and with the others' of the rest. */
  readonly resolve: (mine: ReadonlySet<string>) => Promise<void>;
}

/** How often it merges by itself while others write. */
const MAX_MERGES = 10;

/**
 * Edits a bag: changes are collected, and written with the version that was read when the first was made. If somebody else has written
 * meanwhile, what does not touch the same names is merged without a question; for the rest the person is asked.
 */
export function useBagEditor(bag: Bag, shown: Versioned, onSaved: (changes: AttributeChanges) => void): BagEditor {
  const [draft, setDraft] = useState<Draft>();
  const [clashes, setClashes] = useState<readonly Clash[]>([]);
  const [error, setError] = useState<unknown>();
  const [isSaving, setSaving] = useState(false);
  const [wasMerged, setMerged] = useState(false);

  const change = (name: string, value: Json | undefined) => {
    setMerged(false);
    setError(undefined);
    setDraft((before) => {
      const { base, version, changes } = before ?? { base: shown.attributes, version: shown.version, changes: {} };
      const { [name]: _, ...others } = changes;
      const next = value === undefined ? others : { ...others, [name]: value };
      return Object.keys(next).length === 0 ? undefined : { base, version, changes: next };
    });
  };
  const discard = () => {
    setDraft(undefined);
    setClashes([]);
    setError(undefined);
  };

  /** Writes a draft; @returns the draft to go on with and what it clashes with, or nothing once it is written */
  const write = async (first: Draft) => {
    let { base, version, changes } = first;
    for (let merges = 0; ; merges++) {
      const isFirst = merges === 0;
      if (!isFirst || bag.isVersioned === false) {
        const now = await bag.read();
        const found = findClashes(base, changes, now.attributes);
        if (found.length > 0) return { draft: { base: now.attributes, version: now.version, changes }, found };
        ({ attributes: base, version } = now);
      }
      try {
        await bag.write(changes, version);
        return { merges };
      } catch (problem) {
        if (!isRefused(problem, 'version-conflict') || merges >= MAX_MERGES) throw problem;
      }
    }
  };

  const send = async (given: Draft) => {
    setSaving(true);
    setError(undefined);
    try {
      const { draft: left, found, merges = 0 } = await write(given);
      if (left) {
        setDraft(left);
        setClashes(found);
        return;
      }
      setDraft(undefined);
      setClashes([]);
      setMerged(merges > 0);
      onSaved(given.changes);
    } catch (problem) {
      setError(problem);
    } finally {
      setSaving(false);
    }
  };

  return {
    changes: draft?.changes ?? {},
    clashes,
    error,
    isSaving,
    wasMerged,
    change,
    discard,
    save: async () => {
      if (draft) await send(draft);
    },
    resolve: async (mine) => {
      if (!draft) return;
      const theirs = new Set(clashes.map(({ name }) => name).filter((name) => !mine.has(name)));
      const changes = Object.fromEntries(Object.entries(draft.changes).filter(([name]) => !theirs.has(name)));
      setClashes([]);
      if (Object.keys(changes).length === 0) discard();
      else await send({ ...draft, changes });
    },
  };
}
