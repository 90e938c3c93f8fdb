/**
 * Every form in which a text might stand in a store, a log or an answer: as it is (UTF-8 and UTF-16), in hexadecimal, and
 * in base64 and base64url at any place of what was encoded.
 *
 * @param text ASCII letters and digits, so that JSON and URLs leave it as it is
 */
export function formsOf(text: string): ReadonlyMap<string, Buffer> {
  const hex = Buffer.from(text).toString('hex');
  const forms = new Map([
    ['UTF-8', Buffer.from(text)],
    ['UTF-16', Buffer.from(text, 'utf16le')],
    ['hexadecimal', Buffer.from(hex)],
    ['hexadecimal in capitals', Buffer.from(hex.toUpperCase())],
  ]);
  for (const shift of [0, 1, 2]) {
    for (const encoding of ['base64', 'base64url'] as const) {
      forms.set(`${encoding} shifted by ${shift}`, Buffer.from(encodedCore(text, shift, encoding)));
    }
  }
  return forms;
}

/** The characters that depend on the text alone when so many bytes come before it. */
function encodedCore(text: string, shift: number, encoding: 'base64' | 'base64url'): string {
  const bytes = Buffer.concat([Buffer.alloc(shift), Buffer.from(text)]);
  return bytes.toString(encoding).slice(Math.ceil((shift * 8) / 6), Math.floor((bytes.length * 8) / 6));
}

/** Where a text was found: its form, and what stands around it. */
export function hits(text: string, where: string, content: Buffer): readonly string[] {
  return [...formsOf(text)].flatMap(([form, bytes]) => {
    const at = content.indexOf(bytes);
    if (at < 0) return [];
    const around = content.subarray(Math.max(0, at - 80), at + bytes.length + 40).toString('latin1');
    return [`${where}: ${form} at ${at}: ...${around}...`];
  });
}
