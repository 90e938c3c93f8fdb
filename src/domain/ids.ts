import { limits } from '#domain/limits.ts';

/** Ids of conversations, participants and flow executions. */
export const idPattern = /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,127}$/;

/** Words that other paths of this API have where a conversation's id would be. */
export const reservedIds: readonly string[] = ['calls', 'callbacks', 'chats', 'messages', 'emails'];

/** Why a text can't be an id, or undefined when it can. */
export function whyNotId(id: string): string | undefined {
  if (!idPattern.test(id)) {
    return 'an id has 1-128 characters of A-Z a-z 0-9 _ . : - and starts with a letter or digit';
  }
  if (reservedIds.includes(id)) return `"${id}" is reserved`;
  return undefined;
}

/** A UUIDv7 (RFC 9562, section 5.7): time-ordered, so that ids made later sort later. */
export function makeUuidV7(now: number, random: Uint8Array): string {
  const bytes = Buffer.from(random.subarray(0, 16));
  bytes.writeUIntBE(now, 0, 6);
  return formatUuid(bytes, 0x70);
}

/** A UUIDv8 (RFC 9562, section 5.8) of 16 bytes that a hash gave: the same bytes, the same id. */
export function makeUuidV8(hash: Uint8Array): string {
  return formatUuid(Buffer.from(hash.subarray(0, 16)), 0x80);
}

function formatUuid(bytes: Buffer, version: number): string {
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | version, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** The id that the server gives to the first, second, ... participant of a purpose: never a word that is an alias too. */
export function numberId(purpose: string, number: number): string {
  const suffix = `-${number}`;
  return `${purpose.slice(0, limits.idLength - suffix.length)}${suffix}`;
}
