import { randomBytes } from 'node:crypto';

/** A text that is nowhere else in the world. */
export function canary(): string {
  return `canary${randomBytes(9).toString('hex')}`;
}

/** The canaries in a text or in bytes, each once. */
export function canariesIn(text: string | Uint8Array): ReadonlySet<string> {
  const characters = typeof text === 'string' ? text : Buffer.from(text).toString('latin1');
  return new Set(characters.match(/canary[0-9a-f]{18}/g));
}
