const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/**
 * A number in base 62: the shortest placeholder. DynamoDB limits an expression to 4,096 bytes with its placeholders, so
 * 200 attributes moved by one flush have about 12 bytes each.
 */
export function encodeBase62(number: number): string {
  const rest = Math.floor(number / DIGITS.length);
  return (rest > 0 ? encodeBase62(rest) : '') + DIGITS.charAt(number % DIGITS.length);
}
