/** So many attributes with the shortest of texts, under names of their own. */
export function namesOf(count: number, prefix = 'name-'): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, number) => [`${prefix}${number}`, '']));
}

/** Attributes of exactly so many bytes: UTF-8 names and JSON values. @param bytes at least 10 */
export function bagOfBytes(bytes: number, prefix = 'v'): Record<string, string> {
  const bag: Record<string, string> = {};
  let left = bytes;
  for (let number = 0; left > 0; number++) {
    const name = `${prefix}${number}`;
    // Two at a time stay below the limit of a value, so what is left is never too little for one.
    const taken = left > 8000 ? 4000 : left;
    bag[name] = textOfBytes(taken - name.length);
    left -= taken;
  }
  return bag;
}

/** A text of exactly so many bytes as JSON. */
export function textOfBytes(bytes: number): string {
  return 'x'.repeat(bytes - '""'.length);
}
