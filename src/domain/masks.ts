import { type JsonText, parse, stringify } from '#domain/json.ts';

/** What those see of a value who may not read it. */
export const masks = ['last4', 'all', 'email'] as const;
export type Mask = (typeof masks)[number];

/** It has the same length whatever the value has. */
const HIDDEN = '****';

/** Characters that a text has at least if its last four are shown: more than half of it stays hidden. */
const MIN_FOR_LAST4 = 9;

/** A value, masked. It is always a text; of a value that is no text the JSON text is looked at. */
export function maskValue(mask: Mask, value: JsonText): JsonText {
  const parsed = parse(value);
  return stringify(maskText(mask, typeof parsed === 'string' ? parsed : value));
}

function maskText(mask: Mask, text: string): string {
  switch (mask) {
    case 'all':
      return HIDDEN;
    case 'last4': {
      const characters = [...text];
      return characters.length < MIN_FOR_LAST4 ? HIDDEN : HIDDEN + characters.slice(-4).join('');
    }
    case 'email': {
      const [, first = '', rest = '', domain] = /^([^@\s])([^@\s]*)@([^@\s]+)$/u.exec(text) ?? [];
      if (domain === undefined) return HIDDEN;
      return `${rest === '' ? '' : first}${HIDDEN}@${domain}`;
    }
  }
}

/** Whether a value looks like one that was masked: somebody who has read it so sends it back. */
export function isMasked(value: JsonText): boolean {
  return /^"(?:[^@\s]?\*{4}@[^@\s]+|\*{4}.{0,8})"$/u.test(value);
}
