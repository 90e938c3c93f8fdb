import { createHash, createHmac } from 'node:crypto';

/**
 * A key of at most 12 characters for an id: the id itself when it is short, else `~` and 66 bits of its SHA-256 in
 * base64url. It is part of the name of every attribute in the store, where a long id would cost bytes each time
 * (`docs/architecture.md`).
 */
export function shortenId(id: string): string {
  return id.length <= 8 ? id : `~${createHash('sha256').update(id).digest('base64url').slice(0, 11)}`;
}

/** HMAC-SHA-256 of texts that can't be mistaken for one another: each is preceded by its length. 32 bytes. */
export function hashWithKey(key: string, ...texts: readonly string[]): Buffer {
  const hmac = createHmac('sha256', key);
  for (const text of texts) hmac.update(`${Buffer.byteLength(text)}:`).update(text);
  return hmac.digest();
}

/**
 * What a log has instead of an id, which may be a telephone number and must not outlive an erasure: 96 bits of a keyed hash, in
 * hexadecimal, so that no search takes its first character for an option. `npm run log-hash` makes the same of an id.
 */
export function hashForLog(key: string, id: string): string {
  return hashWithKey(key, 'log', id).subarray(0, 12).toString('hex');
}
