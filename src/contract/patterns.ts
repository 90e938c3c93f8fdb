/** An `Idempotency-Key`: 1 to 255 printable ASCII characters, without blanks at its ends. */
export const IDEMPOTENCY_KEY_PATTERN = '^[!-~]([ -~]{0,253}[!-~])?$';

/** A date, or a time of RFC 3339 whose seconds may be missing. */
export const TIME_PATTERN =
  '^\\d{4}-\\d\\d-\\d\\d([Tt]\\d\\d:\\d\\d(:\\d\\d(\\.\\d{1,9})?)?([Zz]|[+-]\\d\\d:\\d\\d))?$';
