/**
 * An id or a name as a segment of a path.
 * @throws RangeError for one that would make another path of it; any other wrong one is the server's to refuse.
 */
export function encodeSegment(id: string): string {
  if (/^\.{0,2}$/.test(id)) throw new RangeError(`${JSON.stringify(id)} is no id: it begins with a letter or digit`);
  return encodeURIComponent(id);
}

/** A query, `?` included; `""` when nothing is given. A list is a parameter that comes several times. */
export function encodeQuery(
  parameters: Readonly<Record<string, string | number | readonly string[] | undefined>>,
): string {
  const pairs = Object.entries(parameters).flatMap(([name, given = []]) =>
    [given].flat().map((value): [string, string] => [name, String(value)]),
  );
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs)}`;
}
