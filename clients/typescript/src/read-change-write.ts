import { isRefused } from './errors.ts';
import { pause } from './pause.ts';
import type { AttributeChanges, Attributes } from './types/index.ts';

/** Says what is to change in attributes that were just read; nothing (or no name) leaves them as they are. */
export type Change = (attributes: Attributes) => AttributeChanges | undefined | Promise<AttributeChanges | undefined>;

/**
 * How often it reads and merges while others write. With up to as many writers that each change once, none gives up.
 */
const MAX_READS = 50;

/**
 * Reads, asks what is to change, and writes it on condition that nothing was written meanwhile; else starts again.
 * @throws RequestRefused `version-conflict` when others were faster every time.
 */
export async function readChangeWrite<State>(
  read: () => Promise<State>,
  changesOf: (state: State) => ReturnType<Change>,
  write: (changes: AttributeChanges, state: State) => Promise<State>,
): Promise<State> {
  for (let attempt = 1; ; attempt++) {
    const state = await read();
    const changes = (await changesOf(state)) ?? {};
    if (Object.keys(changes).length === 0) return state;
    try {
      return await write(changes, state);
    } catch (error) {
      if (!isRefused(error, 'version-conflict') || attempt >= MAX_READS) throw error;
    }
    // Short: the conflict is over when the other's write is. The limit doubles twice.
    await pause(Math.min(attempt, 3));
  }
}
