/** How a function takes what the stream of the table of conversations tells: stacks and `docs/scale.md` read it. */
export const streamReading = {
  /** Writes of a batch at most. */
  batchSize: 100,
  /** Batches of a shard of the stream at once; those of one conversation follow one another. */
  parallelizationFactor: 4,
} as const;
