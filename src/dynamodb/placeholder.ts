const digits = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/**
 * A number in base 62: the shortest placeholder. DynamoDB limits an expression to 4,096 bytes with its placeholders, so
 * 200 attributes moved by one flush have about 12 bytes each.
 */
export function encode(number: number): string {
  const rest = Math.floor(number / digits.length);
  return (rest > 0 ? encode(rest) : '') + digits.charAt(number % digits.length);
}
