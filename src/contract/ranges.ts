/**
 * The characters that a pattern matches, as ranges of a character class that every reader of a document takes alike:
 * not each knows the names of Unicode's properties, and none without the flag `u` knows ranges beyond U+FFFF: there
 * each is listed by itself.
 */
export function listRanges(pattern: RegExp): string {
  const ranges: { readonly first: number; last: number }[] = [];
  for (let code = 0; code <= 0xffff; code++) {
    if (!pattern.test(String.fromCodePoint(code))) continue;
    const range = ranges.at(-1);
    if (range?.last === code - 1) range.last = code;
    else ranges.push({ first: code, last: code });
  }
  const basic = ranges.map(({ first, last }) =>
    first === last ? escapeCodePoint(first) : `${escapeCodePoint(first)}-${escapeCodePoint(last)}`,
  );
  let beyond = '';
  for (let code = 0x10000; code <= 0x10ffff; code++) {
    const character = String.fromCodePoint(code);
    if (pattern.test(character)) beyond += character;
  }
  return basic.join('') + beyond;
}

function escapeCodePoint(code: number): string {
  return `\\u${code.toString(16).toUpperCase().padStart(4, '0')}`;
}
