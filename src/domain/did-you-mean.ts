import { distance } from 'fastest-levenshtein';

/** Longer names are not compared: typing errors are found in words, and the time grows with both lengths. */
const MAX_LENGTH = 64;

/** How many pairs of names are compared for one answer: beyond, only names that differ in case are found. */
const MAX_COMPARISONS = 10_000;

/** Says which name was probably meant by one that is not set, if any. */
export type Suggest = (name: string) => { didYouMean?: string };

/**
 * Makes the function that says for each name which is not set the one that was probably meant: the same but for case, else
 * the nearest within one edit for names of up to three characters and two for longer ones.
 *
 * @param names those that are set.
 */
export function suggestAmong(names: Iterable<string>): Suggest {
  const candidates = [...names].map((name) => ({ name, folded: name.toLowerCase() }));
  const byFolded = new Map(candidates.toReversed().map(({ name, folded }) => [folded, name]));
  const comparable = candidates.filter(({ folded }) => folded.length <= MAX_LENGTH);
  let comparisons = 0;
  return (name) => {
    const folded = name.toLowerCase();
    const sameButForCase = byFolded.get(folded);
    if (sameButForCase !== undefined) return { didYouMean: sameButForCase };
    if (folded.length > MAX_LENGTH) return {};
    let nearest: string | undefined;
    // Fewer edits than letters: one letter is not like every other.
    let least = Math.min(folded.length <= 3 ? 1 : 2, folded.length - 1);
    for (const candidate of comparable) {
      if (comparisons++ >= MAX_COMPARISONS) break;
      if (Math.abs(candidate.folded.length - folded.length) > least) continue;
      const edits = distance(folded, candidate.folded);
      if (edits > least || (edits === least && nearest !== undefined)) continue;
      least = edits;
      nearest = candidate.name;
    }
    return nearest === undefined ? {} : { didYouMean: nearest };
  };
}
