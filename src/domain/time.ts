/** Epoch milliseconds in whole epoch seconds, rounded down. */
export function toSeconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000);
}
