type Reviver = (name: string, value: unknown, context: { source?: string }) => unknown;
const parse = JSON.parse as (text: string, revive: Reviver) => unknown;

/** A number as it was written. */
class Written {
  readonly mantissa: bigint;
  readonly exponent: number;

  constructor(text: string) {
    const [digits = '', power = '0'] = text.toLowerCase().split('e');
    const [whole = '', fraction = ''] = digits.split('.');
    this.mantissa = BigInt(`${whole}${fraction}`.replace('-', '')) * (whole.startsWith('-') ? -1n : 1n);
    this.exponent = Number(power) - fraction.length;
  }

  /** The number as a multiple of a power of ten that is not above its own. */
  in(exponent: number): bigint {
    return this.mantissa === 0n ? 0n : this.mantissa * 10n ** BigInt(this.exponent - exponent);
  }
}

/** Whether two JSON texts mean one value. */
export function isSame(one: string, other: string): boolean {
  const read: Reviver = (_, value, { source = '' }) => (typeof value === 'number' ? new Written(source) : value);
  return equal(parse(one, read), parse(other, read));
}

function equal(a: unknown, b: unknown): boolean {
  if (a instanceof Written && b instanceof Written) {
    if (a.mantissa === 0n || b.mantissa === 0n) return a.mantissa === b.mantissa;
    const least = Math.min(a.exponent, b.exponent);
    return a.in(least) === b.in(least);
  }
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  if (Array.isArray(a) !== Array.isArray(b) || a instanceof Written || b instanceof Written) return false;
  const [mine, others] = [new Map(Object.entries(a)), new Map(Object.entries(b))];
  return (
    mine.size === others.size && [...mine].every(([name, value]) => others.has(name) && equal(value, others.get(name)))
  );
}
