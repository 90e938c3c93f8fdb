/**
 * Reads CSV by the letter of RFC 4180: CRLF ends every row, a cell with a quote, a separator or a line end stands in quotes,
 * and every row has as many cells as the first.
 *
 * @throws Error where the text is anything else.
 */
export function csvRows(text: string, separator = ','): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    const cell = cellAt(text, at, separator);
    row.push(cell.text);
    at = cell.end + 1;
    if (text[cell.end] === separator) continue;
    if (!text.startsWith('\r\n', cell.end))
      throw new Error(`at ${cell.end}: a cell ends with neither separator nor CRLF`);
    at += 1;
    rows.push(row);
    row = [];
  }
  if (row.length > 0) throw new Error('the last row has no line end');
  const uneven = rows.findIndex(({ length }) => length !== rows[0]?.length);
  if (uneven > 0) throw new Error(`row ${uneven} has ${rows[uneven]?.length} cells, the first ${rows[0]?.length}`);
  return rows;
}

function cellAt(text: string, start: number, separator: string): { readonly text: string; readonly end: number } {
  if (text[start] !== '"') {
    // What ends a cell without quotes, or may not be in it.
    const special = new RegExp(`["\\r\\n${separator}]`, 'g');
    special.lastIndex = start;
    const end = special.exec(text)?.index;
    if (end === undefined) throw new Error(`at ${start}: the last cell has no end`);
    return { text: text.slice(start, end), end };
  }
  let end = text.indexOf('"', start + 1);
  // A quote inside is doubled.
  while (end >= 0 && text[end + 1] === '"') end = text.indexOf('"', end + 2);
  if (end < 0) throw new Error(`at ${start}: a quote is not closed`);
  return { text: text.slice(start + 1, end).replaceAll('""', '"'), end: end + 1 };
}
