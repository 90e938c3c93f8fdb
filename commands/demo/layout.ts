const width = 100;
const indent = '    ';

/** Lays out a sentence: broken between words, later lines indented. */
export function layText(text: string): string {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(lines.length === 0 ? word : indent + word);
  }
  return lines.join('\n');
}

/** Lays out a JSON value, indented: each part that fits a line is on one. */
export function layJson(value: unknown, before = indent): string {
  // The only line ends are between the parts: those in strings are escaped.
  const line = JSON.stringify(value, undefined, 1).replace(/\n */g, ' ');
  if (line.length + before.length <= width || typeof value !== 'object' || value === null) return before + line;
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  const parts = Object.entries(value).map(([name, part]) => {
    const laid = layJson(part, `${before}  `);
    return Array.isArray(value) ? laid : laid.replace(/^ +/, (spaces) => `${spaces}${JSON.stringify(name)}: `);
  });
  return [before + open, parts.join(',\n'), before + close].join('\n');
}
