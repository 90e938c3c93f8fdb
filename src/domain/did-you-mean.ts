import { distance } from 'fastest-levenshtein';

/** Longer names are not compared: typing errors are found in words, and the time grows with both lengths. */
const longest = 64;

/** How many names are compared with one that is not set. */
const most = 1000;

/**
 * The name that was probably meant by one that is not set: the same but for case, else the nearest within one edit for
 * names of up to three characters and two for longer ones.
 */
export function didYouMean(name: string, names: Iterable<string>): { didYouMean?: string } {
  const folded = name.toLowerCase();
  const candidates = [...names];
  const sameButForCase = candidates.find((candidate) => candidate.toLowerCase() === folded);
  const nearest = sameButForCase ?? nearestTo(folded, candidates);
  return nearest === undefined ? {} : { didYouMean: nearest };
}

function nearestTo(folded: string, candidates: readonly string[]): string | undefined {
  if (folded.length > longest) return undefined;
  let nearest: string | undefined;
  // Fewer edits than letters: one letter is not like every other.
  let least = Math.min(folded.length <= 3 ? 1 : 2, folded.length - 1);
  for (const candidate of candidates.slice(0, most)) {
    if (candidate.length > longest) continue;
    const edits = distance(folded, candidate.toLowerCase());
    if (edits > least || (edits === least && nearest !== undefined)) continue;
    least = edits;
    nearest = candidate;
  }
  return nearest;
}
