/** Bytes from hexadecimal. */
export function bytes(hexadecimal: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hexadecimal, 'hex'));
}

/** Hexadecimal from bytes. */
export function hex(data: Uint8Array): string {
  return Buffer.from(data).toString('hex');
}

/** A copy with one bit, counted from the first byte's highest, turned. */
export function flipBit(data: Uint8Array, bit: number): Uint8Array {
  return data.map((byte, index) => (index === bit >> 3 ? byte ^ (0x80 >> (bit & 7)) : byte));
}
