import type { ChangeLog, LogStep } from '#domain/change-log.ts';

/** What one write to an item means for the log. */
export interface Recorded {
  /** Its place in the stream. */
  readonly position: string;
  /** The key of the item. */
  readonly key: string;
  /** What the log has to do for it. @throws Error for a write that can't be read */
  readonly listSteps: () => readonly LogStep[];
}

/**
 * Keeps changes, those of one conversation one after the other: so who has read up to one has seen all before it. What fails is left for
 * the next delivery with what comes after it in that conversation, and others go on.
 *
 * @param failed - is told of each failure
 * @returns the places of the writes from which on something is still to be kept
 */
export async function record(
  writes: readonly Recorded[],
  log: ChangeLog,
  failed: (error: unknown) => void,
): Promise<readonly string[]> {
  const conversations = [...Map.groupBy(writes, ({ key }) => key).values()];
  const places = await Promise.all(
    conversations.map(async (all) => {
      for (const { position, key, listSteps } of all) {
        try {
          for (const step of listSteps()) await take(log, key, step);
        } catch (error) {
          failed(error);
          return [position];
        }
      }
      return [];
    }),
  );
  return places.flat();
}

/** Does one step. */
export async function take(log: ChangeLog, key: string, { startTime, change, until }: LogStep): Promise<void> {
  if (change === undefined) await log.remove({ key, startTime });
  else await log.add({ key, startTime }, change, until);
}
