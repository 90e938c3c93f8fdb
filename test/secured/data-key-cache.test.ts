import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { DataKeyCache } from '../../src/secured/data-key-cache.ts';
import { hex } from './bytes.ts';

const minutes = 60_000;
const wiped = '00'.repeat(32);

let time: number;
let loads: string[];
let arrays: Map<string, Uint8Array>;
let cache: DataKeyCache;

beforeEach(() => {
  time = 1_000_000;
  loads = [];
  arrays = new Map();
  cache = new DataKeyCache(() => time);
});

afterEach(() => {
  vi.useRealTimers();
});

/** Uses a key that KMS would give, and answers with what the action saw. */
function use(keyId: string): Promise<string> {
  const load = async () => {
    loads.push(keyId);
    const dataKey = new Uint8Array(32).fill(loads.length % 255 || 1);
    arrays.set(keyId, dataKey);
    return dataKey;
  };
  return cache.use(keyId, load, hex);
}

function memory(keyId: string): string {
  return hex(arrays.get(keyId) ?? new Uint8Array());
}

describe('age', () => {
  test('a key is loaded once and used for 5 minutes', async () => {
    const first = await use('a');
    time += 5 * minutes - 1;
    expect(await use('a')).toBe(first);
    expect(loads).toEqual(['a']);
  });

  test('a key of 5 minutes is wiped and loaded again, however often it was used', async () => {
    await use('a');
    const old = arrays.get('a');
    for (let minute = 1; minute < 5; minute++) {
      time += minutes;
      await use('a');
    }
    time += minutes;
    expect(await use('a')).toBe('02'.repeat(32));
    expect(loads).toEqual(['a', 'a']);
    expect(hex(old ?? new Uint8Array())).toBe(wiped);
  });

  test('a key is loaded again when the clock was set back', async () => {
    await use('a');
    time -= 1;
    await use('a');
    expect(loads).toEqual(['a', 'a']);
  });

  test('a key that nobody asks for again is wiped after 5 minutes', async () => {
    vi.useFakeTimers();
    await use('a');
    await vi.advanceTimersByTimeAsync(5 * minutes - 1);
    expect(memory('a')).not.toBe(wiped);
    await vi.advanceTimersByTimeAsync(1);
    expect(memory('a')).toBe(wiped);
    expect(cache.size).toBe(0);
  });

  test('the timer of a key that was replaced does not wipe its successor', async () => {
    vi.useFakeTimers();
    await use('a');
    await vi.advanceTimersByTimeAsync(3 * minutes);
    // Its clock was set back, so it is loaded again.
    time -= 1;
    await use('a');
    await vi.advanceTimersByTimeAsync(3 * minutes);
    expect(memory('a')).not.toBe(wiped);
    expect(cache.size).toBe(1);
  });
});

describe('number', () => {
  test('the cache holds 1,000 keys and wipes the oldest for one more', async () => {
    for (let number = 0; number < 1_000; number++) await use(`key-${number}`);
    expect(cache.size).toBe(1_000);
    expect(memory('key-0')).not.toBe(wiped);
    await use('key-0');
    await use('one more');
    expect(cache.size).toBe(1_000);
    expect(memory('key-0')).toBe(wiped);
    expect(memory('key-1')).not.toBe(wiped);
    expect(loads).toHaveLength(1_001);
  });

  test('no action ever sees a wiped key, though more are asked for at once than the cache holds', async () => {
    cache = new DataKeyCache(() => time, { maxEntries: 3 });
    const seen = await Promise.all(Array.from({ length: 50 }, (_, number) => use(`key-${number % 10}`)));
    expect(seen).toHaveLength(50);
    expect(seen).not.toContain(wiped);
    expect(cache.size).toBe(3);
    const alive = [...arrays.keys()].filter((keyId) => memory(keyId) !== wiped);
    expect(alive).toHaveLength(3);
  });
});

describe('loading', () => {
  test('calls that want one key at once share one load', async () => {
    const seen = await Promise.all([use('a'), use('a'), use('b'), use('a')]);
    expect(loads).toEqual(['a', 'b']);
    expect(seen).toEqual(['01', '01', '02', '01'].map((byte) => byte.repeat(32)));
  });

  test('a load that fails is told to all who wait for it, and not remembered', async () => {
    const failing = vi.fn(() => Promise.reject(new Error('KMS is disabled')));
    const both = await Promise.allSettled([cache.use('a', failing, hex), cache.use('a', failing, hex)]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(failing).toHaveBeenCalledTimes(1);
    expect(cache.size).toBe(0);
    expect(await use('a')).toBe('01'.repeat(32));
  });

  test('a load that throws at once leaves nothing behind', async () => {
    const throwing = () => {
      throw new Error('no client');
    };
    await expect(cache.use('a', throwing, hex)).rejects.toThrow('no client');
    expect(await use('a')).toBe('01'.repeat(32));
  });

  test('an action that throws leaves the key for the next', async () => {
    await use('a');
    const failing = () => {
      throw new Error('cannot be opened');
    };
    await expect(cache.use('a', () => Promise.reject(new Error('not asked')), failing)).rejects.toThrow('be opened');
    await use('a');
    expect(loads).toEqual(['a']);
  });
});
