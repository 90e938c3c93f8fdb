/** What every terminal has. */
const COLUMNS = 80;

const indent = '    ';

/** Breaks lines that are too long: between words, or before a part of a query. What follows is indented. */
export function fold(text: string): string {
  return text.split('\n').map(foldLine).join('\n');
}

function foldLine(line: string): string {
  const before = /^ */.exec(line)?.[0] ?? '';
  const [first = '', ...others] = line.slice(before.length).split(/(?= )|(?=[?&]\w)/);
  const lines = [before + first];
  for (const part of others) {
    const last = lines.at(-1) ?? '';
    if (last.length + part.length <= COLUMNS) lines[lines.length - 1] = last + part;
    else lines.push(before + indent + part.trimStart());
  }
  return lines.join('\n');
}

/** Lays out a JSON value, indented: each part that fits a line is on one. */
export function layJson(value: unknown, before = indent): string {
  // The only line ends are between the parts: those in strings are escaped.
  const line = JSON.stringify(value, undefined, 1).replace(/\n */g, ' ');
  if (line.length + before.length <= COLUMNS || typeof value !== 'object' || value === null) return before + line;
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  const parts = Object.entries(value).map(([name, part]) => {
    const laid = layJson(part, `${before}  `);
    return Array.isArray(value) ? laid : laid.replace(/^ +/, (spaces) => `${spaces}${JSON.stringify(name)}: `);
  });
  return [before + open, parts.join(',\n'), before + close].join('\n');
}
