import type { AttributeChanges, Attributes } from '@conversation-attributes/client';
import { useEffect, useReducer, useRef } from 'preact/hooks';
import { type Change, findChanges } from './rules/changes.ts';

/** What somebody saw of a conversation: attributes by where they are. */
export type Look = Readonly<Record<string, Attributes>>;

/** How many conversations are remembered. */
const REMEMBERED = 100;

/** The last look at each conversation, for as long as the page is open; in memory, since it holds values. */
const looks = new Map<string, Look>();

/** What has changed since the person's last look. */
export interface LastLook {
  /** The changes at a place. */
  readonly changesAt: (place: string) => ReadonlyMap<string, Change>;
  readonly count: number;
  /** From now on, changes are counted from what is shown. */
  readonly markSeen: () => void;
  /** What the person has written is no news. */
  readonly noteOwn: (place: string, changes: AttributeChanges) => void;
}

/** Compares what is shown with what was shown when the person last looked: before they left the view, or marked it as seen. */
export function useLastLook(id: string, shown: Look | undefined): LastLook {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const latest = useRef(shown);
  latest.current = shown;
  if (shown && !looks.has(id)) remember(id, shown);
  // Who leaves has seen it.
  useEffect(() => () => void (latest.current && remember(id, latest.current)), [id]);

  const seen = looks.get(id) ?? {};
  const changes = new Map(
    Object.entries(shown ?? {}).map(([place, attributes]) => [place, findChanges(seen[place] ?? {}, attributes)]),
  );
  return {
    changesAt: (place) => changes.get(place) ?? new Map(),
    count: [...changes.values()].reduce((sum, { size }) => sum + size, 0),
    markSeen: () => {
      if (shown) remember(id, shown);
      redraw(undefined);
    },
    noteOwn: (place, own) => {
      const { [place]: before = {}, ...others } = looks.get(id) ?? {};
      const kept = Object.entries({ ...before, ...own }).filter(([, value]) => value !== null);
      remember(id, { ...others, [place]: Object.fromEntries(kept) as Attributes });
      redraw(undefined);
    },
  };
}

function remember(id: string, look: Look): void {
  looks.delete(id);
  looks.set(id, look);
  for (const oldest of looks.keys()) {
    if (looks.size <= REMEMBERED) break;
    looks.delete(oldest);
  }
}
