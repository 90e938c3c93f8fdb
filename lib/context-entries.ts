import * as v from 'valibot';
import type { Key } from './context-key.ts';

/** What a JSON object of named entries may hold. */
export interface Entries<T> {
  /** What the whole would be, when it is something else. */
  readonly right: string;
  /** The most entries; one is the least. */
  readonly most: number;
  /** Whether an entry may have a name. */
  readonly isName: (name: string) => boolean;
  /** What a name would be, when it is something else. */
  readonly rightName: string;
  /** Of an entry. Its messages say what would be right. */
  readonly entry: v.GenericSchema<unknown, T>;
}

/**
 * A JSON object of named entries, as text or, in cdk.json, as it is.
 *
 * @returns the key, with a map from names to entries for its value; undefined when it is not given
 */
export function readEntries<T>(may: Entries<T>): Key<ReadonlyMap<string, T> | undefined> {
  const read = (given: unknown, key: string) => {
    const all = Object.entries(parseJson(given) ?? {});
    if (all.length === 0 || all.length > may.most) return undefined;
    return new Map(all.map(([name, value]) => [name, readEntry(may, key, name, value)]));
  };
  return { right: may.right, fallback: undefined, read };
}

function readEntry<T>({ isName, rightName, entry }: Entries<T>, key: string, name: string, value: unknown): T {
  if (!isName(name)) {
    throw new Error(`Context "${key}" names ${JSON.stringify(name)}, but a name must be ${rightName}.`);
  }
  const { success, output, issues } = v.safeParse(entry, value);
  if (success) return output;
  const [{ path, message }] = issues;
  const at = [key, name, ...(path ?? []).map((item) => item.key)].join('.');
  const wrong = path ? path.at(-1)?.value : value;
  throw new Error(`Context "${at}" is ${JSON.stringify(wrong)}, but must be ${message}.`);
}

/** An entry that is an object with these fields and no others. */
export function readFields<Fields extends v.ObjectEntries>(of: Fields) {
  const all = Object.keys(of).join(' and ');
  return v.strictObject(of, ({ expected, path }) => {
    if (expected === 'never') return `left out: there are ${all}`;
    return path ? 'given' : `an object of ${all}`;
  });
}

function parseJson(given: unknown): object | undefined {
  try {
    const value: unknown = typeof given === 'string' ? JSON.parse(given) : given;
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
