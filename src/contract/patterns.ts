/** An `Idempotency-Key`: 1 to 255 printable ASCII characters, without blanks at its ends. */
export const IDEMPOTENCY_KEY_PATTERN = '^[!-~]([ -~]{0,253}[!-~])?$';
