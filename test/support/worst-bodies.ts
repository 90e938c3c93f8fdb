/** JSON texts of about so many bytes, each the worst that some code could be given. */
const fills: Readonly<Record<string, (bytes: number) => string>> = {
  'a number of many digits': (bytes) => `1${'0'.repeat(bytes - 2)}1`,
  'a number of many decimals': (bytes) => `0.${'0'.repeat(bytes - 3)}1`,
  'a number with a long exponent': (bytes) => `1e${'0'.repeat(bytes - 3)}1`,
  'a long text': (bytes) => `"${'x'.repeat(bytes)}"`,
  'a text of blanks': (bytes) => `"${' '.repeat(bytes)}x"`,
  'a text of escapes': (bytes) => `"${String.raw`\u200b`.repeat(bytes / 6)}x"`,
  'a text of halves of characters': (bytes) => `"${String.raw`\ud800`.repeat(bytes / 6)}"`,
  'a text of quotes': (bytes) => `"${String.raw`\"`.repeat(bytes / 2)}"`,
  'deep arrays': (bytes) => '['.repeat(bytes / 2) + ']'.repeat(bytes / 2),
  'deep objects': (bytes) => `${'{"a":'.repeat(bytes / 6)}1${'}'.repeat(bytes / 6)}`,
  'many numbers': (bytes) => `[${'1,'.repeat(bytes / 2)}1]`,
  'many objects': (bytes) => `[${'{},'.repeat(bytes / 3)}{}]`,
  'many texts': (bytes) => `[${each(bytes, (number) => `"t${number}"`)}]`,
  'many members': (bytes) => `{${each(bytes, (number) => `"m${number}":${number}`)}}`,
  'one member many times': (bytes) => `{${'"a":1,'.repeat(bytes / 6)}"a":1}`,
  'a long name': (bytes) => `{"${'x'.repeat(bytes)}":1}`,
  'a name that is hardly visible': (bytes) => `{"${'\u200b'.repeat(bytes / 3)}x":1}`,
};

function each(bytes: number, text: (number: number) => string): string {
  const all: string[] = [];
  for (let left = bytes; left > 0; left -= (all.at(-1)?.length ?? 0) + 1) all.push(text(all.length));
  return all.join();
}

/** A body that can be made of any size. */
export interface WorstBody {
  readonly title: string;
  readonly ofBytes: (bytes: number) => string;
}

/** What stands in the place of a fill. */
const mark = '@fill@';

/**
 * Every fill in every place of a body that is right: instead of it whole, of a member or element, and as one more member.
 * Of members that are of one type the first stands for the others, unless all are wanted.
 */
export function worstBodies(body: unknown, wantsAll = false): readonly WorstBody[] {
  return places(body, wantsAll).flatMap(({ at, text }) =>
    Object.entries(fills).map(([fill, make]) => ({
      title: `${fill} at ${at}`,
      ofBytes: (bytes: number) => text.replace(JSON.stringify(mark), () => make(bytes)),
    })),
  );
}

interface Place {
  readonly at: string;
  /** The body as JSON, with the mark there. */
  readonly text: string;
}

function places(body: unknown, wantsAll: boolean, at = 'the root'): readonly Place[] {
  const here = { at, text: JSON.stringify(mark) };
  if (typeof body !== 'object' || body === null) return [here];
  const entries = Object.entries(body);
  const inside = (name: string, text: string) => {
    if (Array.isArray(body))
      return `[${body.map((one, position) => (`${position}` === name ? text : JSON.stringify(one)))}]`;
    return `{${[...entries.filter(([other]) => other !== name), [name, undefined] as const]
      .map(([other, value]) => `${JSON.stringify(other)}:${other === name ? text : JSON.stringify(value)}`)
      .join()}}`;
  };
  const typesBefore = (position: number) => entries.slice(0, position).map(([, value]) => typeof value);
  const chosen = entries.filter(([, value], position) => {
    return wantsAll || typeof value === 'object' || !typesBefore(position).includes(typeof value);
  });
  const deeper = chosen.flatMap(([name, value]) =>
    places(value, wantsAll, `${at}.${name}`).map((place) => ({ at: place.at, text: inside(name, place.text) })),
  );
  const more = Array.isArray(body) ? [] : [{ at: `${at}.more`, text: inside('more', JSON.stringify(mark)) }];
  return [here, ...deeper, ...more];
}
