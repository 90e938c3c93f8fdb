import { KmsError } from './kms-error.ts';

/** The JSON object that a client sends. */
export type Input = Readonly<Record<string, unknown>>;

/** @throws KmsError ValidationException, in the words of KMS, if the member is not a text that is not empty. */
export function readText(input: Input, member: string): string {
  const value = input[member];
  if (typeof value !== 'string' || value === '') throw makeInvalid(member, 'Member must be a string that is not empty');
  return value;
}

/** As {@link readText}; undefined if the member is not there. */
export function readOptionalText(input: Input, member: string): string | undefined {
  return input[member] === undefined ? undefined : readText(input, member);
}

/** @throws KmsError ValidationException if the member is not base64 of 1 to `most` bytes. */
export function readBlob(input: Input, member: string, most: number): Uint8Array {
  const bytes = Buffer.from(readText(input, member), 'base64');
  if (bytes.length < 1 || bytes.length > most)
    throw makeInvalid(member, `Member must have 1 to ${most} bytes of base64`);
  return bytes;
}

/**
 * Bytes of the data key that a request wants, by `KeySpec` or by `NumberOfBytes`.
 *
 * @throws KmsError ValidationException if it names none, both, or another length than 1 to 1,024.
 */
export function readDataKeyLength(input: Input): number {
  const { KeySpec: spec, NumberOfBytes: length } = input;
  if ((spec === undefined) === (length === undefined)) {
    throw new KmsError('ValidationException', 'Please specify either number of bytes or key spec.');
  }
  if (spec === 'AES_256') return 32;
  if (spec === 'AES_128') return 16;
  if (spec !== undefined) throw makeInvalid('KeySpec', 'Member must satisfy enum value set: [AES_256, AES_128]');
  if (typeof length === 'number' && Number.isInteger(length) && length >= 1 && length <= 1_024) return length;
  throw makeInvalid('NumberOfBytes', 'Member must have value between 1 and 1024');
}

/**
 * An encryption context as additional data: its pairs in the order of their names, each text after its length, so that
 * the order in which a client sends them does not count and no two contexts give the same bytes.
 *
 * @param member the context's name in the request; a request without it has the empty context.
 * @throws KmsError ValidationException if it is not a map of strings.
 */
export function readEncryptionContext(input: Input, member = 'EncryptionContext'): Uint8Array {
  const context = input[member] ?? {};
  if (typeof context !== 'object' || Array.isArray(context))
    throw makeInvalid(member, 'Member must be a map of strings');
  const pairs = Object.entries(context).sort(([one], [other]) => (one < other ? -1 : 1));
  const parts = pairs.flat().map((part: unknown) => {
    if (typeof part !== 'string') throw makeInvalid(member, 'Member must be a map of strings');
    return Buffer.from(part, 'utf8');
  });
  return Buffer.concat(parts.flatMap((part) => [encodeUint32(part.length), part]));
}

/** A ValidationException that names the member and, without its value, which may be secret, what would be right. */
export function makeInvalid(member: string, constraint: string): KmsError {
  const at = `${member.charAt(0).toLowerCase()}${member.slice(1)}`;
  return new KmsError(
    'ValidationException',
    `1 validation error detected: Value at '${at}' failed to satisfy constraint: ${constraint}`,
  );
}

function encodeUint32(value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
