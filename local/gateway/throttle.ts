/**
 * Makes a token bucket, as API Gateway throttles with: it holds one second's requests, and fills at the rate.
 * @param rate - requests per second; `Infinity` for no limit.
 * @param now - milliseconds.
 */
export function createThrottle(rate: number, now: () => number): () => boolean {
  if (rate === Number.POSITIVE_INFINITY) return () => true;
  let tokens = rate;
  let filledAt = now();
  return () => {
    const time = now();
    tokens = Math.min(rate, tokens + ((time - filledAt) / 1000) * rate);
    filledAt = time;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}
