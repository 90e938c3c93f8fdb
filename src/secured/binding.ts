/** What a secured value belongs to: it opens nowhere else. */
export interface Binding {
  /** The conversation's internal random id, not the caller's, which may be a phone number. */
  readonly internalId: string;
  /** The attribute's name, byte for byte. */
  readonly name: string;
  /** The internal random id of the data key. */
  readonly keyId: string;
}

/** Most UTF-8 bytes of each part of a binding (the limit on attribute names). */
const MAX_PART_BYTES = 256;

/**
 * The additional data that AES-GCM authenticates: version, internal id, name and key id, each after its length in two
 * bytes, so that no two bindings give the same bytes. Nothing of a flow execution is in it: a flush moves envelopes
 * without opening them.
 *
 * @throws RangeError if a part is empty, longer than 256 UTF-8 bytes or not well-formed Unicode.
 */
export function encodeAdditionalData(version: number, binding: Binding): Uint8Array {
  const parts = (['internalId', 'name', 'keyId'] as const).map((part) => encodePart(part, binding[part]));
  return Buffer.concat([Uint8Array.of(version), ...parts].flatMap((part) => [encodeUint16(part.length), part]));
}

function encodePart(part: keyof Binding, text: string): Uint8Array {
  // Two different strings with lone surrogates would become the same bytes.
  if (!text.isWellFormed())
    throw new RangeError(`The binding's ${part} has a lone surrogate; give well-formed Unicode`);
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length < 1 || bytes.length > MAX_PART_BYTES) {
    throw new RangeError(`The binding's ${part} has ${bytes.length} UTF-8 bytes; give 1 to ${MAX_PART_BYTES}`);
  }
  return bytes;
}

function encodeUint16(value: number): Uint8Array {
  return Uint8Array.of(value >> 8, value & 0xff);
}
