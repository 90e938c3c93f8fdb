/** What the definitions of some names say. */
export interface Rule {
  readonly aliases?: readonly string[];
  /** A text is converted where it is that of an integer. */
  readonly type?: 'integer';
  readonly secured?: true;
  /** Days for which a saved value is kept. */
  readonly retentionDays?: number;
  /** Nobody may write it. */
  readonly isLocked?: true;
  /** Nobody may read it: its values are `****`. */
  readonly isMasked?: true;
  /** Conversations are found by its values that are texts. */
  readonly isSearchable?: true;
}

/** By the names under which they are stored. */
export type RulesByName = ReadonlyMap<string, Rule>;

/** What becomes of a value that is to be written. */
export type Fate = { readonly text: string | null } | 'wrong' | 'forbidden';

/** The name that a spelling means. */
export function nameOf(rules: RulesByName, spelling: string): string {
  return [...rules].find(([, { aliases = [] }]) => aliases.includes(spelling))?.[0] ?? spelling;
}

/** What becomes of a value: of the JSON text, or of a removal (`null`), which breaks no rule but the right to write. */
export function judge({ type, secured, isLocked, isMasked }: Rule, text: string | null, isSecured: boolean): Fate {
  if (isLocked) return 'forbidden';
  if (text === null) return { text };
  if (secured && !isSecured) return 'wrong';
  if (isMasked && text === '"****"') return 'wrong';
  if (type === undefined) return { text };
  const said = text.startsWith('"') ? (JSON.parse(text) as string) : text;
  // A text of the integers that the model knows; others come from its values, which are JSON.
  const isInteger = text.startsWith('"') ? /^-?(0|[1-9]\d{0,17})$/.test(said) : isIntegerText(text);
  if (!isInteger) return 'wrong';
  return { text: isSecured ? text : said };
}

/** A number without a fraction, as its digits say. */
function isIntegerText(text: string): boolean {
  const [, whole = '', fraction = '', exponent = '0'] = /^-?(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  if (whole === '') return false;
  const kept = `${whole}${fraction}`.replace(/0+$/, '');
  return kept.replace(/^0+/, '') === '' || kept.length <= whole.length + Number(exponent);
}

/** What everybody sees of a value. */
export function seenOf({ isMasked }: Rule, text: string): string {
  return isMasked ? '"****"' : text;
}
