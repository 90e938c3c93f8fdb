import { randomFillSync } from 'node:crypto';

/** Random bytes that were made at once: to ask the system for each id takes more than all else of it. */
const pool = Buffer.alloc(4_096);
let used = pool.length;

/** Gives random bytes, at most 4,096, which are given only once. They change later: make a text of them at once. */
export function takeRandom(bytes: number): Buffer {
  if (used + bytes > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += bytes;
  return pool.subarray(used - bytes, used);
}
